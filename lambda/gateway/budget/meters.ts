import type { Limits } from '../../core/limits';
import type { ReasonCode } from '../../core/reason';

/** What one request costs on a meter. */
export interface Cost {
  readonly tokens: number;
  readonly microUsd: number;
}

/** A sum over the last minute, kept in a ring of slots. */
export interface RingMeter {
  readonly limit: keyof Limits;
  readonly reason: ReasonCode;
  /** Attribute of the ring. */
  readonly ring: 'r' | 'k';
  /** Attribute of its running sum. */
  readonly sum: 'rs' | 'ks';
  readonly bit: number;
  readonly costOf: (cost: Cost) => number;
}

/** A sum over the UTC day or month. */
export interface CalendarMeter {
  readonly window: 'day' | 'month';
  readonly limit: keyof Limits;
  readonly reason: ReasonCode;
  readonly sum: 'dk' | 'dm' | 'mk' | 'mm';
  readonly bit: number;
  readonly costOf: (cost: Cost) => number;
}

const one = (): number => 1;
const tokens = (cost: Cost): number => cost.tokens;
const money = (cost: Cost): number => cost.microUsd;

export const RING_METERS: readonly RingMeter[] = [
  { limit: 'requestsPerMinute', reason: 'requests_per_minute_exceeded', ring: 'r', sum: 'rs', bit: 1, costOf: one },
  { limit: 'tokensPerMinute', reason: 'tokens_per_minute_exceeded', ring: 'k', sum: 'ks', bit: 2, costOf: tokens },
];

export const CALENDAR_METERS: readonly CalendarMeter[] = [
  { window: 'day', limit: 'tokensPerDay', reason: 'tokens_per_day_exceeded', sum: 'dk', bit: 4, costOf: tokens },
  { window: 'day', limit: 'microUsdPerDay', reason: 'money_per_day_exceeded', sum: 'dm', bit: 8, costOf: money },
  { window: 'month', limit: 'tokensPerMonth', reason: 'tokens_per_month_exceeded', sum: 'mk', bit: 16, costOf: tokens },
  { window: 'month', limit: 'microUsdPerMonth', reason: 'money_per_month_exceeded', sum: 'mm', bit: 32, costOf: money },
];

/** Every meter of a tenant: the tenant is always measured, whether limited or not. */
export const ALL_METERS = 63;

/** Meters that a client's limits need; a client is measured in the budget item only where it is limited. */
export function metersFor(limits: Limits): number {
  let meters = 0;
  for (const meter of [...RING_METERS, ...CALENDAR_METERS]) if (limits[meter.limit] !== undefined) meters |= meter.bit;
  return meters;
}

/** Whether a client has any limit, and therefore a part of its own in the item. */
export function isLimited(limits: Limits): boolean {
  return limits.concurrentRequests !== undefined || metersFor(limits) !== 0;
}
