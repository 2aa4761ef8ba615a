import type { Limits } from '../../lambda/core/limits';
import type { ReasonCode } from '../../lambda/core/reason';

/** One admitted request, as the oracle remembers it: for ever. */
interface Charge {
  readonly client: string;
  readonly atMs: number;
  readonly expiresAtMs: number;
  tokens: number;
  microUsd: number;
  settled: boolean;
}

/** What a reservation asks of the oracle. */
export interface Asked {
  readonly id: string;
  readonly client: string;
  readonly tokens: number;
  readonly microUsd: number;
  readonly expiresAtMs: number;
  readonly tenantLimits: Limits;
  readonly clientLimits: Limits;
}

const SLOT = 5_000;

/**
 * The reference: remembers every request and adds them all up each time.
 *
 * It has its own words for the definition of a window, so that both can be held side by side: a request counts in a
 * minute while the slot of five seconds that it fell into began less than thirteen slots before the current one.
 */
export class Oracle {
  private readonly charges = new Map<string, Charge>();

  /** Reasons that speak against a reservation; it is admitted when there are none. */
  public refusals(asked: Asked, nowMs: number): readonly ReasonCode[] {
    return [
      ...this.against(asked, asked.tenantLimits, [...this.charges.values()], nowMs),
      ...this.against(
        asked,
        asked.clientLimits,
        [...this.charges.values()].filter(({ client }) => client === asked.client),
        nowMs,
      ),
    ];
  }

  public admit(asked: Asked, nowMs: number): void {
    const { client, expiresAtMs, tokens, microUsd } = asked;
    this.charges.set(asked.id, { client, atMs: nowMs, expiresAtMs, tokens, microUsd, settled: false });
  }

  public settle(id: string, tokens: number, microUsd: number): void {
    const charge = this.charges.get(id);
    if (!charge || charge.settled) return;
    Object.assign(charge, { tokens, microUsd, settled: true });
  }

  /** Sums of everything that counts now. */
  public sums(nowMs: number) {
    const all = [...this.charges.values()];
    return {
      requestsPerMinute: all.filter((each) => inMinute(each.atMs, nowMs)).length,
      tokensPerMinute: total(all.filter((each) => inMinute(each.atMs, nowMs)).map(({ tokens }) => tokens)),
      tokensPerDay: total(all.filter((each) => sameDay(each.atMs, nowMs)).map(({ tokens }) => tokens)),
      tokensPerMonth: total(all.filter((each) => sameMonth(each.atMs, nowMs)).map(({ tokens }) => tokens)),
      microUsdPerDay: total(all.filter((each) => sameDay(each.atMs, nowMs)).map(({ microUsd }) => microUsd)),
      microUsdPerMonth: total(all.filter((each) => sameMonth(each.atMs, nowMs)).map(({ microUsd }) => microUsd)),
      concurrentRequests: all.filter((each) => !each.settled && each.expiresAtMs > nowMs).length,
    };
  }

  private against(asked: Asked, limits: Limits, charges: readonly Charge[], nowMs: number): ReasonCode[] {
    const minute = charges.filter((each) => inMinute(each.atMs, nowMs));
    const day = charges.filter((each) => sameDay(each.atMs, nowMs));
    const month = charges.filter((each) => sameMonth(each.atMs, nowMs));
    const running = charges.filter((each) => !each.settled && each.expiresAtMs > nowMs);
    const tokens = (each: readonly Charge[]): number => total(each.map((charge) => charge.tokens)) + asked.tokens;
    const money = (each: readonly Charge[]): number => total(each.map((charge) => charge.microUsd)) + asked.microUsd;
    const rows: readonly (readonly [number | undefined, number, ReasonCode])[] = [
      [limits.requestsPerMinute, minute.length + 1, 'requests_per_minute_exceeded'],
      [limits.tokensPerMinute, tokens(minute), 'tokens_per_minute_exceeded'],
      [limits.tokensPerDay, tokens(day), 'tokens_per_day_exceeded'],
      [limits.tokensPerMonth, tokens(month), 'tokens_per_month_exceeded'],
      [limits.microUsdPerDay, money(day), 'money_per_day_exceeded'],
      [limits.microUsdPerMonth, money(month), 'money_per_month_exceeded'],
      [limits.concurrentRequests, running.length + 1, 'concurrent_requests_exceeded'],
    ];
    return rows.filter(([most, would]) => most !== undefined && would > most).map(([, , reason]) => reason);
  }
}

function inMinute(atMs: number, nowMs: number): boolean {
  return Math.floor(nowMs / SLOT) - Math.floor(atMs / SLOT) < 13;
}

function sameDay(atMs: number, nowMs: number): boolean {
  return new Date(atMs).toISOString().slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10);
}

function sameMonth(atMs: number, nowMs: number): boolean {
  return new Date(atMs).toISOString().slice(0, 7) === new Date(nowMs).toISOString().slice(0, 7);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
