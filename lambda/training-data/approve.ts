import type { KeyObject } from 'node:crypto';
import {
  checkDatasetName,
  encodeManifest,
  type Manifest,
  type ManifestObject,
  manifestKey,
  openManifest,
  sha256Of,
} from './manifest';

/** What an approval reaches outside of itself. */
export interface ApprovePorts {
  readonly now: () => number;
  /** Keys below a prefix. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  readonly read: (key: string) => Promise<Uint8Array>;
  /** @returns false when something is there already */
  readonly putIfAbsent: (key: string, text: string) => Promise<boolean>;
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly publicKey: () => Promise<KeyObject>;
}

/** Which batches make the next version of a dataset, and who says so. */
export interface Approval {
  readonly dataset: string;
  readonly batches: readonly string[];
  readonly approvedBy: string;
}

/** What was approved. */
export interface Approved {
  readonly version: number;
  readonly digest: string;
  readonly objects: number;
}

/**
 * Signs the next version of a dataset: exactly the objects of the named batches, as they are now.
 *
 * @throws when a batch was never ingested, or another approval was faster
 */
export async function approve(approval: Approval, ports: ApprovePorts): Promise<Approved> {
  const dataset = checkDatasetName(approval.dataset);
  if (approval.batches.length === 0) throw new Error('approval: expected at least one batch, got none');
  if (approval.approvedBy === '') throw new Error('approval: expected who approves, got none');
  const objects: ManifestObject[] = [];
  for (const batch of approval.batches) {
    const prefix = `${dataset}/batches/${checkDatasetName(batch)}/`;
    const keys = await ports.list(prefix);
    if (keys.length === 0) throw new Error(`batch '${batch}': expected an ingested batch in '${dataset}', got none`);
    for (const key of keys) {
      const bytes = await ports.read(key);
      objects.push({ key, bytes: bytes.length, sha256: sha256Of(bytes) });
    }
  }
  const last = (await ports.list(`${dataset}/manifests/`)).at(-1);
  const previous =
    last === undefined
      ? undefined
      : openManifest(Buffer.from(await ports.read(last)).toString('utf8'), await ports.publicKey(), dataset);
  const manifest: Manifest = {
    format: 'hardened-llm-api dataset manifest',
    v: 1,
    dataset,
    version: (previous?.version ?? 0) + 1,
    previous: previous?.digest ?? null,
    approvedAt: ports.now(),
    approvedBy: approval.approvedBy,
    objects,
  };
  const text = JSON.stringify(manifest);
  const encoded = encodeManifest(text, await ports.sign(Buffer.from(text)));
  if (!(await ports.putIfAbsent(manifestKey(dataset, manifest.version), encoded))) {
    throw new Error(
      `version ${manifest.version} of '${dataset}' was approved meanwhile: look at it, then approve again`,
    );
  }
  return { version: manifest.version, digest: sha256Of(text), objects: objects.length };
}
