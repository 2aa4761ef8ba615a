import type { Limits } from '../../core/limits';
import type { Principal } from '../../core/principal';
import type { Budget, Reservation, ReserveResult, Settlement } from '../ports';
import type { BudgetTable, UpdateResult } from './budget-table';
import { planClear } from './clear';
import { decideReserve, type BudgetRefusal } from './decide';
import type { Entry } from './entry';
import type { IdempotencyKeys } from './idempotency-keys';
import { viewOf, type BudgetView } from './item';
import { rateLimitOf, runningOf, usageReportOf } from './rate-limit';
import { planReserve, type ReserveRequest } from './reserve';
import { planKeepOut, planSettle } from './settle';
import { clientKey, requestKey, revokedKey } from './short-key';
import type { StopSwitch } from './stop-switch';
import { tenantKey } from './tenant-key';
import type { UsageLedger } from './usage-ledger';
import { ViewCache } from './view-cache';

/** What the budget reaches outside itself. */
export interface BudgetPorts {
  readonly table: BudgetTable;
  readonly stop: StopSwitch;
  readonly idempotency: IdempotencyKeys;
  readonly ledger: UsageLedger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 24 unguessable bits. */
  readonly nonce: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told the version of a tenant's policy whenever an item passes by. */
  readonly onPolicyVersion?: (tenant: string, version: number) => void;
  /** Told when a request is missing from the usage report: no reason to fail its answer. */
  readonly onLedgerFailure?: (error: unknown) => void;
}

/** Writes after which a contended item is given up: each one that fails means that somebody else's passed. */
const MAX_WRITES = 24;

interface Pending {
  readonly entry: Entry;
  readonly late: boolean;
  readonly idempotencyKey?: string;
}

/**
 * Exact limits in one item a tenant: one conditional write to reserve, one to settle.
 *
 * Holds nothing that correctness depends on: what it remembers of an item only decides how often a write passes at
 * the first attempt.
 */
export class DynamoBudget implements Budget {
  private readonly views = new ViewCache();
  private readonly pending = new Map<string, Pending>();

  public constructor(private readonly ports: BudgetPorts) {}

  public async reserve(reservation: Reservation): Promise<ReserveResult> {
    const { principal, requestId, idempotencyKey } = reservation;
    const request = this.requestOf(reservation);
    const claim =
      idempotencyKey === undefined
        ? undefined
        : { ...principal, key: idempotencyKey, by: claimant(requestId, request.nonce) };
    if (claim && !(await this.ports.idempotency.claim(claim))) {
      return { allowed: false, reason: 'idempotency_conflict', rateLimit: {}, shouldRetry: false };
    }
    const stopped = this.ports.stop.isStopped();
    // its failure is awaited below, after the write that runs beside it.
    stopped.catch(() => undefined);
    const result = await this.write(reservation, request);
    const refuse = await stopped.then(
      (isStopped) => (isStopped ? ('api_stopped' as const) : undefined),
      () => 'budget_unavailable' as const,
    );
    if (refuse !== undefined && result.allowed) {
      await this.settle({ requestId, principal, tokens: 0, microUsd: 0 });
      return { allowed: false, reason: refuse, rateLimit: result.rateLimit, shouldRetry: false };
    }
    if (claim && !result.allowed) await this.ports.idempotency.release(claim);
    return result;
  }

  private async write(reservation: Reservation, request: ReserveRequest): Promise<ReserveResult> {
    const { tenant } = reservation.principal;
    const pk = tenantKey(tenant);
    let late = false;
    for (let writes = 0; writes < MAX_WRITES; writes++) {
      const plan = planReserve(this.views.get(tenant), request, this.ports.now());
      const result = await this.ports.table.update(pk, plan.update);
      late ||= result.attempts > 1;
      const view = this.see(tenant, result);
      if (result.passed) return this.admit(reservation, view, plan.entry, late);
      const decision = decideReserve(view, request, this.ports.now());
      if (decision.kind === 'already-reserved') {
        const entry = view.inFlight.get(request.key) ?? view.expired.get(request.key) ?? plan.entry;
        return this.admit(reservation, view, entry, true);
      }
      if (decision.kind === 'refused') {
        if (late) await this.ports.table.update(pk, planKeepOut(request.key, this.ports.now()));
        return this.refuse(reservation, view, decision.refusal);
      }
      const clear = planClear(view, this.ports.now());
      if (clear) this.see(tenant, await this.ports.table.update(pk, clear));
      else await this.pause(writes);
    }
    throw new Error(`budget of a tenant: expected a write to pass within ${MAX_WRITES}, got none`);
  }

  public async settle(settlement: Settlement): Promise<void> {
    const { requestId, principal, tokens, microUsd } = settlement;
    const { tenant, client } = principal;
    const pk = tenantKey(tenant);
    const key = requestKey(requestId);
    const pending = this.pending.get(requestId);
    this.pending.delete(requestId);
    // whoever did not reserve does not know whether a duplicate of the reservation is still on its way.
    const request = { key, used: { tokens, microUsd }, late: pending?.late ?? true };
    const recorded =
      pending && settlement.use
        ? this.ports.ledger
            .record({ tenant, client, microUsd, ...settlement.use }, this.ports.now())
            .catch((error: unknown) => this.ports.onLedgerFailure?.(error))
        : Promise.resolve();
    let view = pending ? this.views.get(tenant) : viewOf(await this.ports.table.read(pk));
    let entry = pending?.entry ?? entryOf(view, key);
    for (let writes = 0; entry !== undefined; writes++) {
      if (writes === MAX_WRITES)
        throw new Error(`budget of a tenant: expected a settlement within ${MAX_WRITES} writes`);
      const result = await this.ports.table.update(pk, planSettle(entry, view, request, this.ports.now()));
      view = this.see(tenant, result);
      if (result.passed) break;
      // gone: an earlier attempt had settled it. Another nonce: the id was used anew since.
      const found = entryOf(view, key);
      entry = found?.nonce === entry.nonce ? found : undefined;
      if (entry) await this.pause(writes);
    }
    if (pending?.idempotencyKey !== undefined && tokens === 0 && microUsd === 0) {
      const by = claimant(requestId, pending.entry.nonce);
      await this.ports.idempotency.release({ tenant, client, key: pending.idempotencyKey, by });
    }
    await recorded;
  }

  public async usageOf(
    principal: Principal,
    limits: { readonly tenantLimits: Limits; readonly clientLimits: Limits },
  ): ReturnType<Budget['usageOf']> {
    const view = viewOf(await this.ports.table.read(tenantKey(principal.tenant)));
    const nowMs = this.ports.now();
    const key = clientKey(principal.client);
    const measured = { scope: view.clients.get(key), limits: limits.clientLimits };
    const client = usageReportOf(measured, runningOf(view, nowMs, key), nowMs);
    const tenant = usageReportOf({ scope: view.tenant, limits: limits.tenantLimits }, runningOf(view, nowMs), nowMs);
    const used = await this.ports.ledger.totalsOf(principal.tenant, principal.client, nowMs);
    return {
      // what is not limited is not in the item: the ledger knows it.
      client: {
        ...client,
        tokensPerDay: atLeast(client.tokensPerDay, used.day.tokens),
        tokensPerMonth: atLeast(client.tokensPerMonth, used.month.tokens),
        microUsdPerDay: atLeast(client.microUsdPerDay, used.day.microUsd),
        microUsdPerMonth: atLeast(client.microUsdPerMonth, used.month.microUsd),
      },
      tenant,
    };
  }

  private requestOf(reservation: Reservation): ReserveRequest {
    const { requestId, principal, tokens, microUsd, tenantLimits, clientLimits, expiresAtMs } = reservation;
    return {
      key: requestKey(requestId),
      client: clientKey(principal.client),
      revocable: {
        client: revokedKey(principal.client),
        ...(principal.user !== undefined && { user: revokedKey(principal.user) }),
      },
      cost: { tokens, microUsd },
      tenantLimits,
      clientLimits,
      expiresAtMs,
      nonce: this.ports.nonce(),
    };
  }

  private admit(reservation: Reservation, view: BudgetView, entry: Entry, late: boolean): ReserveResult {
    const { requestId, idempotencyKey } = reservation;
    this.pending.set(requestId, { entry, late, ...(idempotencyKey !== undefined && { idempotencyKey }) });
    return { allowed: true, rateLimit: this.rateLimit(reservation, view) };
  }

  private refuse(reservation: Reservation, view: BudgetView, refusal: BudgetRefusal): ReserveResult {
    return { allowed: false, rateLimit: this.rateLimit(reservation, view), ...refusal };
  }

  private rateLimit({ principal, tenantLimits, clientLimits }: Reservation, view: BudgetView) {
    const client = view.clients.get(clientKey(principal.client));
    return rateLimitOf(
      [
        { scope: view.tenant, limits: tenantLimits },
        { scope: client, limits: clientLimits },
      ],
      this.ports.now(),
    );
  }

  private see(tenant: string, { item }: UpdateResult): BudgetView {
    const view = viewOf(item);
    this.views.set(tenant, view);
    this.ports.onPolicyVersion?.(tenant, view.version);
    return view;
  }

  /** The first retry is at once: the item came with the refusal. Later ones make room for each other. */
  private async pause(writes: number): Promise<void> {
    if (writes > 0) await this.ports.sleep((this.ports.nonce() % 8) * Math.min(writes, 8));
  }
}

function claimant(requestId: string, nonce: number): string {
  return `${requestId} ${nonce}`;
}

function entryOf(view: BudgetView | undefined, key: string): Entry | undefined {
  return view?.inFlight.get(key) ?? view?.expired.get(key);
}

function atLeast<Use extends { readonly used: number }>(use: Use, used: number): Use {
  return { ...use, used: Math.max(use.used, used) };
}
