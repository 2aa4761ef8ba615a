import * as fc from 'fast-check';
import { RING_SLOTS, SLOT_MS, slotOf } from '../../lambda/gateway/budget/calendar';
import { grantBlock, grantedAt, type QuotaState } from '../../lambda/gateway/budget/fair-share';
import type { QuotaOf } from '../../lambda/gateway/budget/quota-broker';
import { writeMark } from '../../lambda/gateway/budget/marks';
import { budgetFixture, NOON, PRINCIPAL, reservation } from './budget-fixture';
import { FakeBudgetTable } from './fake-budget-table';
import { UnreliableTable, type Fate } from './unreliable-table';

const QUOTA = { requestsPerMinute: 100, tokensPerMinute: 10_000 };
const quotaOf = (): QuotaOf => ({ modelId: 'vendor.model-v1', quota: QUOTA });
const asked = { model: 'model', expiresAtMs: NOON + 600_000 };
const of = (tenant: string) => ({ ...asked, principal: { ...PRINCIPAL, tenant } });

test('one tenant alone gets four fifths of the quota, and is told when there will be more', async () => {
  const { budget, clock } = budgetFixture({ quotaOf });
  let admitted = 0;
  for (let n = 0; n < 120; n++) if ((await budget.reserve(reservation(`${n}`, of('hog')))).allowed) admitted++;
  expect(admitted).toBe(80);
  const refused = await budget.reserve(reservation('next', of('hog')));
  expect(refused).toMatchObject({ allowed: false, reason: 'model_share_exceeded', shouldRetry: true });
  if (refused.allowed) throw new Error('expected a refusal');
  clock.ms += (refused.retryAfterSeconds ?? 0) * 1_000;
  expect(await budget.reserve(reservation('later', of('hog')))).toMatchObject({ allowed: true });
});

test('a tenant that comes anew finds a fifth of the quota free, and an equal part within a minute', async () => {
  const { budget, clock } = budgetFixture({ quotaOf });
  for (let n = 0; n < 120; n++) await budget.reserve(reservation(`hog-${n}`, of('hog')));
  let admitted = 0;
  for (let n = 0; n < 40; n++) if ((await budget.reserve(reservation(`small-${n}`, of('small')))).allowed) admitted++;
  expect(admitted).toBe(20);
  // both ask for all they can get, minute after minute.
  const got = { hog: 0, small: 0 };
  for (let second = 0; second < 240; second++) {
    clock.ms += 1_000;
    for (const tenant of ['hog', 'hog', 'hog', 'small'] as const) {
      const expiresAtMs = clock.ms + 60_000;
      const result = await budget.reserve(
        reservation(`${tenant}-${second}-${got[tenant]}-${Math.random()}`, { ...of(tenant), expiresAtMs }),
      );
      if (result.allowed && second >= 120) got[tenant]++;
    }
  }
  expect(got.small).toBeGreaterThanOrEqual(0.25 * (got.hog + got.small));
});

test('what a request did not use of its part is used by the next', async () => {
  const { budget } = budgetFixture({ quotaOf });
  let admitted = 0;
  for (let n = 0; n < 60; n++) {
    if (!(await budget.reserve(reservation(`${n}`, { ...of('acme'), tokens: 1_000 }))).allowed) break;
    await budget.settle({ requestId: `${n}`, principal: { ...PRINCIPAL, tenant: 'acme' }, tokens: 10, microUsd: 10 });
    admitted++;
  }
  expect(admitted).toBeGreaterThan(50);
});

test('a request that is larger than the whole quota is refused for good', async () => {
  const { budget } = budgetFixture({ quotaOf });
  const refused = await budget.reserve(reservation('large', { ...of('acme'), tokens: 10_001 }));
  expect(refused).toMatchObject({ allowed: false, reason: 'model_share_exceeded', shouldRetry: false });
  expect(refused).not.toHaveProperty('retryAfterSeconds');
});

test('a request without a model, and a model without a quota, ask nobody', async () => {
  const { budget, memory } = budgetFixture({ quotaOf: () => undefined });
  await budget.reserve(reservation('a', of('acme')));
  await budget.reserve(reservation('b'));
  expect([...memory.items.keys()]).toEqual(['T#acme']);
});

test('a request takes its part in the write of its reservation: one write more in a slot at most', async () => {
  const { budget, memory } = budgetFixture({ quotaOf });
  await budget.reserve(reservation('first', of('acme')));
  memory.writes = 0;
  for (let n = 0; n < 5; n++) await budget.reserve(reservation(`${n}`, of('acme')));
  expect(memory.writes).toBe(5);
});

test('the tenant’s own limits and a revocation count before any share', async () => {
  const { budget, memory } = budgetFixture({ quotaOf });
  const limited = { ...of('acme'), tenantLimits: { requestsPerMinute: 0 } };
  expect(await budget.reserve(reservation('a', limited))).toMatchObject({ reason: 'requests_per_minute_exceeded' });
  await writeMark(memory, 'acme', { kind: 'disabled' }, NOON);
  expect(await budget.reserve(reservation('b', of('acme')))).toMatchObject({ reason: 'tenant_disabled' });
});

const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(500, 4_000, 11_000, 31_000, 64_000, 76_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      tenant: fc.constantFrom('acme', 'globex', 'initech'),
      tokens: fc.integer({ min: 1, max: 3_000 }),
      by: fc.nat(2),
      shards: fc.constantFrom(1, 3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(50),
      share: fc.integer({ min: 0, max: 100 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'arrive' as const }) },
);
const fates = fc.infiniteStream(
  fc.oneof({ weight: 8, arbitrary: fc.constant<Fate>('fine') }, fc.constantFrom<Fate>('reply-lost', 'delayed')),
);

test('whatever the network and the tenants do, no 60 seconds hold more of a model than its quota', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), fates, async (steps, fate) => {
      let nowMs = NOON;
      const memory = new FakeBudgetTable();
      const table = new UnreliableTable(
        memory,
        () => fate.next().value as Fate,
        () => nowMs,
      );
      const processes = Array.from({ length: 3 }, () => budgetFixture({ table, quotaOf }));
      // the reference: every request with what it was charged, for ever.
      const charged: {
        readonly id: string;
        readonly tenant: string;
        readonly atMs: number;
        tokens: number;
        requests: number;
        by: number;
      }[] = [];
      for (const [index, each] of steps.entries()) {
        for (const { clock } of processes) clock.ms = nowMs;
        if (each.kind === 'wait') nowMs += each.ms;
        if (each.kind === 'arrive') table.deliverLate();
        if (each.kind === 'reserve') {
          const { tenant, tokens, by, shards } = each;
          const change = { ...of(tenant), tokens, shards, expiresAtMs: nowMs + 600_000 };
          if (!(await processes[by]!.budget.reserve(reservation(`${index}`, change))).allowed) continue;
          charged.push({ id: `${index}`, tenant, atMs: nowMs, tokens, requests: 1, by });
          const within = charged.filter(({ atMs }) => nowMs - atMs < 60_000);
          expect(within.reduce((sum, { tokens: used }) => sum + used, 0)).toBeLessThanOrEqual(QUOTA.tokensPerMinute);
          expect(within.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(QUOTA.requestsPerMinute);
        }
        if (each.kind === 'settle' && charged.length > 0) {
          const one = charged[each.which % charged.length]!;
          const used = Math.floor((one.tokens * each.share) / 100);
          await processes[one.by]!.budget.settle({
            requestId: one.id,
            principal: { ...PRINCIPAL, tenant: one.tenant },
            tokens: used,
            microUsd: used,
          });
          one.tokens = used;
          if (used === 0) one.requests = 0;
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('grants that count never add up to more than the quota, and are forgotten after they count', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          gapMs: fc.nat(20_000),
          tenant: fc.constantFrom('a', 'b', 'c', 'd'),
          tokens: fc.integer({ min: 1, max: 5_000 }),
        }),
        { maxLength: 60 },
      ),
      (asks) => {
        let state: QuotaState = {};
        let nowMs = NOON;
        for (const [id, { gapMs, tenant, tokens }] of asks.entries()) {
          nowMs += gapMs;
          const held = state[tenant]?.blocks[tenant];
          // whoever held a block used all of it.
          const closed = held && { id: held.id, rest: { requests: 0, tokens: 0 } };
          const ask = { tenant, holder: tenant, cost: { requests: 1, tokens }, id: id + 1, ...(closed && { closed }) };
          const result = grantBlock(state, ask, QUOTA, nowMs);
          state = result.state;
          const sum = grantedAt(state, slotOf(nowMs));
          expect(sum.tokens).toBeLessThanOrEqual(QUOTA.tokensPerMinute);
          expect(sum.requests).toBeLessThanOrEqual(QUOTA.requestsPerMinute);
        }
        const later = grantBlock(
          state,
          { tenant: 'z', holder: 'z', cost: { requests: 1, tokens: 1 }, id: 0 },
          QUOTA,
          nowMs + (RING_SLOTS + 3) * SLOT_MS,
        );
        expect(Object.keys(later.state)).toEqual(['z']);
      },
    ),
  );
});
