import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decodeEntry, expiryOf, type Entry } from './entry';
import { blockOf, type ModelBlock } from './model-block';
import { CALENDAR_METERS, RING_METERS, type CalendarMeter, type RingMeter } from './meters';

/**
 * One item a tenant (`T#tenant`), in short names because every byte is written with every request:
 *
 * | name | what |
 * |---|---|
 * | `v` | version of the tenant's policy; each change of a row raises it |
 * | `st` | present when the tenant is disabled |
 * | `rc`, `ru` | revoked clients and users, key to the second of the revocation |
 * | `s` | the slot that the sums below belong to, and with it the day and the month |
 * | `r`, `rs` | ring of requests and its sum |
 * | `k`, `ks` | ring of tokens and its sum |
 * | `dk`, `dm`, `mk`, `mm` | tokens and money of the day and of the month |
 * | `f` | requests in flight, key to entry |
 * | `x` | requests past their expiry that were never settled: their worst case stays charged |
 * | `g` | settled requests of which a late duplicate may still be on its way, key to the second of forgetting |
 * | `c` | limited clients, key to `s r rs k ks dk dm mk mm` as far as limited, and `n`, their requests in flight |
 * | `q` | the share of the tenant's limits that a shard holds; absent in the first one: all of it |
 * | `sh` | in the first shard: how many there are |
 * | `to3`, `of3` | all shares ever given to shard 3 and taken from it: they only grow, so that no message counts twice |
 * | `b_…` | the block of a model's quota that the tenant holds (`model-block.ts`) |
 */
export interface BudgetView {
  readonly version: number;
  readonly disabled: boolean;
  readonly revokedClients: ReadonlySet<string>;
  readonly revokedUsers: ReadonlySet<string>;
  /** Absent until the first request. */
  readonly tenant?: ScopeView;
  readonly inFlight: ReadonlyMap<string, Entry>;
  /** When the first request in flight expires; infinite when there is none. */
  readonly firstExpiryMs: number;
  readonly expired: ReadonlyMap<string, Entry>;
  readonly settled: ReadonlyMap<string, number>;
  readonly clients: ReadonlyMap<string, ScopeView>;
  /** Share of the tenant's limits; absent in a first shard that holds all, and in a shard that was never opened. */
  readonly share?: number;
  /** Shards of the tenant; told by the first one only. */
  readonly shards: number;
  /** All that was ever given to another shard. */
  givenTo(shard: number): number | undefined;
  /** All that was ever taken from another shard. */
  takenFrom(shard: number): number | undefined;
  /** The block of a model's quota that is held here. */
  block(name: string): ModelBlock | undefined;
  /** Suspension, revocations and their version: what every shard has to know. */
  readonly marks: Readonly<Record<string, AttributeValue>>;
}

/** The sums of the tenant or of one limited client. */
export interface ScopeView {
  readonly slot: number;
  readonly rings: Readonly<Partial<Record<RingMeter['ring'], readonly number[]>>>;
  readonly sums: Readonly<Partial<Record<RingMeter['sum'] | CalendarMeter['sum'], number>>>;
  /** Requests in flight of a client; the tenant's are the entries themselves. */
  readonly running: number;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

const NOTHING: Attributes = {};

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function mapOf(value: AttributeValue | undefined): Attributes {
  return value?.M ?? NOTHING;
}

function scopeOf(attributes: Attributes): ScopeView | undefined {
  const slot = numberOf(attributes['s']);
  if (slot === undefined) return undefined;
  const rings: Partial<Record<RingMeter['ring'], readonly number[]>> = {};
  const sums: Partial<Record<RingMeter['sum'] | CalendarMeter['sum'], number>> = {};
  for (const { ring, sum } of RING_METERS) {
    const slots = attributes[ring]?.L;
    const total = numberOf(attributes[sum]);
    if (slots === undefined || total === undefined) continue;
    rings[ring] = slots.map((each) => Number(each.N));
    sums[sum] = total;
  }
  for (const { sum } of CALENDAR_METERS) {
    const total = numberOf(attributes[sum]);
    if (total !== undefined) sums[sum] = total;
  }
  return { slot, rings, sums, running: numberOf(attributes['n']) ?? 0 };
}

function entriesOf(attributes: Attributes): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const key in attributes) {
    const bytes = attributes[key]?.B;
    if (bytes !== undefined) entries.set(key, decodeEntry(bytes));
  }
  return entries;
}

/** Reads a budget item; a missing item reads as a tenant that has never called. */
export function viewOf(item: Attributes | undefined): BudgetView {
  return new ItemView(item ?? NOTHING);
}

/** Reads only what is asked for: most writes need a few numbers of an item, and every request reads two. */
class ItemView implements BudgetView {
  public readonly version: number;
  public readonly disabled: boolean;
  public readonly tenant?: ScopeView;
  public readonly share?: number;
  private inFlightRead?: ReadonlyMap<string, Entry>;
  private clientsRead?: ReadonlyMap<string, ScopeView>;

  public constructor(private readonly attributes: Attributes) {
    this.version = numberOf(attributes['v']) ?? 0;
    this.disabled = attributes['st'] !== undefined;
    const tenant = scopeOf(attributes);
    if (tenant) this.tenant = tenant;
    const share = numberOf(attributes['q']);
    if (share !== undefined) this.share = share;
  }

  public get shards(): number {
    return numberOf(this.attributes['sh']) ?? 1;
  }

  public givenTo(shard: number): number | undefined {
    return numberOf(this.attributes[`to${shard}`]);
  }

  public takenFrom(shard: number): number | undefined {
    return numberOf(this.attributes[`of${shard}`]);
  }

  public block(name: string): ModelBlock | undefined {
    return blockOf(this.attributes[name]);
  }

  public get marks(): Attributes {
    return Object.fromEntries(
      ['v', 'st', 'rc', 'ru'].flatMap((name) => {
        const value = this.attributes[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  public get revokedClients(): ReadonlySet<string> {
    return new Set(Object.keys(mapOf(this.attributes['rc'])));
  }

  public get revokedUsers(): ReadonlySet<string> {
    return new Set(Object.keys(mapOf(this.attributes['ru'])));
  }

  public get inFlight(): ReadonlyMap<string, Entry> {
    return (this.inFlightRead ??= entriesOf(mapOf(this.attributes['f'])));
  }

  public get firstExpiryMs(): number {
    let first = Infinity;
    const attributes = mapOf(this.attributes['f']);
    for (const key in attributes) {
      const bytes = attributes[key]?.B;
      if (bytes !== undefined) first = Math.min(first, expiryOf(bytes));
    }
    return first;
  }

  public get expired(): ReadonlyMap<string, Entry> {
    return entriesOf(mapOf(this.attributes['x']));
  }

  public get settled(): ReadonlyMap<string, number> {
    const settled = new Map<string, number>();
    const attributes = mapOf(this.attributes['g']);
    for (const key in attributes) settled.set(key, numberOf(attributes[key]) ?? 0);
    return settled;
  }

  public get clients(): ReadonlyMap<string, ScopeView> {
    if (this.clientsRead) return this.clientsRead;
    const clients = new Map<string, ScopeView>();
    const attributes = mapOf(this.attributes['c']);
    for (const key in attributes) {
      const scope = scopeOf(mapOf(attributes[key]));
      if (scope) clients.set(key, scope);
    }
    return (this.clientsRead = clients);
  }
}
