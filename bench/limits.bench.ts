import { planReserve, type ReserveRequest } from '../lambda/gateway/budget/reserve';
import { planSettle } from '../lambda/gateway/budget/settle';
import { clientKey, requestKey, revokedKey } from '../lambda/gateway/budget/short-key';
import { viewOf } from '../lambda/gateway/budget/item';
import { rateLimitOf } from '../lambda/gateway/budget/rate-limit';
import { FakeBudgetTable } from '../test/limits/fake-budget-table';
import { itemBytes } from '../test/limits/item-bytes';
import type { Bench, BenchRow } from './bench';

const NOON = Date.UTC(2026, 10, 22, 12);
const ROUNDS = 10;
const REQUESTS = 2_000;
const IN_FLIGHT = 20;

function requestOf(number: number): ReserveRequest {
  return {
    key: requestKey(`request-${number}`),
    client: clientKey('client'),
    revocable: { client: revokedKey('client') },
    cost: { tokens: 4_321, microUsd: 98_765 },
    tenantLimits: {
      requestsPerMinute: 3_000,
      tokensPerMinute: 10_000_000,
      tokensPerDay: 1_000_000_000,
      microUsdPerMonth: 10_000_000_000,
      concurrentRequests: 100,
    },
    clientLimits: { requestsPerMinute: 3_000, concurrentRequests: 100 },
    expiresAtMs: NOON + 300_000,
    nonce: number & 0xff_ffff,
  };
}

/** A tenant that has been busy for more than a minute, with requests in flight. */
function busyItem() {
  const table = new FakeBudgetTable();
  let item;
  for (let number = 0; number < 300; number++) {
    const view = viewOf(table.items.get('T#acme-corporation'));
    const request = requestOf(number);
    const nowMs = NOON + number * 300;
    const { update, entry } = planReserve(view, request, nowMs);
    item = table.apply('T#acme-corporation', update).item;
    if (number >= 300 - IN_FLIGHT) continue;
    const settle = { key: request.key, used: { tokens: 1_234, microUsd: 12_345 }, late: false };
    table.apply('T#acme-corporation', planSettle(entry, viewOf(item), settle, nowMs));
  }
  return item;
}

const bench: Bench = {
  name: 'limits',
  summary: 'what the limits add to a request: processor time and size of the item',
  run(): Promise<readonly BenchRow[]> {
    const item = busyItem();
    const nowMs = NOON + 90_000;
    const view = viewOf(item);
    // everything that a request computes: two plans, two readings of the item, the headers.
    const request = (number: number): void => {
      const reservation = requestOf(number);
      const { entry } = planReserve(view, reservation, nowMs);
      const seen = viewOf(item);
      rateLimitOf([{ scope: seen.tenant, limits: reservation.tenantLimits }], nowMs);
      planSettle(entry, seen, { key: reservation.key, used: { tokens: 99, microUsd: 9 }, late: false }, nowMs);
      viewOf(item);
    };
    for (let number = 0; number < 2_000; number++) request(number);
    // the lowest of several: what the machine does beside it only ever adds.
    const rounds = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (let number = 0; number < REQUESTS; number++) request(number);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / REQUESTS;
    });
    return Promise.resolve([
      { name: 'reserve and settle, 20 in flight', value: Math.min(...rounds), unit: 'µs CPU', limit: 50 },
      { name: 'item with 20 in flight, one limited client', value: itemBytes(item ?? {}), unit: 'bytes', limit: 1_024 },
    ]);
  },
};

export default bench;
