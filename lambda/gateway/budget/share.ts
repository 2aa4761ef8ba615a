import type { Limits } from '../../core/limits';
import type { BudgetView } from './item';
import { CALENDAR_METERS, RING_METERS, type Cost } from './meters';
import { slotOf } from './calendar';
import { calendarSumAt, ringSumAt } from './window';

/**
 * The whole of a tenant's limits, in parts: divisible by every number up to 16, so that as many shards split a small
 * limit without a rest.
 */
export const WHOLE_SHARE = 720_720;

/** The limits of a shard that holds a share: rounded down, so that all shards together never have more. */
export function scaledLimits(limits: Limits, share: number): Limits {
  if (share >= WHOLE_SHARE) return limits;
  const scaled: Record<string, number> = {};
  for (const [name, most] of Object.entries(limits)) {
    if (most !== undefined) scaled[name] = Number((BigInt(most) * BigInt(Math.max(0, share))) / BigInt(WHOLE_SHARE));
  }
  return scaled;
}

/** The smallest share under which a sum stays within a limit; infinite when there is none. */
function shareFor(sum: number, limit: number): number {
  if (sum <= 0) return 0;
  if (sum > limit) return Infinity;
  return Number((BigInt(sum) * BigInt(WHOLE_SHARE) + BigInt(limit) - 1n) / BigInt(limit));
}

/** What is put on top of what a shard has used already. */
export interface Added extends Cost {
  readonly requests: number;
}

const NOTHING: Added = { requests: 0, tokens: 0, microUsd: 0 };

/** The share that a shard needs for what it has used, and for what is added to it. */
export function neededShare(view: BudgetView, limits: Limits, nowMs: number, added: Added = NOTHING): number {
  const scope = view.tenant;
  const slot = Math.max(slotOf(nowMs), scope?.slot ?? 0);
  const places = limits.concurrentRequests;
  let needed = places === undefined ? 0 : shareFor(view.inFlight.size + added.requests, places);
  for (const { limit, ring } of RING_METERS) {
    const most = limits[limit];
    if (most === undefined) continue;
    const used = scope ? ringSumAt(scope, ring, slot) : 0;
    needed = Math.max(needed, shareFor(used + (ring === 'r' ? added.requests : added.tokens), most));
  }
  for (const meter of CALENDAR_METERS) {
    const most = limits[meter.limit];
    if (most === undefined) continue;
    const used = scope ? calendarSumAt(scope, meter, slot) : 0;
    needed = Math.max(needed, shareFor(used + meter.costOf(added), most));
  }
  return needed;
}
