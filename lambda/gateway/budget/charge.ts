import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Limits } from '../../core/limits';
import { RING_SLOTS } from './calendar';
import type { ScopeView } from './item';
import { CALENDAR_METERS, RING_METERS, type Cost, type RingMeter } from './meters';
import type { UpdateBuilder } from './update';
import { isSamePeriod, ringIndex } from './window';

/** What is charged to a tenant or to one limited client. */
export interface Charge {
  /** Bits of the meters that the scope has. */
  readonly meters: number;
  readonly limits: Limits;
  readonly cost: Cost;
  /** Never before the scope's own slot. */
  readonly slot: number;
}

const number = (value: number): AttributeValue => ({ N: String(value) });

function newRing(slot: number, cost: number): AttributeValue {
  const index = ringIndex(slot);
  return { L: Array.from({ length: RING_SLOTS }, (_, each) => number(each === index ? cost : 0)) };
}

/** Attributes of a scope whose first charge this is. */
export function newScope({ meters, cost, slot }: Charge): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = { s: number(slot) };
  for (const { bit, ring, sum, costOf } of RING_METERS) {
    if ((meters & bit) === 0) continue;
    attributes[ring] = newRing(slot, costOf(cost));
    attributes[sum] = number(costOf(cost));
  }
  for (const { bit, sum, costOf } of CALENDAR_METERS) {
    if ((meters & bit) !== 0) attributes[sum] = number(costOf(cost));
  }
  return attributes;
}

/** Whether a request exceeds one of the limits all by itself. */
export function exceedsAlone(limits: Limits, cost: Cost): boolean {
  return [...RING_METERS, ...CALENDAR_METERS].some(({ limit, costOf }) => costOf(cost) > (limits[limit] ?? Infinity));
}

/**
 * Writes a charge to a scope that exists: rotates what is old and adds the cost, on the condition that the scope is
 * still as it was seen and that the limits hold afterwards.
 */
export function writeCharge(update: UpdateBuilder, prefix: string, scope: ScopeView, charge: Charge): void {
  const { meters, limits, cost, slot } = charge;
  update.require(`${prefix}s=${update.number(scope.slot)}`);
  if (slot !== scope.slot) update.set(`${prefix}s`, update.number(slot));
  for (const meter of RING_METERS) {
    if ((meters & meter.bit) !== 0) writeRing(update, prefix, scope, meter, charge);
  }
  for (const { bit, sum, limit, window, costOf } of CALENDAR_METERS) {
    if ((meters & bit) === 0) continue;
    const path = `${prefix}${sum}`;
    if (scope.sums[sum] === undefined) {
      update.require(`attribute_not_exists(${path})`).set(path, update.number(costOf(cost)));
    } else if (!isSamePeriod(window, scope.slot, slot)) {
      update.set(path, update.number(costOf(cost)));
    } else {
      update.add(path, costOf(cost));
      requireRoom(update, path, limits[limit], costOf(cost));
    }
  }
}

function requireRoom(update: UpdateBuilder, path: string, limit: number | undefined, added: number): void {
  if (limit !== undefined) update.require(`${path}<=${update.number(limit - added)}`);
}

function writeRing(update: UpdateBuilder, prefix: string, scope: ScopeView, meter: RingMeter, charge: Charge): void {
  const { slot } = charge;
  const cost = meter.costOf(charge.cost);
  const ring = `${prefix}${meter.ring}`;
  const sum = `${prefix}${meter.sum}`;
  const slots = scope.rings[meter.ring];
  const turned = slot - scope.slot;
  if (!slots || turned >= RING_SLOTS) {
    // nothing of the ring is within the last minute: whatever was written to it meanwhile is dropped with it.
    if (!slots) update.require(`attribute_not_exists(${sum})`);
    update.set(ring, update.value(newRing(slot, cost))).set(sum, update.number(cost));
    return;
  }
  const current = ringIndex(slot);
  let dropped = 0;
  for (let old = scope.slot + 1; old <= slot; old++) {
    const index = ringIndex(old);
    const held = slots[index] ?? 0;
    dropped += held;
    // a settlement may still correct the tokens of an old slot, and what is dropped must be what was summed.
    if (meter.ring === 'k') update.require(`${ring}[${index}]=${update.number(held)}`);
    if (index !== current && held !== 0) update.set(`${ring}[${index}]`, update.number(0));
  }
  if (turned === 0) update.add(`${ring}[${current}]`, cost);
  else update.set(`${ring}[${current}]`, update.number(cost));
  update.add(sum, cost - dropped);
  requireRoom(update, sum, charge.limits[meter.limit], cost - dropped);
}
