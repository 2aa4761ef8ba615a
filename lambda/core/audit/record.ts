import { createHash, hash } from 'node:crypto';
import type { NamedPrincipal } from './identity';

/**
 * One record of the audit trail.
 *
 * A record is the bytes of its JSON: they are hashed, stored and sealed as they are, and nothing re-orders or
 * re-writes them. So there is no canonical form to get wrong.
 */
export type AuditRecord = OpenEntry | CloseEntry | RefusalEntry;

interface Position {
  readonly v: 1;
  /** Random name of the chain: one serial writer. */
  readonly chain: string;
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** Digest of the record before, or `genesisOf(chain)`. */
  readonly prev: string;
  /** Milliseconds since the epoch; never before the record before. */
  readonly at: number;
  readonly request: string;
}

interface SubjectFields extends NamedPrincipal {
  readonly roles: readonly string[];
  readonly route: string;
  readonly model: string | null;
  readonly policy: string | null;
  readonly policyVersion: string | null;
  /** Keyed digest of the request body: a plain one could be found by guessing. */
  readonly prompt: string;
  readonly content: ContentReference | null;
}

interface OutcomeFields {
  readonly status: number;
  readonly reason: string | null;
  readonly check: string | null;
  readonly findings: readonly { readonly check: string; readonly reason: string; readonly action: string }[];
  /** Keyed digest of the answer. */
  readonly answer: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
}

/** Where content is kept and what its ciphertext hashes to. The key is the tenant's own. */
export interface ContentReference {
  /** SHA-256 of the ciphertext, hex. */
  readonly digest: string;
  readonly bytes: number;
  /** Name of the tenant's data key. */
  readonly key: string;
  /** Authentication tag of AES-256-GCM, base64. */
  readonly tag: string;
}

/** A request that is allowed to reach the model. */
export interface OpenEntry extends Position, SubjectFields {
  readonly type: 'open';
}

/** How such a request ended. */
export interface CloseEntry extends Position, OutcomeFields {
  readonly type: 'close';
  readonly tenant: string;
  /** Digest of the OPEN that this closes. */
  readonly open: string;
  readonly content: ContentReference | null;
}

/** A request that never reached the model: opened and closed in one. */
export interface RefusalEntry extends Position, SubjectFields, OutcomeFields {
  readonly type: 'refusal';
}

/** A record with its bytes and what they hash to. */
export interface EncodedRecord {
  readonly text: string;
  readonly digest: string;
}

const LEAF = Buffer.from([0]);

/**
 * Digest of a record: the leaf hash of RFC 6962, so that one hash is both the link of the chain and the leaf of the
 * Merkle tree.
 */
export function recordDigest(text: Uint8Array | string): string {
  // in one call where the text is at hand: it is on the path of every request.
  if (typeof text === 'string') return hash('sha256', `\0${text}`);
  return createHash('sha256').update(LEAF).update(text).digest('hex');
}

export function encodeRecord(record: AuditRecord): EncodedRecord {
  const text = JSON.stringify(record);
  return { text, digest: recordDigest(text) };
}

/** What the first record of a chain has for `prev`: bound to the chain, so that no chain can pose as another. */
export function genesisOf(chain: string): string {
  return createHash('sha256').update(`hardened-llm-api audit chain v1\n${chain}`).digest('hex');
}

/** @throws when the text is not a record of this version */
export function decodeRecord(text: string): AuditRecord {
  const record = JSON.parse(text) as Partial<AuditRecord>;
  if (record.v !== 1) throw new Error(`record: expected version 1, got ${JSON.stringify(record.v)}`);
  if (record.type !== 'open' && record.type !== 'close' && record.type !== 'refusal') {
    throw new Error(`record: expected type open, close or refusal, got ${JSON.stringify(record.type)}`);
  }
  if (typeof record.chain !== 'string' || record.chain === '') throw new Error('record: expected a chain, got none');
  if (!Number.isSafeInteger(record.seq) || record.seq! < 1) {
    throw new Error(`record: expected a sequence from 1 on, got ${JSON.stringify(record.seq)}`);
  }
  if (typeof record.prev !== 'string') throw new Error('record: expected a previous digest, got none');
  if (!Number.isSafeInteger(record.at)) throw new Error(`record: expected a time, got ${JSON.stringify(record.at)}`);
  if (typeof record.request !== 'string') throw new Error('record: expected a request, got none');
  return record as AuditRecord;
}
