import { RING_SLOTS, monthOf, slotOf } from './calendar';
import { encodeEntry } from './entry';
import type { BudgetView } from './item';
import { UpdateBuilder, type Update } from './update';

/** Expired entries that one write clears away at most: both expressions stay below DynamoDB's 4 KB. */
export const MAX_CLEARED = 40;

/** Unsettled entries that are kept for a late settlement; beyond, their worst case simply stays charged. */
const MAX_EXPIRED = 64;

/** What one write clears away. */
export interface Cleared {
  readonly count: number;
  /** Requests that ended, by limited client. */
  readonly clients: ReadonlyMap<string, number>;
}

export const NOTHING_CLEARED: Cleared = { count: 0, clients: new Map() };

/**
 * Frees the concurrency of requests that are past their expiry; what they reserved stays charged.
 *
 * Each is cleared on the condition that it is still there, so that no two writers free it twice.
 */
export function clearExpired(update: UpdateBuilder, view: BudgetView, nowMs: number): Cleared {
  forgetOld(update, view, nowMs);
  if (view.firstExpiryMs > nowMs) return NOTHING_CLEARED;
  const clients = new Map<string, number>();
  let count = 0;
  for (const [key, entry] of view.inFlight) {
    if (entry.expiresAtMs > nowMs || count === MAX_CLEARED) continue;
    count++;
    const id = update.name(key);
    const value = update.value({ B: encodeEntry(entry) });
    update.require(`f.${id}=${value}`).remove(`f.${id}`);
    if (view.expired.size + count <= MAX_EXPIRED) update.set(`x.${id}`, value);
    if (entry.client && view.clients.has(entry.client.key)) {
      clients.set(entry.client.key, (clients.get(entry.client.key) ?? 0) + 1);
    }
  }
  return { count, clients };
}

function forgetOld(update: UpdateBuilder, view: BudgetView, nowMs: number): void {
  const slot = slotOf(nowMs);
  let forgotten = 0;
  for (const [key, entry] of view.expired) {
    // once its minute and its month are over, a settlement has nothing left to correct.
    const over = entry.slot + RING_SLOTS <= slot && monthOf(entry.slot) < monthOf(slot);
    if (over && forgotten++ < MAX_CLEARED) update.remove(`x.${update.name(key)}`);
  }
  for (const [key, untilSecond] of view.settled) {
    if (untilSecond * 1000 <= nowMs && forgotten++ < MAX_CLEARED) update.remove(`g.${update.name(key)}`);
  }
}

/** Lowers the concurrency of the limited clients whose requests were cleared. */
export function freeClients(update: UpdateBuilder, cleared: Cleared, except?: string): void {
  for (const [client, ended] of cleared.clients) {
    if (client === except) continue;
    const path = `c.${update.name(client)}.n`;
    update.require(`attribute_exists(${path})`).add(path, -ended);
  }
}

/**
 * Plans a write that only clears: for the rare item with more expired requests than one reservation may clear.
 *
 * @returns `undefined` when a reservation can clear what there is
 */
export function planClear(view: BudgetView, nowMs: number): Update | undefined {
  let expired = 0;
  for (const entry of view.inFlight.values()) if (entry.expiresAtMs <= nowMs) expired++;
  if (expired <= MAX_CLEARED) return undefined;
  const update = new UpdateBuilder();
  freeClients(update, clearExpired(update, view, nowMs));
  return update.build();
}
