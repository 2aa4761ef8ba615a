import type { ContentKeyItem } from '../../core/audit/content-key';
import type { JournalItem } from '../../core/audit/journal-item';

/** What the audit trail reaches outside of itself. */
export interface AuditPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 128 unguessable bits in hex: names of chains. */
  readonly newId: () => string;
  readonly journal: Journal;
  readonly late: LateStore;
  readonly contentKeys: ContentKeyStore;
  readonly head: SealerHead;
  /** The trail's secret, from KMS. Asked once, and again only where it failed. */
  readonly secret: () => Promise<Uint8Array>;
}

/** The table that records are written to. */
export interface Journal {
  /**
   * Writes an item where none is. The same item again is a success: an earlier try had arrived.
   *
   * @throws when it is not known to be written, or another item is there
   */
  put(item: JournalItem): Promise<void>;
}

/** The second path of a record: an object in the locked bucket. */
export interface LateStore {
  put(key: string, lines: string): Promise<void>;
}

/** Data keys of tenants whose content is kept. */
export interface ContentKeyStore {
  get(tenant: string): Promise<ContentKeyItem | undefined>;
  /** Stores an item where none is; returns the one that is there. */
  putIfAbsent(item: ContentKeyItem): Promise<ContentKeyItem>;
}

/** What the sealer says of itself. */
export interface SealerHead {
  /** When it last ran to its end, ms since the epoch; `undefined` when it never did. */
  aliveAt(): Promise<number | undefined>;
}
