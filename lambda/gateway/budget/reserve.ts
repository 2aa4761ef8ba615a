import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Limits } from '../../core/limits';
import { RING_SLOTS, slotOf } from './calendar';
import { exceedsAlone, newScope, writeCharge, type Charge } from './charge';
import { NOTHING_CLEARED, clearExpired, freeClients, type Cleared } from './clear';
import { encodeEntry, type Entry } from './entry';
import type { BudgetView, ScopeView } from './item';
import { ALL_METERS, CALENDAR_METERS, RING_METERS, isLimited, metersFor, type Cost } from './meters';
import { WHOLE_SHARE, scaledLimits } from './share';
import { UpdateBuilder, type Update } from './update';

/** A reservation in the terms of the item. */
export interface ReserveRequest {
  /** Name of the request in the item. */
  readonly key: string;
  /** Name of the client in the item. */
  readonly client: string;
  /** Names by which the caller may have been revoked. */
  readonly revocable: { readonly client: string; readonly user?: string };
  readonly cost: Cost;
  readonly tenantLimits: Limits;
  readonly clientLimits: Limits;
  readonly expiresAtMs: number;
  readonly nonce: number;
  /** The block of the model's quota that the request takes from. */
  readonly block?: BlockRef;
}

/** A block as an item holds it. */
export interface BlockRef {
  /** Attribute of the item. */
  readonly name: string;
  readonly id: number;
}

/** A write that reserves, if it passes, and the entry that is then in flight. */
export interface ReservePlan {
  readonly update: Update;
  readonly entry: Entry;
}

const SLOTS_OF_NOBODY = new Array<number>(RING_SLOTS).fill(0);

/** A scope that is assumed to be up to date: the write fails, and brings the item, where it is not. */
function assumedScope(slot: number, meters: number): ScopeView {
  const sums: Record<string, number> = {};
  const rings: Record<string, readonly number[]> = {};
  for (const { bit, ring, sum } of RING_METERS) {
    if ((meters & bit) === 0) continue;
    rings[ring] = SLOTS_OF_NOBODY;
    sums[sum] = 0;
  }
  for (const { bit, sum } of CALENDAR_METERS) if ((meters & bit) !== 0) sums[sum] = 0;
  return { slot, rings, sums, running: 0 };
}

/**
 * Plans the one conditional write of a reservation.
 *
 * @param view the item as last seen, however old; `undefined` when it was never seen. What is not as seen fails the
 * condition and brings the item with it, never a wrong sum.
 */
export function planReserve(view: BudgetView | undefined, request: ReserveRequest, nowMs: number): ReservePlan {
  const update = new UpdateBuilder();
  const tenantLimits = scaledLimits(request.tenantLimits, view?.share ?? WHOLE_SHARE);
  const limited = isLimited(request.clientLimits);
  const clientMeters = metersFor(request.clientLimits);
  const slot = Math.max(slotOf(nowMs), view?.tenant?.slot ?? 0);
  const tenantCharge: Charge = { meters: ALL_METERS, limits: tenantLimits, cost: request.cost, slot };
  const clientCharge: Charge = { meters: clientMeters, limits: request.clientLimits, cost: request.cost, slot };
  const entry: Entry = {
    slot,
    tokens: request.cost.tokens,
    microUsd: request.cost.microUsd,
    expiresAtMs: request.expiresAtMs,
    nonce: request.nonce,
    ...(limited && { client: { key: request.client, meters: clientMeters } }),
  };
  const packed: AttributeValue = { B: encodeEntry(entry) };

  requireWelcome(update, request);
  requireShare(update, view);
  if (request.block) takeFromBlock(update, request.block, request.cost);
  if (exceedsAlone(tenantLimits, request.cost) || exceedsAlone(request.clientLimits, request.cost)) {
    update.requireNever();
  }

  if (view && !view.tenant) {
    update.require('attribute_not_exists(s)');
    for (const [name, value] of Object.entries(newScope(tenantCharge))) update.set(name, update.value(value));
    const clients = limited ? { [request.client]: { M: { ...newScope(clientCharge), n: { N: '1' } } } } : {};
    update.set('f', update.value({ M: { [request.key]: packed } }));
    update.set('c', update.value({ M: clients }));
    update.set('x', update.value({ M: {} })).set('g', update.value({ M: {} }));
    requireRunning(update, tenantLimits, request.clientLimits);
    return { update: update.build(), entry };
  }

  writeCharge(update, '', view?.tenant ?? assumedScope(slot, ALL_METERS), tenantCharge);
  const id = update.name(request.key);
  for (const place of ['f', 'x', 'g']) update.require(`attribute_not_exists(${place}.${id})`);
  update.set(`f.${id}`, update.value(packed));
  const cleared = view ? clearExpired(update, view, nowMs) : NOTHING_CLEARED;
  if (tenantLimits.concurrentRequests !== undefined) {
    update.require(`size(f)<${update.number(tenantLimits.concurrentRequests + cleared.count)}`);
  }
  if (limited) reserveForClient(update, view, request, clientCharge, cleared);
  freeClients(update, cleared, limited ? request.client : undefined);
  return { update: update.build(), entry };
}

function requireWelcome(update: UpdateBuilder, { revocable }: ReserveRequest): void {
  update.require('attribute_not_exists(st)');
  update.require(`attribute_not_exists(rc.${update.name(revocable.client)})`);
  if (revocable.user !== undefined) update.require(`attribute_not_exists(ru.${update.name(revocable.user)})`);
}

/** The share that the limits were scaled by: should it have changed, the write fails and brings the item. */
function requireShare(update: UpdateBuilder, view: BudgetView | undefined): void {
  update.require(view?.share === undefined ? 'attribute_not_exists(q)' : `q=${update.number(view.share)}`);
}

function takeFromBlock(update: UpdateBuilder, { name, id }: BlockRef, { tokens }: Cost): void {
  const block = update.name(name);
  update
    .require(`${block}.b=${update.number(id)}`)
    .require(`${block}.n>=${update.number(1)}`)
    .add(`${block}.n`, -1);
  update.require(`${block}.k>=${update.number(tokens)}`).add(`${block}.k`, -tokens);
}

/** The concurrency of scopes that this very write creates: nothing runs in them yet. */
function requireRunning(update: UpdateBuilder, ...limits: readonly Limits[]): void {
  if (limits.some(({ concurrentRequests }) => (concurrentRequests ?? Infinity) < 1)) update.requireNever();
}

function reserveForClient(
  update: UpdateBuilder,
  view: BudgetView | undefined,
  request: ReserveRequest,
  charge: Charge,
  cleared: Cleared,
): void {
  const path = `c.${update.name(request.client)}`;
  const scope = view ? view.clients.get(request.client) : assumedScope(charge.slot, charge.meters);
  if (!scope) {
    update.require(`attribute_not_exists(${path})`);
    update.set(path, update.value({ M: { ...newScope(charge), n: { N: '1' } } }));
    requireRunning(update, request.clientLimits);
    return;
  }
  writeCharge(update, `${path}.`, scope, charge);
  const ended = cleared.clients.get(request.client) ?? 0;
  update.set(`${path}.n`, `${path}.n+${update.number(1 - ended)}`);
  const most = request.clientLimits.concurrentRequests;
  if (most !== undefined) update.require(`${path}.n<${update.number(most + ended)}`);
}
