/** How a record lies in the journal table, whoever reads it. */
export interface JournalItem {
  readonly chain: string;
  readonly seq: number;
  /** The record's bytes. */
  readonly text: string;
  readonly digest: string;
  /** Ciphertext of the content, where it is kept. */
  readonly content?: Uint8Array;
}

/** Digits of a sort key: enough for ten thousand years of one writer, and they sort as text. */
const SEQUENCE_DIGITS = 12;

export const WRITER_PREFIX = 'W#';

export function partitionOf(chain: string): string {
  return `${WRITER_PREFIX}${chain}`;
}

export function sortOf(seq: number): string {
  return String(seq).padStart(SEQUENCE_DIGITS, '0');
}

/** Key of a record that could not reach the table: by time, so that the sealer reads on from where it was. */
export function lateKeyOf(atMs: number, { chain, seq, digest }: JournalItem): string {
  const time = new Date(atMs).toISOString().replaceAll(/[-:.]/g, '');
  return `late/${time}-${chain}-${sortOf(seq)}-${digest.slice(0, 16)}.jsonl`;
}

/** The lines of a record outside the table: its bytes, and its content where there is one. */
export function linesOf({ text, content }: JournalItem): string {
  return content === undefined ? `${text}\n` : `${text}\n${contentLine(content)}\n`;
}

const CONTENT_START = '{"content":"';

/** A line that carries the ciphertext of the record above it. It is no leaf: the record holds its digest. */
export function contentLine(content: Uint8Array): string {
  return `${CONTENT_START}${Buffer.from(content).toString('base64')}"}`;
}

/**
 * Reads what `contentLine` wrote.
 *
 * @returns `undefined` for a line that is a record, or that only looks like content
 */
export function contentOf(line: Buffer): Buffer | undefined {
  if (line.toString('latin1', 0, CONTENT_START.length) !== CONTENT_START) return undefined;
  const content = Buffer.from(line.toString('latin1', CONTENT_START.length, line.length - 2), 'base64');
  return contentLine(content) === line.toString('latin1') ? content : undefined;
}
