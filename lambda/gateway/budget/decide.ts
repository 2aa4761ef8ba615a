import type { Limits } from '../../core/limits';
import type { ReasonCode } from '../../core/reason';
import { slotOf } from './calendar';
import type { BudgetView, ScopeView } from './item';
import { CALENDAR_METERS, RING_METERS } from './meters';
import type { ReserveRequest } from './reserve';
import { WHOLE_SHARE, neededShare, scaledLimits } from './share';
import { calendarSumAt, firstSlotWith, periodEndMs, ringSumAt, secondsUntil, secondsUntilSlot } from './window';

/** Why a reservation cannot be made now. */
export interface BudgetRefusal {
  readonly reason: ReasonCode;
  /** Absent when no wait helps. */
  readonly retryAfterSeconds?: number;
  /** False when waiting a minute does not help. */
  readonly shouldRetry: boolean;
  /** With a share of this size the reservation could be made here; absent when more of the share would not help. */
  readonly neededShare?: number;
}

/** What the item says of a reservation whose write did not pass. */
export type Decision =
  | { readonly kind: 'refused'; readonly refusal: BudgetRefusal }
  /** An earlier attempt of the same reservation had passed and its reply was lost. */
  | { readonly kind: 'already-reserved' }
  /** Nothing speaks against it: the item had only moved on. */
  | { readonly kind: 'try-again' };

const never = (reason: ReasonCode): BudgetRefusal => ({ reason, shouldRetry: false });

/** Seconds after which a caller may ask for a free place again. */
const CONCURRENCY_RETRY_SECONDS = 1;

/**
 * Decides from the item as it was when the condition failed.
 *
 * Of several limits in the way the one that lasts longest is named: its `Retry-After` is the true one.
 */
export function decideReserve(view: BudgetView, request: ReserveRequest, nowMs: number): Decision {
  if (view.disabled) return { kind: 'refused', refusal: never('tenant_disabled') };
  if (view.revokedClients.has(request.revocable.client)) return { kind: 'refused', refusal: never('client_revoked') };
  if (request.revocable.user !== undefined && view.revokedUsers.has(request.revocable.user)) {
    return { kind: 'refused', refusal: never('user_revoked') };
  }
  const earlier = view.inFlight.get(request.key) ?? view.expired.get(request.key);
  if (earlier?.nonce === request.nonce) return { kind: 'already-reserved' };
  if (earlier !== undefined || view.settled.has(request.key)) {
    return { kind: 'refused', refusal: never('idempotency_conflict') };
  }
  const running = [...view.inFlight.values()].filter((entry) => entry.expiresAtMs > nowMs);
  const ownRunning = running.filter((entry) => entry.client?.key === request.client).length;
  const { tenantLimits, clientLimits } = request;
  const share = view.share ?? WHOLE_SHARE;
  const shared = { whole: tenantLimits, limits: scaledLimits(tenantLimits, share) };
  const byTenant = refusalsOf(view.tenant, shared, request, running.length, nowMs);
  const own = { whole: clientLimits, limits: clientLimits };
  const byClient = refusalsOf(view.clients.get(request.client), own, request, ownRunning, nowMs);
  const [worst] = [...byTenant, ...byClient].sort((a, b) => waitOf(b) - waitOf(a));
  if (!worst) return { kind: 'try-again' };
  const needed = neededShare(view, tenantLimits, nowMs, { ...request.cost, requests: 1 });
  const helps = byClient.length === 0 && share < WHOLE_SHARE && needed <= WHOLE_SHARE;
  return { kind: 'refused', refusal: helps ? { ...worst, neededShare: needed } : worst };
}

function waitOf({ retryAfterSeconds }: BudgetRefusal): number {
  return retryAfterSeconds ?? Infinity;
}

const EMPTY_SCOPE: ScopeView = { slot: 0, rings: {}, sums: {}, running: 0 };

/** The limits that hold here, and those that they are a share of. */
interface Held {
  readonly limits: Limits;
  readonly whole: Limits;
}

function refusalsOf(
  known: ScopeView | undefined,
  { limits, whole }: Held,
  { cost }: ReserveRequest,
  running: number,
  nowMs: number,
): BudgetRefusal[] {
  const scope = known ?? EMPTY_SCOPE;
  const slot = Math.max(slotOf(nowMs), scope.slot);
  const refusals: BudgetRefusal[] = [];
  for (const { limit, reason, ring, costOf } of RING_METERS) {
    const most = limits[limit];
    const added = costOf(cost);
    if (most === undefined || ringSumAt(scope, ring, slot) + added <= most) continue;
    if (added > (whole[limit] ?? Infinity)) {
      refusals.push(never(reason));
      continue;
    }
    const free = firstSlotWith(scope, ring, slot, most - added);
    refusals.push({ reason, retryAfterSeconds: secondsUntilSlot(free, nowMs), shouldRetry: true });
  }
  for (const meter of CALENDAR_METERS) {
    const most = limits[meter.limit];
    const added = meter.costOf(cost);
    if (most === undefined || calendarSumAt(scope, meter, slot) + added <= most) continue;
    const retryAfterSeconds = secondsUntil(periodEndMs(meter.window, slot), nowMs);
    const everTooMuch = added > (whole[meter.limit] ?? Infinity);
    refusals.push(everTooMuch ? never(meter.reason) : { reason: meter.reason, retryAfterSeconds, shouldRetry: false });
  }
  const places = limits.concurrentRequests;
  if (places !== undefined && running >= places) {
    refusals.push(
      (whole.concurrentRequests ?? places) < 1
        ? never('concurrent_requests_exceeded')
        : {
            reason: 'concurrent_requests_exceeded',
            retryAfterSeconds: CONCURRENCY_RETRY_SECONDS,
            shouldRetry: true,
          },
    );
  }
  return refusals;
}
