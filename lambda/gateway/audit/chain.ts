import { type AuditRecord, encodeRecord, genesisOf } from '../../core/audit/record';
import type { JournalItem } from '../../core/audit/journal-item';
import type { Journal } from './ports';

/** Where in its chain a record will stand. */
export interface ChainPosition {
  readonly v: 1;
  readonly chain: string;
  readonly seq: number;
  readonly prev: string;
  readonly at: number;
}

/** A record at its position, with the ciphertext that goes with it. */
export interface PositionedRecord {
  readonly record: AuditRecord;
  readonly content?: Buffer;
}

/** A write that failed, with what it tried to write. */
export class ChainWriteError extends Error {
  public constructor(
    public readonly item: JournalItem,
    cause: unknown,
  ) {
    super(`audit record ${item.chain}/${item.seq} could not be written`, { cause });
    this.name = 'ChainWriteError';
  }
}

/**
 * One serial writer of the audit trail: never two writes at a time, so that a chain never has a gap.
 *
 * A write that fails may have arrived all the same. The chain is then retired: whatever became of its last record,
 * nothing is ever written behind it.
 */
export class Chain {
  public retired = false;
  private seq = 0;
  private prev: string;
  private at = 0;

  public constructor(
    public readonly id: string,
    public readonly bornAt: number,
  ) {
    this.prev = genesisOf(id);
  }

  /**
   * Writes the next record.
   *
   * @throws ChainWriteError when it is not known to be written
   */
  public async append(
    journal: Journal,
    atMs: number,
    build: (position: ChainPosition) => PositionedRecord,
  ): Promise<JournalItem> {
    if (this.retired) throw new Error(`chain ${this.id} is retired`);
    const position: ChainPosition = {
      v: 1,
      chain: this.id,
      seq: this.seq + 1,
      prev: this.prev,
      // a clock that steps back must not look like a record that was dated back.
      at: Math.max(atMs, this.at),
    };
    const { record, content } = build(position);
    const item: JournalItem = { chain: this.id, seq: position.seq, ...encodeRecord(record), content };
    try {
      await journal.put(item);
    } catch (error) {
      this.retired = true;
      throw new ChainWriteError(item, error);
    }
    this.seq = position.seq;
    this.prev = item.digest;
    this.at = position.at;
    return item;
  }
}
