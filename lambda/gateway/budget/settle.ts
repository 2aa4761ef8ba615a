import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { RING_SLOTS, slotOf } from './calendar';
import { encodeEntry, type Entry } from './entry';
import type { BudgetView, ScopeView } from './item';
import { ALL_METERS, CALENDAR_METERS, RING_METERS, type Cost } from './meters';
import type { BlockRef } from './reserve';
import { UpdateBuilder, type Update } from './update';
import { firstSlotAfter, isSamePeriod, ringIndex } from './window';

/** A settlement in the terms of the item. */
export interface SettleRequest {
  readonly key: string;
  readonly used: Cost;
  /** Whether a duplicate of the reservation's write may still arrive: its key is then remembered for a while. */
  readonly late: boolean;
  /** The block of the model's quota that the reservation took from. */
  readonly block?: BlockRef;
}

/** A duplicate of a write does not travel longer than this. */
const REMEMBERED_MS = 120_000;

/** Keys that are remembered at most, so that the item stays small. */
const MAX_REMEMBERED = 32;

/**
 * Plans the one conditional write of a settlement: takes the entry away and replaces its worst case by what was used.
 *
 * @param entry what is in flight, as reserved or as found in the item
 * @param view the item as last seen, however old
 */
export function planSettle(entry: Entry, view: BudgetView | undefined, request: SettleRequest, nowMs: number): Update {
  const update = new UpdateBuilder();
  const id = update.name(request.key);
  const packed: AttributeValue = { B: encodeEntry(entry) };
  const place = view?.expired.has(request.key) ? 'x' : 'f';
  update.require(`${place}.${id}=${update.value(packed)}`).remove(`${place}.${id}`);
  correct(update, '', entry, view?.tenant, ALL_METERS, request.used, nowMs);
  const client = entry.client;
  if (client && (!view || view.clients.has(client.key))) {
    const prefix = `c.${update.name(client.key)}.`;
    correct(update, prefix, entry, view?.clients.get(client.key), client.meters, request.used, nowMs);
    if (place === 'f') update.require(`attribute_exists(${prefix}n)`).add(`${prefix}n`, -1);
  }
  if (request.block) giveBack(update, view, entry, request, request.block);
  if (request.late && (view?.settled.size ?? 0) < MAX_REMEMBERED) remember(update, id, nowMs);
  return update.build();
}

/**
 * Gives a block back what the request did not use of it; a block that is gone took its rest with it.
 *
 * Of a request that used nothing the model never knew.
 */
function giveBack(
  update: UpdateBuilder,
  view: BudgetView | undefined,
  entry: Entry,
  { used }: SettleRequest,
  { name, id }: BlockRef,
): void {
  if (view?.block(name)?.id !== id) return;
  const block = update.name(name);
  update.require(`${block}.b=${update.number(id)}`);
  update.add(`${block}.k`, Math.max(0, entry.tokens - used.tokens));
  if (used.tokens === 0) update.add(`${block}.n`, 1);
}

/**
 * Plans a write that keeps a late duplicate of a refused reservation out: by the time it arrives, there might be room.
 */
export function planKeepOut(key: string, nowMs: number): Update {
  const update = new UpdateBuilder();
  update.require('attribute_exists(g)');
  remember(update, update.name(key), nowMs);
  return update.build();
}

function remember(update: UpdateBuilder, id: string, nowMs: number): void {
  update.set(`g.${id}`, update.number(Math.ceil((nowMs + REMEMBERED_MS) / 1000)));
}

/** Corrects the sums that the entry was charged to, as far as they still hold it. */
function correct(
  update: UpdateBuilder,
  prefix: string,
  entry: Entry,
  scope: ScopeView | undefined,
  meters: number,
  used: Cost,
  nowMs: number,
): void {
  const slotNow = scope?.slot ?? Math.max(slotOf(nowMs), entry.slot);
  for (const { bit, ring, sum, costOf } of RING_METERS) {
    const delta = costOf(used) - costOf(entry);
    if ((meters & bit) === 0 || delta === 0) continue;
    const last = update.number(entry.slot + RING_SLOTS - 1);
    if (slotNow > entry.slot + RING_SLOTS - 1) {
      update.require(`${prefix}s>${last}`);
      continue;
    }
    update.require(`${prefix}s<=${last}`);
    update.add(`${prefix}${ring}[${ringIndex(entry.slot)}]`, delta).add(`${prefix}${sum}`, delta);
  }
  for (const { bit, window, sum, costOf } of CALENDAR_METERS) {
    const delta = costOf(used) - costOf(entry);
    if ((meters & bit) === 0 || delta === 0) continue;
    const next = update.number(firstSlotAfter(window, entry.slot));
    if (isSamePeriod(window, entry.slot, slotNow)) {
      update.require(`${prefix}s<${next}`).add(`${prefix}${sum}`, delta);
    } else {
      update.require(`${prefix}s>=${next}`);
    }
  }
}
