import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';

/** Where the verdicts stand: one line for each expression that was found safe, the digest of its text. */
export const VERDICTS_FILE = join(__dirname, 'safe-expressions.txt');

/** Digest of an expression and its flags. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The expressions that were found safe before, by digest. */
export function knownSafe(): ReadonlySet<string> {
  return new Set(
    readFileSync(VERDICTS_FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

/** What recheck says of an expression: `safe`, or why it is not. */
export async function judge(text: string, timeoutMilliseconds: number): Promise<string> {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  // indices are of no matter, and recheck does not know them.
  const verdict = await check(source, flags.replace('d', ''), { timeout: timeoutMilliseconds });
  if (verdict.status === 'safe') return 'safe';
  return verdict.status === 'unknown' ? `unknown: ${verdict.error.kind}` : `vulnerable: ${verdict.complexity.type}`;
}
