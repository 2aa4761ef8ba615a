import { createHash } from 'node:crypto';
import { contentLine } from '../core/audit/journal-item';
import { merkleRoot } from './merkle';

/**
 * What is signed of a segment. Its bytes are the first line of the object, and the signature is over those bytes.
 */
export interface SegmentHeader {
  readonly format: 'hardened-llm-api audit segment';
  readonly v: 1;
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** Digest of the header before, or `FIRST_PREVIOUS`. */
  readonly previous: string;
  /** Milliseconds since the epoch; never before the segment before. */
  readonly sealedAt: number;
  readonly records: number;
  /** Merkle root over the digests of the records, hex. */
  readonly root: string;
  /** ARN of the key that signs. */
  readonly key: string;
  /** What the sealer found wrong in the journal: a part of the trail, and signed with it. */
  readonly incidents: readonly Incident[];
  /** Digests of OPEN records that no CLOSE followed in time. */
  readonly unfinished: readonly string[];
}

/** Something in the journal that no writer of ours does. */
export interface Incident {
  readonly kind: IncidentKind;
  readonly chain: string;
  readonly seq: number;
  /** For a gap: the last sequence that is missing. */
  readonly to?: number;
}

export type IncidentKind =
  /** Sequences are missing in the stream and in the table. */
  | 'gap'
  /** A record does not name the one before it, or there are two at one place. */
  | 'fork'
  /** An item was changed after it was written. */
  | 'modified'
  /** An item was removed, and not by its expiry after it was sealed. */
  | 'removed'
  /** An item is no record, or not the one that its key says. */
  | 'malformed'
  /** A record's own time is far from the time at which it arrived, or before the record before. */
  | 'misdated';

/** A record on its way into a segment. */
export interface SegmentEntry {
  readonly text: string;
  readonly digest: string;
  readonly content?: Uint8Array;
}

const HEADER = Buffer.from([2]);

/** What the first segment has for `previous`. */
export const FIRST_PREVIOUS = '0'.repeat(64);

/** Digest of a header: what the next one names. Kept apart from leaves (0) and nodes (1). */
export function headerDigest(headerText: Uint8Array | string): string {
  return createHash('sha256').update(HEADER).update(headerText).digest('hex');
}

const NUMBER_DIGITS = 12;

/** Key of a segment's object: the keys sort as the numbers do. */
export function segmentKey(number: number): string {
  return `segments/${String(number).padStart(NUMBER_DIGITS, '0')}.jsonl`;
}

/** @returns the number in a segment's key or file name, or `undefined` for any other name */
export function segmentNumber(name: string): number | undefined {
  const digits = /(?:^|\/)(\d{12})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A segment before it is signed. */
export interface UnsignedSegment {
  readonly header: SegmentHeader;
  readonly headerText: string;
  readonly leaves: readonly Buffer[];
  readonly entries: readonly SegmentEntry[];
}

export function unsignedSegment(
  place: Pick<SegmentHeader, 'number' | 'previous' | 'sealedAt' | 'key'>,
  entries: readonly SegmentEntry[],
  incidents: readonly Incident[],
  unfinished: readonly string[],
): UnsignedSegment {
  const leaves = entries.map(({ digest }) => Buffer.from(digest, 'hex'));
  const header: SegmentHeader = {
    format: 'hardened-llm-api audit segment',
    v: 1,
    number: place.number,
    previous: place.previous,
    sealedAt: place.sealedAt,
    records: entries.length,
    root: merkleRoot(leaves).toString('hex'),
    key: place.key,
    incidents,
    unfinished,
  };
  return { header, headerText: JSON.stringify(header), leaves, entries };
}

/**
 * The object: header, signature, leaves, then a line a record and, below a record, a line for its content.
 *
 * The leaves are there so that a verifier can name the record that was touched and not only the segment.
 */
export function encodeSegment({ headerText, leaves, entries }: UnsignedSegment, signature: Uint8Array): Buffer {
  const lines = [
    headerText,
    JSON.stringify({ signature: Buffer.from(signature).toString('base64') }),
    JSON.stringify({ leaves: Buffer.concat(leaves).toString('base64') }),
  ];
  for (const { text, content } of entries) {
    lines.push(text);
    if (content !== undefined) lines.push(contentLine(content));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** A segment's lines, not verified in any way. Bytes, because bytes are what is hashed and signed. */
export interface SegmentLines {
  readonly header: Buffer;
  readonly signature: Buffer;
  readonly leaves: readonly Buffer[];
  /** Whatever stands below: records and contents. */
  readonly body: readonly Buffer[];
  /** False when the last line has no end: the file was cut. */
  readonly complete: boolean;
}

const NEWLINE = 0x0a;

function splitLines(bytes: Buffer): { readonly lines: Buffer[]; readonly complete: boolean } {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  const complete = start === bytes.length;
  if (!complete) lines.push(bytes.subarray(start));
  return { lines, complete };
}

/** @throws with a sentence when the first three lines are not those of a segment */
export function splitSegment(bytes: Buffer): SegmentLines {
  const { lines, complete } = splitLines(bytes);
  const [header, signature, leaves, ...body] = lines;
  if (header === undefined || header.length === 0) {
    throw new Error('expected a header in the first line, got nothing');
  }
  const packed = readLine(leaves, 'leaves');
  if (packed.length % 32 !== 0) throw new Error(`leaves: expected a multiple of 32 bytes, got ${packed.length}`);
  const hashes: Buffer[] = [];
  for (let at = 0; at < packed.length; at += 32) hashes.push(packed.subarray(at, at + 32));
  return { header, signature: readLine(signature, 'signature'), leaves: hashes, body, complete };
}

/** Strict: whatever a decoder would skip silently is a change of the file. */
function readLine(line: Buffer | undefined, name: 'signature' | 'leaves'): Buffer {
  if (line === undefined) throw new Error(`expected a line with the ${name}, got the end of the file`);
  const text = line.toString('latin1');
  const value = /^\{"[a-z]+":"([A-Za-z0-9+/=]*)"\}$/.exec(text)?.[1] ?? '';
  const bytes = Buffer.from(value, 'base64');
  if (JSON.stringify({ [name]: bytes.toString('base64') }) !== text) {
    throw new Error(`expected a line with the ${name}, got something else`);
  }
  return bytes;
}

/** @throws with a sentence when the text is no header of this version */
export function parseHeader(text: string): SegmentHeader {
  let header: Partial<SegmentHeader>;
  try {
    header = JSON.parse(text) as Partial<SegmentHeader>;
  } catch {
    throw new Error('expected a header in the first line, got something that is not JSON');
  }
  if (header.format !== 'hardened-llm-api audit segment' || header.v !== 1) {
    throw new Error('expected the header of an audit segment of version 1, got something else');
  }
  const numbers = [header.number, header.sealedAt, header.records];
  const texts = [header.previous, header.root, header.key];
  if (!numbers.every(Number.isSafeInteger) || !texts.every((text) => typeof text === 'string')) {
    throw new Error('the header of the segment is incomplete');
  }
  if (!Array.isArray(header.incidents) || !Array.isArray(header.unfinished)) {
    throw new Error('the header of the segment is incomplete');
  }
  return header as SegmentHeader;
}
