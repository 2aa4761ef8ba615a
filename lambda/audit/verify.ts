import { createHash, type KeyObject, verify } from 'node:crypto';
import { contentOf } from '../core/audit/journal-item';
import { type AuditRecord, decodeRecord, recordDigest } from '../core/audit/record';
import { differences } from './align';
import { type ChainState, linkProblem } from './chain-states';
import { merkleRoot } from './merkle';
import {
  FIRST_PREVIOUS,
  headerDigest,
  type Incident,
  parseHeader,
  type SegmentHeader,
  type SegmentLines,
  splitSegment,
} from './segment';

/** One thing that is wrong with the trail, at its exact place. */
export interface Problem {
  readonly segment: number;
  /** Place of the record among those that were signed, from 0; absent when the whole segment is concerned. */
  readonly index?: number;
  readonly kind: string;
  readonly message: string;
}

/** Where a segment comes from. */
export interface SegmentFile {
  /** Number in its name. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** A record that is as it was sealed. */
export interface VerifiedRecord {
  readonly record: AuditRecord;
  readonly digest: string;
  readonly segment: number;
  readonly index: number;
  /** Ciphertext, where content is kept. */
  readonly content?: Buffer;
}

/** What a verifier is given by those who trust nobody. */
export interface VerifyOptions {
  readonly publicKey: KeyObject;
  /**
   * Number of the first segment that must be there. Chains that began before a later start are taken as they come.
   *
   * @default 1
   */
  readonly from?: number;
  /** The last segment that must be there, and its header's digest where it is known: finds a cut-off end. */
  readonly head?: { readonly number: number; readonly digest?: string };
  /** Given each record that was verified, in order. */
  readonly onRecord?: (verified: VerifiedRecord) => void;
  readonly onSegment?: (header: SegmentHeader) => void;
}

/** What a verification found. */
export interface VerifyReport {
  readonly segments: number;
  readonly records: number;
  readonly problems: readonly Problem[];
  /** What the sealer itself found wrong in the journal and signed. */
  readonly incidents: readonly (Incident & { readonly segment: number })[];
  readonly unfinished: number;
  /** The last segment: to be kept, and given as `head` next time. */
  readonly head?: { readonly number: number; readonly digest: string; readonly sealedAt: number };
}

/** A writer's clock may be ahead of the sealer's by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** A chain that was silent for so long, in time and in segments, is over: its writer ends it after six hours. */
const FORGET_AFTER_MS = 72 * 60 * 60_000;
const FORGET_AFTER_SEGMENTS = 5_000;

/** Problems that are kept; what was touched beyond this is counted only. */
const MAX_PROBLEMS = 10_000;

interface KnownChain extends ChainState {
  readonly segment: number;
  readonly sealedAt: number;
}

/**
 * Verifies a trail with nothing but the public key, segment by segment: memory does not grow with its length.
 */
export class TrailVerifier {
  private readonly problems: Problem[] = [];
  private readonly incidents: (Incident & { segment: number })[] = [];
  private readonly chains = new Map<string, KnownChain>();
  private segments = 0;
  private records = 0;
  private unfinished = 0;
  private next: number;
  /** Digest of the header before; `undefined` when it is missing or cannot be trusted. */
  private previous: string | undefined;
  private sealedAt = 0;
  private head: VerifyReport['head'];
  /** Last segment that may hide records: a chain that was last seen before its end is taken up where it is found. */
  private holeAt: number;
  private pruneAt = FORGET_AFTER_SEGMENTS;

  public constructor(private readonly options: VerifyOptions) {
    this.next = options.from ?? 1;
    this.previous = this.next === 1 ? FIRST_PREVIOUS : undefined;
    this.holeAt = this.next - 1;
  }

  /** Takes the next segment. Segments are given in the order of their numbers. */
  public add({ number, bytes }: SegmentFile): void {
    if (number < this.next) {
      this.report(number, 'duplicated', `segment ${number} is there twice`);
      return;
    }
    for (; this.next < number; this.next += 1) {
      this.report(this.next, 'missing', `segment ${this.next} is missing`);
      this.skip(this.next);
    }
    this.next = number + 1;
    this.segments += 1;

    let lines: SegmentLines;
    let header: SegmentHeader;
    try {
      lines = splitSegment(bytes);
      header = parseHeader(lines.header.toString('utf8'));
    } catch (error) {
      this.report(
        number,
        'damaged',
        `segment ${number} cannot be read: ${error instanceof Error ? error.message : ''}`,
      );
      this.skip(number);
      return;
    }
    const signed = this.checkHeader(number, header, lines);
    this.checkBody(number, header, lines, signed);
    if (signed) {
      this.previous = headerDigest(lines.header);
      this.sealedAt = header.sealedAt;
      this.head = { number, digest: this.previous, sealedAt: header.sealedAt };
      this.unfinished += header.unfinished.length;
      for (const incident of header.incidents) this.incidents.push({ ...incident, segment: number });
    } else {
      this.previous = undefined;
    }
    this.options.onSegment?.(header);
    this.prune(number);
  }

  /** Ends the verification. */
  public end(): VerifyReport {
    const expected = this.options.head;
    if (expected !== undefined) {
      for (; this.next <= expected.number; this.next += 1) {
        this.report(this.next, 'missing', `segment ${this.next} is missing at the end`);
      }
    }
    if (this.segments === 0) this.report(this.options.from ?? 1, 'missing', 'there is no segment at all');
    const { segments, records, problems, incidents, unfinished, head } = this;
    return { segments, records, problems, incidents, unfinished, head };
  }

  /** @returns whether the header is the signed one, at its place */
  private checkHeader(number: number, header: SegmentHeader, { header: text, signature }: SegmentLines): boolean {
    let signed: boolean;
    try {
      signed = verify('sha256', text, this.options.publicKey, signature);
    } catch {
      signed = false;
    }
    if (!signed) {
      this.report(number, 'signature', `segment ${number}: the signature of its header is not of the given key`);
      return false;
    }
    if (header.number !== number) {
      this.report(number, 'misplaced', `segment ${number} holds segment ${header.number}`);
      return false;
    }
    const head = this.options.head;
    if (head?.number === number && head.digest !== undefined && head.digest !== headerDigest(text)) {
      this.report(number, 'head', `segment ${number} is not the one that the head names`);
    }
    if (this.previous !== undefined && header.previous !== this.previous) {
      this.report(number, 'link', `segment ${number} does not follow the segment before it`);
    }
    if (header.sealedAt < this.sealedAt) {
      this.report(number, 'misdated', `segment ${number} was sealed before the segment before it`);
    }
    return true;
  }

  private checkBody(number: number, header: SegmentHeader, lines: SegmentLines, signed: boolean): void {
    const texts: Buffer[] = [];
    const digests: string[] = [];
    const contents = new Map<number, Buffer>();
    for (const line of lines.body) {
      const content = contentOf(line);
      if (content === undefined) {
        texts.push(line);
        digests.push(recordDigest(line));
      } else if (texts.length === 0 || contents.has(texts.length - 1)) {
        const index = Math.max(texts.length - 1, 0);
        this.report(number, 'content', `segment ${number}, record ${index}: there is content twice`, index);
      } else {
        contents.set(texts.length - 1, content);
      }
    }
    const leaves = lines.leaves.map((leaf) => leaf.toString('hex'));
    const leavesHold = merkleRoot(lines.leaves).toString('hex') === header.root && leaves.length === header.records;

    let touched = false;
    if (leavesHold) {
      const found = sameList(leaves, digests) ? [] : differences(leaves, digests);
      for (const { kind, index, found: at } of found) {
        this.report(number, kind, describe(kind, number, index, texts[at]), index);
      }
      if (found.length === 0 && !lines.complete) {
        this.report(number, 'damaged', `segment ${number} has no end of line behind its last record`);
      }
      touched = found.length > 0;
      if (touched) this.holeAt = number;
    } else if (signed) {
      const root = merkleRoot(digests.map((digest) => Buffer.from(digest, 'hex'))).toString('hex');
      const what =
        root === header.root ? 'its list of leaves was altered' : 'its list of leaves and its records were altered';
      this.report(number, 'leaves', `segment ${number}: ${what}`);
      if (root !== header.root) this.holeAt = number;
    }
    this.checkRecords(number, header, texts, digests, contents, leavesHold ? leaves : undefined, touched);
  }

  private checkRecords(
    number: number,
    header: SegmentHeader,
    texts: readonly Buffer[],
    digests: readonly string[],
    contents: ReadonlyMap<number, Buffer>,
    leaves: readonly string[] | undefined,
    touched: boolean,
  ): void {
    const known = new Set(header.incidents.map(({ chain, seq, to }) => `${chain}/${(to ?? seq - 1) + 1}`));
    const valid = leaves === undefined ? undefined : new Set(leaves);
    for (const [index, text] of texts.entries()) {
      const digest = digests[index]!;
      // what is not signed was reported, and says nothing about its chain.
      if (valid !== undefined && !valid.has(digest)) continue;
      let record: AuditRecord;
      try {
        record = decodeRecord(text.toString('utf8'));
      } catch {
        this.report(number, 'malformed', `segment ${number}, record ${index}: it is no record`, index);
        continue;
      }
      const state = this.chains.get(record.chain);
      const problem = linkProblem(state, record);
      // after a hole, a chain goes on somewhere behind where it was left.
      const excused =
        known.has(`${record.chain}/${record.seq}`) ||
        (problem !== 'repeated' && this.holeAt > 0 && (state?.segment ?? 0) <= this.holeAt);
      // where records were moved or taken, each was named already.
      if (problem !== undefined && !excused && !touched) {
        this.report(
          number,
          problem,
          `segment ${number}, record ${index}: ${LINKS[problem]} in chain ${record.chain}`,
          index,
        );
      }
      if (record.at > header.sealedAt + CLOCK_SKEW_MS) {
        this.report(number, 'misdated', `segment ${number}, record ${index}: it is dated after it was sealed`, index);
      }
      if (problem !== 'repeated') {
        this.chains.set(record.chain, {
          seq: record.seq,
          digest,
          at: record.at,
          segment: number,
          sealedAt: header.sealedAt,
        });
      }
      this.checkContent(number, index, record, contents.get(index));
      this.records += 1;
      this.options.onRecord?.({ record, digest, segment: number, index, content: contents.get(index) });
    }
  }

  private checkContent(number: number, index: number, record: AuditRecord, content: Buffer | undefined): void {
    if (record.content === null && content === undefined) return;
    const place = `segment ${number}, record ${index}`;
    if (record.content === null) {
      this.report(number, 'content', `${place}: there is content that the record does not name`, index);
    } else if (content === undefined) {
      this.report(number, 'content', `${place}: its content is missing`, index);
    } else if (createHash('sha256').update(content).digest('hex') !== record.content.digest) {
      this.report(number, 'content', `${place}: its content was altered`, index);
    }
  }

  private skip(number: number): void {
    this.previous = undefined;
    this.holeAt = number;
  }

  /** Forgets chains that are over, so that memory depends on the writers of some days and not on the trail. */
  private prune(number: number): void {
    if (number < this.pruneAt) return;
    this.pruneAt = number + FORGET_AFTER_SEGMENTS;
    for (const [chain, { segment, sealedAt }] of this.chains) {
      if (number - segment > FORGET_AFTER_SEGMENTS && this.sealedAt - sealedAt > FORGET_AFTER_MS) {
        this.chains.delete(chain);
      }
    }
  }

  private report(segment: number, kind: string, message: string, index?: number): void {
    if (this.problems.length < MAX_PROBLEMS)
      this.problems.push({ segment, kind, message, ...(index !== undefined && { index }) });
  }
}

const LINKS = {
  gap: 'records are missing before it',
  repeated: 'it repeats a place',
  fork: 'it does not follow the record before it',
  misdated: 'it is dated before the record before it',
} as const;

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function describe(kind: string, segment: number, index: number, text: Buffer | undefined): string {
  const place = `segment ${segment}, record ${index}`;
  switch (kind) {
    case 'altered':
      return `${place}: the record was altered${text === undefined ? '' : dateOf(text)}`;
    case 'dropped':
      return `${place}: the record is missing`;
    case 'inserted':
      return `${place}: a record that was never sealed stands before it`;
    case 'duplicated':
      return `${place}: a record is repeated before it`;
    default:
      return `${place}: another record stands in its place`;
  }
}

function dateOf(text: Buffer): string {
  try {
    return `; it now says ${new Date(decodeRecord(text.toString('utf8')).at).toISOString()}`;
  } catch {
    return ' and cannot be read any more';
  }
}
