import { budgetFixture, NOON, PRINCIPAL, reservation } from './budget-fixture';
import { itemBytes } from './item-bytes';
import { budgetKey } from '../../lambda/core/budget-keys';
import type { FakeBudgetTable } from './fake-budget-table';

const settled = (requestId: string, tokens: number) => ({ requestId, principal: PRINCIPAL, tokens, microUsd: tokens });
const live = { expiresAtMs: NOON + 600_000 };

/** Two processes over one table, each with its own memory of the item. */
function twoProcesses() {
  const one = budgetFixture();
  const other = budgetFixture({ table: one.memory });
  const wait = (ms: number): void => {
    one.clock.ms += ms;
    other.clock.ms += ms;
  };
  return { one, other, wait };
}

test('a settlement in a slot that is about to turn is not lost, and not counted twice', async () => {
  const { one, other, wait } = twoProcesses();
  await one.budget.reserve(reservation('old', live));
  wait(30_000);
  await one.budget.reserve(reservation('young', live));
  // the other process corrects the old slot; this one still remembers it as it was, and turns it next.
  await other.budget.settle(settled('old', 10));
  wait(35_000);
  await one.budget.reserve(reservation('next', live));
  expect(one.view().tenant?.sums).toMatchObject({ rs: 2, ks: 200 });
});

test('a settlement after its slot has turned corrects the day, and no longer the minute', async () => {
  const { one, other, wait } = twoProcesses();
  await one.budget.reserve(reservation('old', live));
  wait(66_000);
  await other.budget.reserve(reservation('next', live));
  await one.budget.settle(settled('old', 10));
  expect(one.view().tenant?.sums).toMatchObject({ rs: 1, ks: 100, dk: 110 });
});

test('a settlement of yesterday does not touch the sums of today', async () => {
  const { one, other, wait } = twoProcesses();
  const midnight = Date.UTC(2026, 10, 23) - 1_000;
  wait(midnight - NOON);
  const until = { expiresAtMs: midnight + 600_000 };
  await one.budget.reserve(reservation('yesterday', until));
  wait(2_000);
  await other.budget.reserve(reservation('today', until));
  await one.budget.settle(settled('yesterday', 10));
  expect(one.view().tenant?.sums).toMatchObject({ rs: 2, ks: 110, dk: 100, mk: 110 });
});

test('a settlement before the window turned is guessed late and still right', async () => {
  const { one, wait } = twoProcesses();
  await one.budget.reserve(reservation('a', live));
  // nobody else calls: the clock has moved on, the item has not.
  wait(90_000);
  await one.budget.settle(settled('a', 10));
  expect(one.view().tenant?.sums).toMatchObject({ ks: 10, dk: 10 });
});

test('a settlement leaves alone whoever uses the name of its request now', async () => {
  const fixture = budgetFixture();
  await fixture.budget.reserve(reservation('same', live));
  const item = fixture.memory.items.get(budgetKey('acme'))!;
  const [key, entry] = Object.entries(item['f']!.M!)[0]!;
  const other = Buffer.from(entry.B!);
  other.writeUIntBE(0xabcdef, 15, 3);
  item['f']!.M![key] = { B: other };
  await fixture.budget.settle(settled('same', 10));
  expect(fixture.view().inFlight.size).toBe(1);
  expect(fixture.view().tenant?.sums.dk).toBe(100);
});

test('a settlement by a process that did not reserve finds what is in flight', async () => {
  const { one, other } = twoProcesses();
  const limits = { clientLimits: { concurrentRequests: 2, tokensPerMinute: 1_000 } };
  await one.budget.reserve(reservation('a', { ...live, ...limits }));
  await other.budget.settle(settled('a', 10));
  await other.budget.settle(settled('unknown', 10));
  expect(one.view().inFlight.size).toBe(0);
  expect([...one.view().clients.values()][0]).toMatchObject({ running: 0, sums: { ks: 10 } });
});

test('THREATS 9: an answer that nobody waited for is charged with what was produced', async () => {
  const { budget, view, recorded } = budgetFixture();
  await budget.reserve(reservation('abandoned', live));
  // what the pipeline does when the caller is gone: it reads on, and settles what it read.
  const use = { model: 'small', inputTokens: 40, outputTokens: 33 };
  await budget.settle({ ...settled('abandoned', 73), use });
  expect(view().tenant?.sums.dk).toBe(73);
  expect(recorded).toEqual([{ tenant: 'acme', client: 'client-1', microUsd: 73, ...use }]);
});

test('THREATS 10: no part of the budget asks API Gateway for anything', async () => {
  // a fence that is best effort must not be needed: with no usage plan in sight, the limit holds.
  const { budget } = budgetFixture();
  const limits = { tenantLimits: { requestsPerMinute: 2 } };
  const results = await Promise.all([1, 2, 3, 4].map((id) => budget.reserve(reservation(`${id}`, limits))));
  expect(results.filter(({ allowed }) => allowed)).toHaveLength(2);
});

test('THREATS 27: a function that is ended by its timeout leaves no place taken behind', async () => {
  const { one, other, wait } = twoProcesses();
  const limits = { tenantLimits: { concurrentRequests: 1 } };
  await one.budget.reserve(reservation('hung', { ...limits, expiresAtMs: NOON + 30_000 }));
  wait(31_000);
  const next = await other.budget.reserve(reservation('next', { ...limits, ...live }));
  expect(next).toMatchObject({ allowed: true });
});

test('twenty requests in flight with a limited client fit into one write unit', async () => {
  const { budget, memory } = budgetFixture();
  const limits = {
    tenantLimits: { requestsPerMinute: 1_000, tokensPerMonth: 1_000_000_000 },
    clientLimits: { requestsPerMinute: 100, concurrentRequests: 50 },
  };
  for (let id = 0; id < 20; id++) {
    await budget.reserve(reservation(`request-${id}`, { ...limits, ...live, tokens: 123_456, microUsd: 1_234_567 }));
  }
  const bytes = itemBytes(memory.items.get(budgetKey('acme'))!);
  expect(bytes).toBeLessThanOrEqual(1_024);
});

test('a hundred requests in flight are written with expressions that DynamoDB takes', async () => {
  const { budget, memory, clock, view } = budgetFixture();
  for (let id = 0; id < 100; id++) {
    const client = { ...PRINCIPAL, client: `client-${id % 7}` };
    const limits = { clientLimits: { tokensPerMinute: 1_000_000, concurrentRequests: 100 } };
    await budget.reserve(reservation(`request-${id}`, { ...limits, principal: client, expiresAtMs: NOON + 10_000 }));
  }
  const before: FakeBudgetTable['writes'] = memory.writes;
  clock.ms += 11_000;
  for (let id = 100; id < 104; id++) await budget.reserve(reservation(`request-${id}`, live));
  expect(memory.writes).toBeGreaterThan(before);
  expect(view().inFlight.size).toBe(4);
  expect([...view().clients.values()].every(({ running }) => running === 0)).toBe(true);
});
