import { budgetKey } from '../../core/budget-keys';
import type { Limits } from '../../core/limits';
import type { Principal } from '../../core/principal';
import type { Budget, Reservation, ReserveResult, Settlement } from '../ports';
import type { BudgetTable, UpdateResult } from './budget-table';
import { planClear } from './clear';
import { decideReserve, type BudgetRefusal } from './decide';
import type { Entry } from './entry';
import type { IdempotencyKeys } from './idempotency-keys';
import { viewOf, type BudgetView } from './item';
import { QuotaBroker, type QuotaOf, type Room } from './quota-broker';
import { rateLimitOf, runningOf, sumOfReports, usageReportOf } from './rate-limit';
import { planReserve, type BlockRef, type ReserveRequest } from './reserve';
import { planKeepOut, planSettle } from './settle';
import { WHOLE_SHARE, scaledLimits } from './share';
import { ShareBroker } from './share-broker';
import { shardOf } from './shard';
import { clientKey, requestKey, revokedKey } from './short-key';
import type { StopSwitch } from './stop-switch';
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
  /**
   * The account's quota of a model, by the model's name in the config.
   *
   * @default - no quota is shared out
   */
  readonly quotaOf?: (model: string) => QuotaOf | undefined;
  /** Told the version of a tenant's policy whenever an item passes by. */
  readonly onPolicyVersion?: (tenant: string, version: number) => void;
  /** Told when a request is missing from the usage report: no reason to fail its answer. */
  readonly onLedgerFailure?: (error: unknown) => void;
}

/** Writes after which a contended item is given up: each one that fails means that somebody else's passed. */
const MAX_WRITES = 24;

/** How long a shard does not ask again for what the others could not spare. */
const VAIN_MS = 1_000;

/** The item that a request is reserved in. */
interface Place {
  readonly tenant: string;
  readonly shard: number;
  readonly pk: string;
}

interface Pending {
  readonly place: Place;
  readonly block?: BlockRef;
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
  private readonly vain = new Map<string, number>();
  private readonly broker: ShareBroker;
  private readonly quotas: QuotaBroker;

  public constructor(private readonly ports: BudgetPorts) {
    const { table, now, nonce, sleep } = ports;
    this.broker = new ShareBroker(table, now);
    this.quotas = new QuotaBroker(table, now, nonce, sleep);
  }

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

  private async write(reservation: Reservation, asked: ReserveRequest): Promise<ReserveResult> {
    const place = await this.placeOf(reservation);
    let late = false;
    for (let writes = 0; writes < MAX_WRITES; writes++) {
      const room = await this.roomFor(reservation, place);
      if (room?.kind === 'refused') return this.refuse(reservation, place, modelRefusal(room));
      const request = { ...asked, ...(room && { block: { name: room.name, id: room.id } }) };
      const plan = planReserve(this.views.get(place.pk), request, this.ports.now());
      const result = await this.ports.table.update(place.pk, plan.update);
      late ||= result.attempts > 1;
      const view = this.see(place, result);
      if (result.passed) return this.admit(reservation, place, request, plan.entry, late);
      const decision = decideReserve(view, request, this.ports.now());
      if (decision.kind === 'already-reserved') {
        const entry = view.inFlight.get(request.key) ?? view.expired.get(request.key) ?? plan.entry;
        return this.admit(reservation, place, request, entry, true);
      }
      if (decision.kind === 'refused') {
        if (await this.borrow(reservation, place, decision.refusal)) continue;
        if (late) await this.ports.table.update(place.pk, planKeepOut(request.key, this.ports.now()));
        return this.refuse(reservation, place, decision.refusal);
      }
      const clear = planClear(view, this.ports.now());
      if (clear) this.see(place, await this.ports.table.update(place.pk, clear));
      else await this.pause(writes);
    }
    throw new Error(`budget of a tenant: expected a write to pass within ${MAX_WRITES}, got none`);
  }

  /** The item that a reservation is made in; a shard is opened by the first who comes. */
  private async placeOf({ principal, requestId, clientLimits, shards = 1 }: Reservation): Promise<Place> {
    const { tenant, client } = principal;
    const shard = shardOf({ requestId, client, clientLimits }, shards);
    const place = { tenant, shard, pk: budgetKey(tenant, shard) };
    if (shard > 0 && this.views.get(place.pk)?.share === undefined) {
      this.views.set(place.pk, viewOf(await this.ports.table.read(place.pk)));
      if (this.views.get(place.pk)?.share === undefined) {
        this.views.set(place.pk, await this.broker.open(tenant, shard));
      }
    }
    return place;
  }

  /** Room in the account's quota of the model, where it is shared out. */
  private async roomFor({ model, principal, tokens }: Reservation, { pk }: Place): Promise<Room | undefined> {
    const quota = model === undefined ? undefined : this.ports.quotaOf?.(model);
    if (!quota) return undefined;
    const need = { tenant: principal.tenant, pk, tokens, model: quota };
    const room = await this.quotas.roomFor(need, this.views.get(pk));
    if (room.kind === 'room') this.views.set(pk, room.view);
    return room;
  }

  /** Where a request is in flight that this process did not reserve; the tenant's first item when nowhere. */
  private async findPlace(tenant: string, key: string): Promise<Place> {
    const items = await this.broker.readAll(tenant);
    for (const [shard, view] of items.entries()) this.views.set(budgetKey(tenant, shard), view);
    const shard = Math.max(
      0,
      items.findIndex((view) => entryOf(view, key) !== undefined),
    );
    return { tenant, shard, pk: budgetKey(tenant, shard) };
  }

  private async borrow(reservation: Reservation, place: Place, { neededShare }: BudgetRefusal): Promise<boolean> {
    if (neededShare === undefined || (this.vain.get(place.pk) ?? -Infinity) > this.ports.now()) return false;
    const { tenant, shard, pk } = place;
    const want = { tenant, shard, needed: neededShare, limits: reservation.tenantLimits };
    const view = await this.broker.borrow(want);
    if (view) this.views.set(pk, view);
    else this.vain.set(pk, this.ports.now() + VAIN_MS);
    return view !== undefined;
  }

  public async settle(settlement: Settlement): Promise<void> {
    const { requestId, principal, tokens, microUsd } = settlement;
    const { tenant, client } = principal;
    const key = requestKey(requestId);
    const pending = this.pending.get(requestId);
    this.pending.delete(requestId);
    // whoever did not reserve does not know whether a duplicate of the reservation is still on its way.
    const late = pending?.late ?? true;
    const request = { key, used: { tokens, microUsd }, late, ...(pending?.block && { block: pending.block }) };
    const recorded =
      pending && settlement.use
        ? this.ports.ledger
            .record({ tenant, client, microUsd, ...settlement.use }, this.ports.now())
            .catch((error: unknown) => this.ports.onLedgerFailure?.(error))
        : Promise.resolve();
    const place = pending?.place ?? (await this.findPlace(tenant, key));
    let view = this.views.get(place.pk);
    let entry = pending?.entry ?? entryOf(view, key);
    for (let writes = 0; entry !== undefined; writes++) {
      if (writes === MAX_WRITES)
        throw new Error(`budget of a tenant: expected a settlement within ${MAX_WRITES} writes`);
      const result = await this.ports.table.update(place.pk, planSettle(entry, view, request, this.ports.now()));
      view = this.see(place, result);
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
    const items = await this.broker.readAll(principal.tenant);
    const nowMs = this.ports.now();
    const key = clientKey(principal.client);
    const client = sumOfReports(
      items.map((view) =>
        usageReportOf(
          { scope: view.clients.get(key), limits: limits.clientLimits },
          runningOf(view, nowMs, key),
          nowMs,
        ),
      ),
    );
    const tenant = sumOfReports(
      items.map((view) =>
        usageReportOf({ scope: view.tenant, limits: limits.tenantLimits }, runningOf(view, nowMs), nowMs),
      ),
    );
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

  private admit(
    reservation: Reservation,
    place: Place,
    { block }: ReserveRequest,
    entry: Entry,
    late: boolean,
  ): ReserveResult {
    const { requestId, idempotencyKey } = reservation;
    this.pending.set(requestId, {
      place,
      entry,
      late,
      ...(block && { block }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    return { allowed: true, rateLimit: this.rateLimit(reservation, place) };
  }

  private refuse(
    reservation: Reservation,
    place: Place,
    { neededShare: _neededShare, ...refusal }: BudgetRefusal,
  ): ReserveResult {
    return { allowed: false, rateLimit: this.rateLimit(reservation, place), ...refusal };
  }

  private rateLimit({ principal, tenantLimits, clientLimits }: Reservation, { pk }: Place) {
    const view = this.views.get(pk) ?? viewOf(undefined);
    const limits = scaledLimits(tenantLimits, view.share ?? WHOLE_SHARE);
    return rateLimitOf(
      [
        { scope: view.tenant, limits, whole: tenantLimits },
        { scope: view.clients.get(clientKey(principal.client)), limits: clientLimits },
      ],
      this.ports.now(),
    );
  }

  private see({ tenant, pk }: Place, { item }: UpdateResult): BudgetView {
    const view = viewOf(item);
    this.views.set(pk, view);
    this.ports.onPolicyVersion?.(tenant, view.version);
    return view;
  }

  /** The first retry is at once: the item came with the refusal. Later ones make room for each other. */
  private async pause(writes: number): Promise<void> {
    if (writes > 0) await this.ports.sleep((this.ports.nonce() % 8) * Math.min(writes, 8));
  }
}

function modelRefusal({ retryAfterSeconds }: Extract<Room, { kind: 'refused' }>): BudgetRefusal {
  const reason = 'model_share_exceeded';
  // a request that is larger than the account's whole quota never fits.
  return retryAfterSeconds === undefined
    ? { reason, shouldRetry: false }
    : { reason, retryAfterSeconds, shouldRetry: true };
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
