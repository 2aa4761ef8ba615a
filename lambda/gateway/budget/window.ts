import { RING_SLOTS, dayEndMs, dayOf, monthEndMs, monthOf, slotOf, slotStartMs } from './calendar';
import type { ScopeView } from './item';
import type { CalendarMeter, RingMeter } from './meters';

/** Where a slot stands in the ring. */
export function ringIndex(slot: number): number {
  return slot % RING_SLOTS;
}

/** What a ring holds, seen from a slot at or after its own. */
export function ringSumAt(scope: ScopeView, ring: RingMeter['ring'], slot: number): number {
  const slots = scope.rings[ring];
  if (!slots) return 0;
  let sum = 0;
  for (let each = Math.max(slot - RING_SLOTS + 1, scope.slot - RING_SLOTS + 1); each <= scope.slot; each++) {
    sum += slots[ringIndex(each)] ?? 0;
  }
  return sum;
}

/** First slot, from `slot` on, in which the ring holds at most `atMost`. */
export function firstSlotWith(scope: ScopeView, ring: RingMeter['ring'], slot: number, atMost: number): number {
  let candidate = slot;
  while (candidate < scope.slot + RING_SLOTS && ringSumAt(scope, ring, candidate) > atMost) candidate++;
  return candidate;
}

/** What a calendar sum holds, seen from a slot at or after its own. */
export function calendarSumAt(scope: ScopeView, meter: CalendarMeter, slot: number): number {
  return isSamePeriod(meter.window, scope.slot, slot) ? (scope.sums[meter.sum] ?? 0) : 0;
}

/** Whether two slots share a day or a month. */
export function isSamePeriod(window: CalendarMeter['window'], slot: number, other: number): boolean {
  return window === 'day' ? dayOf(slot) === dayOf(other) : monthOf(slot) === monthOf(other);
}

/** End of the day or month of a slot, ms since the epoch. */
export function periodEndMs(window: CalendarMeter['window'], slot: number): number {
  return window === 'day' ? dayEndMs(dayOf(slot)) : monthEndMs(monthOf(slot));
}

/** First slot after the day or month of a slot. */
export function firstSlotAfter(window: CalendarMeter['window'], slot: number): number {
  return slotOf(periodEndMs(window, slot));
}

/** Whole seconds from now until a moment, one at least. */
export function secondsUntil(ms: number, nowMs: number): number {
  return Math.max(1, Math.ceil((ms - nowMs) / 1000));
}

/** Whole seconds from now until a slot begins, one at least. */
export function secondsUntilSlot(slot: number, nowMs: number): number {
  return secondsUntil(slotStartMs(slot), nowMs);
}
