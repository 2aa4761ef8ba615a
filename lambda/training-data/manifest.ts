import { createHash, type KeyObject, verify } from 'node:crypto';

/** What a dataset is made of: the only way in which it is read. */
export interface Manifest {
  readonly format: 'hardened-llm-api dataset manifest';
  readonly v: 1;
  readonly dataset: string;
  /** 1, 2, 3 … */
  readonly version: number;
  /** Digest of the version before, or null for the first. */
  readonly previous: string | null;
  readonly approvedAt: number;
  readonly approvedBy: string;
  readonly objects: readonly ManifestObject[];
}

/** One object of a dataset. */
export interface ManifestObject {
  readonly key: string;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
}

/** An object as it is found. */
export interface FoundObject {
  readonly key: string;
  readonly bytes: Uint8Array;
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The two lines of a manifest's object: the manifest, whose bytes are signed, and the signature. */
export function encodeManifest(text: string, signature: Uint8Array): string {
  return `${text}\n${JSON.stringify({ signature: Buffer.from(signature).toString('base64') })}\n`;
}

/** Name of a dataset: a part of keys, so it cannot leave its place. */
export function checkDatasetName(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    throw new Error(`dataset: expected lower-case letters, digits and hyphens, got '${name.slice(0, 64)}'`);
  }
  return name;
}

export function manifestKey(dataset: string, version: number): string {
  return `${dataset}/manifests/${String(version).padStart(6, '0')}.jsonl`;
}

/**
 * Reads a manifest and checks its signature.
 *
 * @throws with a sentence when it is damaged, of another dataset, or not signed by the given key
 */
export function openManifest(
  encoded: string,
  publicKey: KeyObject,
  dataset: string,
): Manifest & { readonly digest: string } {
  const [text, signatureLine, ...rest] = encoded.trimEnd().split('\n');
  if (text === undefined || signatureLine === undefined || rest.length > 0) {
    throw new Error(`manifest: expected two lines, got ${encoded.trimEnd().split('\n').length}`);
  }
  const { signature } = parse<{ signature: unknown }>(signatureLine, 'a signature');
  if (typeof signature !== 'string') throw new Error('manifest: expected a signature, got none');
  if (!verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))) {
    throw new Error('manifest: its signature is not of the given key');
  }
  const manifest = parse<Partial<Manifest>>(text, 'a manifest');
  if (manifest.format !== 'hardened-llm-api dataset manifest' || manifest.v !== 1 || !Array.isArray(manifest.objects)) {
    throw new Error('manifest: expected a dataset manifest of version 1, got something else');
  }
  if (manifest.dataset !== dataset) {
    throw new Error(`manifest: expected one of dataset '${dataset}', got one of '${String(manifest.dataset)}'`);
  }
  return { ...(manifest as Manifest), digest: sha256Of(text) };
}

function parse<Value>(text: string, what: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new Error(`manifest: expected ${what}, got something else`);
  }
}

/** What is wrong with the objects of a dataset; an empty list means that they are those that were approved. */
export async function objectProblems(manifest: Manifest, found: AsyncIterable<FoundObject>): Promise<string[]> {
  const expected = new Map(manifest.objects.map((object) => [object.key, object]));
  const problems: string[] = [];
  for await (const { key, bytes } of found) {
    const object = expected.get(key);
    if (object === undefined) problems.push(`${key}: it is not in the manifest`);
    else if (object.bytes !== bytes.length || object.sha256 !== sha256Of(bytes))
      problems.push(`${key}: it was changed`);
    expected.delete(key);
  }
  for (const key of expected.keys()) problems.push(`${key}: it is missing`);
  return problems;
}

/** What one version has that another has not. */
export function manifestDiff(before: Manifest, after: Manifest): string[] {
  const old = new Map(before.objects.map(({ key, sha256 }) => [key, sha256]));
  const lines: string[] = [];
  for (const { key, sha256, bytes } of after.objects) {
    const was = old.get(key);
    if (was === undefined) lines.push(`+ ${key} (${bytes} bytes)`);
    else if (was !== sha256) lines.push(`~ ${key}`);
    old.delete(key);
  }
  return [...lines, ...[...old.keys()].map((key) => `- ${key}`)];
}
