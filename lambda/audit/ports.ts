import type { NamedPrincipal } from '../core/audit/identity';
import type { JournalItem } from '../core/audit/journal-item';
import type { ChainState } from './chain-states';

/** What the sealer reaches outside of itself. */
export interface SealerPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly journal: JournalReader;
  readonly late: LateReader;
  readonly segments: SegmentStore;
  readonly state: SealerState;
  /** ECDSA over SHA-256 of the bytes, as DER. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** Leaves the worst case of a request that never ended charged, and forgets the request. */
  readonly settle: (open: OpenRequest) => Promise<void>;
  readonly emit: (metrics: Readonly<Record<string, number>>) => void;
}

/** The table, read where the stream did not bring what it should. */
export interface JournalReader {
  /** Records of one chain from one sequence to another, both included, in order. */
  range(chain: string, from: number, to: number): Promise<readonly JournalItem[]>;
  /** All records of the table, in pages; those of one chain are in order. */
  scan(): AsyncIterable<readonly JournalItem[]>;
  /** Lets sealed records expire. */
  expire(items: readonly Pick<JournalItem, 'chain' | 'seq'>[], atMs: number): Promise<void>;
}

/** Records that could not reach the table. */
export interface LateReader {
  /** Objects behind a key, in the order of their keys. */
  after(key: string): Promise<readonly { readonly key: string; readonly item: JournalItem | undefined }[]>;
}

/** The locked bucket. */
export interface SegmentStore {
  get(number: number): Promise<Buffer | undefined>;
  /** @returns false when the number is taken: exactly one writer of a number wins */
  putIfAbsent(number: number, bytes: Buffer): Promise<boolean>;
}

/** How far the sealer is. */
export interface Head {
  /** The last segment whose consequences are written. */
  readonly number: number;
  /** Digest of its header. */
  readonly digest: string;
  readonly sealedAt: number;
  /** When a run last came to its end; `undefined` before the first. */
  readonly aliveAt?: number;
}

/** An OPEN without its CLOSE. */
export interface OpenRequest {
  /** Digest of the OPEN. */
  readonly digest: string;
  readonly at: number;
  readonly request: string;
  /** Whose request it is, as in the record. */
  readonly named: NamedPrincipal;
}

/** What the sealer remembers. All of it follows from the segments; it is kept so that they need not be read again. */
export interface SealerState {
  head(): Promise<Head>;
  /** Moves the head on; does nothing when it is there or further. */
  advance(head: Head): Promise<void>;
  alive(atMs: number): Promise<void>;
  chains(names: readonly string[]): Promise<ReadonlyMap<string, ChainState>>;
  saveChains(states: ReadonlyMap<string, ChainState>, lastSeenMs: number): Promise<void>;
  /** Remembers OPENs, except those whose CLOSE came before them. */
  addOpens(opens: readonly OpenRequest[]): Promise<void>;
  /** Forgets OPENs; remembers those that are not there yet as closed. */
  closeOpens(digests: readonly string[], atMs: number): Promise<void>;
  forgetOpens(digests: readonly string[]): Promise<void>;
  opensBefore(atMs: number): Promise<readonly OpenRequest[]>;
}
