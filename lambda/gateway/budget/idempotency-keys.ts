import { createHash } from 'node:crypto';
import type { BudgetTable } from './budget-table';
import { UpdateBuilder } from './update';

/** How long a repeat of an `Idempotency-Key` is refused. */
const KEPT_SECONDS = 86_400;

/** `Idempotency-Key`s that were used: a repeat is never run and never charged twice. */
export interface IdempotencyKeys {
  /** @returns false when the key was used before */
  claim(claim: Claim): Promise<boolean>;
  /** Gives a key back of which nothing was run and nothing charged: a retry of the caller may use it. */
  release(claim: Claim): Promise<void>;
}

/** One use of a key. */
export interface Claim {
  readonly tenant: string;
  readonly client: string;
  /** As the caller sent it; only its hash is stored. */
  readonly key: string;
  /** Tells this use from any other: request id and nonce of the reservation. */
  readonly by: string;
}

function itemKey({ tenant, client, key }: Claim): string {
  return `I#${createHash('sha256')
    .update(JSON.stringify([tenant, client, key]))
    .digest('base64url')}`;
}

/**
 * Keeps each key in an item of its own.
 *
 * Not in the tenant's item: a day of keys would make every write of every request longer. The item expires by the
 * table's TTL (`ttl`), and counts as absent from that second on, however late the TTL is.
 */
export function createIdempotencyKeys(table: BudgetTable, now: () => number): IdempotencyKeys {
  return {
    async claim(claim) {
      const update = new UpdateBuilder();
      const second = Math.floor(now() / 1000);
      const by = update.value({ S: claim.by });
      const ttl = update.name('ttl');
      update.require(`(attribute_not_exists(pk) OR ${ttl}<=${update.number(second)} OR claimed=${by})`);
      update.set('claimed', by).set(ttl, update.number(second + KEPT_SECONDS));
      return (await table.update(itemKey(claim), update.build())).passed;
    },
    async release(claim) {
      const update = new UpdateBuilder();
      update.require(`claimed=${update.value({ S: claim.by })}`);
      update.set(update.name('ttl'), update.number(0)).remove('claimed');
      await table.update(itemKey(claim), update.build());
    },
  };
}
