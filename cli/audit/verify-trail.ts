import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrailVerifier, type VerifiedRecord, type VerifyReport } from '../../lambda/audit/verify';
import { CommandError } from '../command-error';
import { segmentsOf, type TrailSource } from './trail-source';

/** What a reading of the trail starts from. */
export interface ReadOptions {
  readonly publicKey: KeyObject;
  readonly from?: number;
  readonly head?: { readonly number: number; readonly digest?: string };
  readonly onRecord?: (verified: VerifiedRecord) => void;
  readonly onProgress?: (done: number, of: number, records: number) => void;
  /** Awaited after each segment: what was written so far has room to go. */
  readonly flush?: () => Promise<void>;
}

/** Reads a trail segment by segment, verifying all of it: no record is shown that was not verified. */
export async function readTrail(source: TrailSource, options: ReadOptions): Promise<VerifyReport> {
  const from = options.from ?? 1;
  const numbers = (await source.numbers()).filter((number) => number >= from);
  let records = 0;
  const verifier = new TrailVerifier({
    publicKey: options.publicKey,
    from,
    head: options.head,
    onRecord: (verified) => {
      records += 1;
      options.onRecord?.(verified);
    },
  });
  let done = 0;
  for await (const segment of segmentsOf(source, numbers)) {
    verifier.add(segment);
    await options.flush?.();
    done += 1;
    options.onProgress?.(done, numbers.length, records);
  }
  return verifier.end();
}

/** Reads a public key: PEM, as `audit public-key` prints it. */
export function readPublicKey(file: string): KeyObject {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`${file}: expected a file with the public key`);
  }
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch {
    throw new CommandError(`${file}: expected a public key in PEM, got something else`);
  }
  if (/PRIVATE KEY/.test(text)) throw new CommandError(`${file}: expected a public key, got a private one`);
  if (key.asymmetricKeyType !== 'ec') {
    throw new CommandError(
      `${file}: expected a key for ECDSA, got one for ${key.asymmetricKeyType ?? 'something else'}`,
    );
  }
  return key;
}

/** The file that a download leaves beside the segments: how far the trail went when it was made. */
export const HEAD_FILE = 'head.json';

/** `N` or `N:DIGEST`. */
export function parseHead(text: string): { readonly number: number; readonly digest?: string } {
  const [, number, digest] = /^([1-9]\d{0,11})(?::([0-9a-f]{64}))?$/.exec(text) ?? [];
  if (number === undefined) throw new CommandError(`--head: expected NUMBER or NUMBER:DIGEST, got '${text}'`);
  return { number: Number(number), ...(digest !== undefined && { digest }) };
}

/** The head of a downloaded folder, where the download left it. */
export function headOfFolder(folder: string): { readonly number: number; readonly digest?: string } | undefined {
  const file = join(folder, HEAD_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const { number, digest } = JSON.parse(readFileSync(file, 'utf8')) as { number?: unknown; digest?: unknown };
    return parseHead(digest === undefined ? String(number) : `${String(number)}:${String(digest)}`);
  } catch {
    throw new CommandError(`${file}: expected {"number","digest"} as the download wrote it, got something else`);
  }
}

/** The report as an operator reads it. */
export function reportText(report: VerifyReport): string {
  const lines = report.problems.slice(0, 100).map(({ message }) => `✗ ${message}`);
  if (report.problems.length > 100) lines.push(`  … and ${report.problems.length - 100} more`);
  for (const { segment, kind, chain, seq } of report.incidents.slice(0, 100)) {
    lines.push(`! incident that the sealer signed in segment ${segment}: ${kind}, chain ${chain}, record ${seq}`);
  }
  if (report.unfinished > 0) lines.push(`  ${report.unfinished} requests began and never ended`);
  const counts = `${report.records} records in ${report.segments} segments`;
  const head = report.head && `head ${report.head.number}:${report.head.digest}`;
  if (report.problems.length > 0)
    lines.push(`✗ the trail does not hold: ${counts}, ${report.problems.length} problems`);
  else if (report.incidents.length > 0)
    lines.push(`! ${counts} are as sealed, with ${report.incidents.length} incidents`);
  else lines.push(`✓ ${counts} are as they were sealed`);
  if (head !== undefined) lines.push(`  ${head} (keep it, and give it as --head next time)`);
  return lines.join('\n');
}
