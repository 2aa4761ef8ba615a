/** Length of one slot of the ring. */
export const SLOT_MS = 5_000;

/**
 * Slots of the ring: twelve whole ones and the one that is being filled.
 *
 * Twelve alone would cover 55 to 60 s, so that a burst at each end of a minute could pass; thirteen cover 60 to
 * 65 s: no 60 s, wherever they start, hold more than the limit.
 */
export const RING_SLOTS = 13;

const DAY_MS = 86_400_000;

/** Number of the slot that a moment falls into, counted from the epoch. */
export function slotOf(ms: number): number {
  return Math.floor(ms / SLOT_MS);
}

/** Start of a slot, ms since the epoch. */
export function slotStartMs(slot: number): number {
  return slot * SLOT_MS;
}

/** Number of the UTC day of a slot, counted from the epoch. Slots never straddle a midnight. */
export function dayOf(slot: number): number {
  return Math.floor((slot * SLOT_MS) / DAY_MS);
}

let lastDay = { day: Number.NaN, month: 0 };

/** Number of the UTC month of a slot: year × 12 + month. The last answer is kept: it is asked ten times a request. */
export function monthOf(slot: number): number {
  const day = dayOf(slot);
  if (day === lastDay.day) return lastDay.month;
  const date = new Date(slot * SLOT_MS);
  lastDay = { day, month: date.getUTCFullYear() * 12 + date.getUTCMonth() };
  return lastDay.month;
}

/** First moment after a day, ms since the epoch. */
export function dayEndMs(day: number): number {
  return (day + 1) * DAY_MS;
}

/** First moment after a month, ms since the epoch. */
export function monthEndMs(month: number): number {
  return Date.UTC(Math.floor(month / 12), (month % 12) + 1, 1);
}
