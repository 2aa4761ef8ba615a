import type { LimitUse, RateLimitState, UsageReport } from '../ports';
import type { Limits } from '../../core/limits';
import { slotOf } from './calendar';
import type { BudgetView, ScopeView } from './item';
import { CALENDAR_METERS, RING_METERS, type RingMeter } from './meters';
import { calendarSumAt, firstSlotWith, periodEndMs, ringSumAt, secondsUntil, secondsUntilSlot } from './window';

/** Share of a day or month limit from which on the caller is warned. */
const SOFT_LIMIT = 0.8;

const EMPTY_SCOPE: ScopeView = { slot: 0, rings: {}, sums: {}, running: 0 };

interface Headroom {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** The limits of a caller with the part of the item that they are measured in. */
export interface Measured {
  readonly scope: ScopeView | undefined;
  readonly limits: Limits;
  /**
   * The limits of the whole tenant, where the scope holds a share of them: what is left is told of the share alone.
   *
   * @default - the scope holds all
   */
  readonly whole?: Limits;
}

/** What the caller is told of its limits: of tenant and client, the tighter one. */
export function rateLimitOf(measured: readonly Measured[], nowMs: number): RateLimitState {
  const requests = tightest(measured, 'r', nowMs);
  const tokens = tightest(measured, 'k', nowMs);
  return {
    ...(requests && {
      limitRequests: requests.limit,
      remainingRequests: requests.remaining,
      resetRequestsSeconds: requests.resetSeconds,
    }),
    ...(tokens && {
      limitTokens: tokens.limit,
      remainingTokens: tokens.remaining,
      resetTokensSeconds: tokens.resetSeconds,
    }),
    ...(measured.some((each) => isSoftLimitReached(each, nowMs)) && { softLimitReached: true }),
  };
}

function tightest(measured: readonly Measured[], ring: RingMeter['ring'], nowMs: number): Headroom | undefined {
  const meter = RING_METERS.find((each) => each.ring === ring);
  if (!meter) return undefined;
  let found: Headroom | undefined;
  for (const { scope = EMPTY_SCOPE, limits, whole = limits } of measured) {
    const limit = limits[meter.limit];
    if (limit === undefined) continue;
    const slot = Math.max(slotOf(nowMs), scope.slot);
    const remaining = Math.max(0, limit - ringSumAt(scope, ring, slot));
    if (found && found.remaining <= remaining) continue;
    const resetSeconds = remaining === limit ? 0 : secondsUntilSlot(firstSlotWith(scope, ring, slot, 0), nowMs);
    found = { limit: whole[meter.limit] ?? limit, remaining, resetSeconds };
  }
  return found;
}

function isSoftLimitReached({ scope = EMPTY_SCOPE, limits }: Measured, nowMs: number): boolean {
  const slot = Math.max(slotOf(nowMs), scope.slot);
  return CALENDAR_METERS.some((meter) => {
    const limit = limits[meter.limit];
    return limit !== undefined && calendarSumAt(scope, meter, slot) >= limit * SOFT_LIMIT;
  });
}

/** What is used of each limit of a tenant or of a client. */
export function usageReportOf({ scope = EMPTY_SCOPE, limits }: Measured, running: number, nowMs: number): UsageReport {
  const slot = Math.max(slotOf(nowMs), scope.slot);
  const report: Partial<Record<keyof Limits, LimitUse>> = {
    concurrentRequests: useOf(running, limits.concurrentRequests),
  };
  for (const { limit, ring } of RING_METERS) {
    const used = ringSumAt(scope, ring, slot);
    const reset = used === 0 ? 0 : secondsUntilSlot(firstSlotWith(scope, ring, slot, 0), nowMs);
    report[limit] = useOf(used, limits[limit], reset);
  }
  for (const meter of CALENDAR_METERS) {
    const reset = secondsUntil(periodEndMs(meter.window, slot), nowMs);
    report[meter.limit] = useOf(calendarSumAt(scope, meter, slot), limits[meter.limit], reset);
  }
  return report as UsageReport;
}

/** The use of a tenant whose items are several: what each has used, together. */
export function sumOfReports([first, ...others]: readonly UsageReport[]): UsageReport {
  if (!first) throw new RangeError('usage: expected a report, got none');
  const report: Partial<Record<keyof Limits, LimitUse>> = {};
  for (const name of Object.keys(first) as (keyof Limits)[]) {
    const uses = [first, ...others].map((each) => each[name]);
    const resets = uses.flatMap(({ resetSeconds }) => resetSeconds ?? []);
    report[name] = {
      ...first[name],
      used: uses.reduce((sum, { used }) => sum + used, 0),
      ...(resets.length > 0 && { resetSeconds: Math.max(...resets) }),
    };
  }
  return report as UsageReport;
}

function useOf(used: number, limit: number | undefined, resetSeconds?: number): LimitUse {
  return { used, ...(limit !== undefined && { limit }), ...(resetSeconds !== undefined && { resetSeconds }) };
}

/** Requests of a tenant, or of one of its clients, that are running now. */
export function runningOf(view: BudgetView, nowMs: number, client?: string): number {
  let running = 0;
  for (const entry of view.inFlight.values()) {
    if (entry.expiresAtMs > nowMs && (client === undefined || entry.client?.key === client)) running++;
  }
  return running;
}
