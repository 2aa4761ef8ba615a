import * as fc from 'fast-check';
import type { Limits } from '../../lambda/core/limits';
import type { Reservation, ReserveResult } from '../../lambda/gateway/ports';
import { budgetFixture, NOON, PRINCIPAL, reservation } from './budget-fixture';
import { FakeBudgetTable } from './fake-budget-table';
import { Oracle, type Asked } from './oracle';
import { UnreliableTable, type Fate } from './unreliable-table';

const LARGEST = {
  requestsPerMinute: 12,
  tokensPerMinute: 1_500,
  tokensPerDay: 3_000,
  tokensPerMonth: 5_000,
  microUsdPerDay: 3_000,
  microUsdPerMonth: 5_000,
  concurrentRequests: 5,
} as const satisfies Limits;

/** Few limits at a time, and seldom tiny: a caller that is always refused shows little. */
const limits: fc.Arbitrary<Limits> = fc
  .subarray(Object.keys(LARGEST) as (keyof typeof LARGEST)[], { maxLength: 2 })
  .chain((names) =>
    fc
      .tuple(...names.map((name) => fc.integer({ min: 0, max: LARGEST[name] })))
      .map((most) => Object.fromEntries(names.map((name, at) => [name, most[at]]))),
  );

const PROCESSES = 3;

type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | {
      readonly kind: 'reserve';
      readonly client: string;
      readonly tokens: number;
      readonly microUsd: number;
      readonly life: number;
      /** Which process: each remembers what it last saw of the item, however old. */
      readonly by: number;
    }
  | {
      readonly kind: 'settle';
      readonly which: number;
      readonly share: number;
      readonly times: number;
      /** By a process that did not reserve, as the sealer does. */
      readonly stranger: boolean;
    }
  /** A process forgets everything. */
  | { readonly kind: 'restart'; readonly by: number }
  | { readonly kind: 'arrive' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.oneof(
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 9_000 }) },
        { weight: 1, arbitrary: fc.constantFrom(30_000, 55_000, 60_000, 65_000, 70_000, 43_200_000) },
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      client: fc.constantFrom('client-1', 'client-2'),
      tokens: fc.integer({ min: 0, max: 300 }),
      microUsd: fc.integer({ min: 0, max: 300 }),
      life: fc.constantFrom(1_000, 30_000, 120_000),
      by: fc.nat(PROCESSES - 1),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(50),
      share: fc.integer({ min: 0, max: 100 }),
      times: fc.integer({ min: 1, max: 2 }),
      stranger: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), by: fc.nat(PROCESSES - 1) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'arrive' as const }) },
);

const fates = fc.infiniteStream(
  fc.oneof({ weight: 6, arbitrary: fc.constant<Fate>('fine') }, fc.constantFrom<Fate>('reply-lost', 'delayed')),
);

/** A moment close to the end of a day and of a month, where every window turns at once. */
const starts = fc.constantFrom(NOON, Date.UTC(2026, 10, 30, 23, 59, 30), Date.UTC(2026, 11, 31, 23, 58, 57));

test('THREATS 8: one after another, on a bad network, it decides exactly as the oracle does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }),
      limits,
      limits,
      starts,
      fates,
      async (steps, tenantLimits, clientLimits, start, fate) => {
        let nowMs = start;
        const memory = new FakeBudgetTable();
        const table = new UnreliableTable(
          memory,
          () => fate.next().value as Fate,
          () => nowMs,
        );
        const processes = Array.from({ length: PROCESSES + 1 }, () => budgetFixture({ table }));
        const stranger = processes[PROCESSES]!;
        const oracle = new Oracle();
        const reserved: { readonly asked: Reservation; readonly by: number }[] = [];
        for (const [index, each] of steps.entries()) {
          for (const { clock } of processes) clock.ms = nowMs;
          if (each.kind === 'wait') nowMs += each.ms;
          if (each.kind === 'restart') processes[each.by] = budgetFixture({ table });
          if (each.kind === 'arrive') table.deliverLate();
          if (each.kind === 'reserve') {
            const asked: Reservation = reservation(`${index}`, {
              principal: { ...PRINCIPAL, client: each.client },
              tokens: each.tokens,
              microUsd: each.microUsd,
              // whole seconds, as the item keeps them.
              expiresAtMs: Math.ceil((nowMs + each.life) / 1000) * 1000,
              tenantLimits,
              clientLimits,
            });
            const plain: Asked = { ...asked, id: asked.requestId, client: each.client };
            const against = oracle.refusals(plain, nowMs);
            const result = await processes[each.by]!.budget.reserve(asked);
            expectSame(result, against);
            if (result.allowed) {
              oracle.admit(plain, nowMs);
              reserved.push({ asked, by: each.by });
            }
          }
          if (each.kind === 'settle' && reserved.length > 0) {
            const { asked: settled, by } = reserved[each.which % reserved.length]!;
            const tokens = Math.floor((settled.tokens * each.share) / 100);
            const microUsd = Math.floor((settled.microUsd * each.share) / 100);
            for (let time = 0; time < each.times; time++) {
              await (each.stranger ? stranger : processes[by]!).budget.settle({ ...settled, tokens, microUsd });
            }
            oracle.settle(settled.requestId, tokens, microUsd);
          }
        }
        stranger.clock.ms = nowMs;
        const { tenant } = await stranger.budget.usageOf(PRINCIPAL, { tenantLimits, clientLimits });
        const used = Object.fromEntries(Object.entries(tenant).map(([name, use]) => [name, use.used]));
        expect(used).toEqual(oracle.sums(nowMs));
      },
    ),
    { numRuns: 300 },
  );
});

function expectSame(result: ReserveResult, against: readonly string[]): void {
  if (result.allowed) expect(against).toEqual([]);
  else expect(against).toContain(result.reason);
}

test('THREATS 8: however the writes of many callers interleave, no limit is passed and no sum drifts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(
        fc.record({ tokens: fc.integer({ min: 1, max: 200 }), skewMs: fc.integer({ min: -2_000, max: 2_000 }) }),
        {
          minLength: 2,
          maxLength: 10,
        },
      ),
      limits,
      limits,
      async (scheduler, callers, tenantLimits, clientLimits) => {
        const memory = new FakeBudgetTable();
        const table = {
          update: async (...args: Parameters<FakeBudgetTable['update']>) => {
            await scheduler.schedule(Promise.resolve('on its way'));
            const result = await memory.update(...args);
            await scheduler.schedule(Promise.resolve('on its way back'));
            return result;
          },
          read: (pk: string) => memory.read(pk),
        };
        let used = 0;
        const results = callers.map(async ({ tokens, skewMs }, index) => {
          const { budget, clock } = budgetFixture({ table });
          clock.ms = NOON + skewMs;
          const asked = reservation(`${index}`, { tokens, microUsd: tokens, tenantLimits, clientLimits });
          const result = await budget.reserve(asked);
          if (!result.allowed) return false;
          used += Math.floor(tokens / 2);
          await budget.settle({ ...asked, tokens: Math.floor(tokens / 2), microUsd: 0 });
          return true;
        });
        const admitted = await scheduler.waitFor(Promise.all(results));
        const { budget } = budgetFixture({ table: memory });
        const { tenant } = await budget.usageOf(PRINCIPAL, { tenantLimits, clientLimits });
        expect(tenant.requestsPerMinute.used).toBe(admitted.filter(Boolean).length);
        expect(tenant.tokensPerMinute.used).toBe(used);
        expect(tenant.tokensPerDay.used).toBe(used);
        expect(tenant.microUsdPerDay.used).toBe(0);
        expect(tenant.concurrentRequests.used).toBe(0);
        expect(tenant.requestsPerMinute.used).toBeLessThanOrEqual(tenantLimits.requestsPerMinute ?? Infinity);
        expect(tenant.tokensPerMinute.used).toBeLessThanOrEqual(tenantLimits.tokensPerMinute ?? Infinity);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  [0, 60_000],
  [2_000, 58_000],
])('with clocks up to %i ms apart, no %i ms hold more than the limit of a minute', async (skew, windowMs) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 12_000 }), skewMs: fc.integer({ min: 0, max: skew }) }), {
        maxLength: 80,
      }),
      fc.integer({ min: 1, max: 5 }),
      async (calls, requestsPerMinute) => {
        const { budget, clock } = budgetFixture();
        let nowMs = NOON;
        const admitted: number[] = [];
        for (const [index, { gapMs, skewMs }] of calls.entries()) {
          nowMs += gapMs;
          clock.ms = nowMs + skewMs;
          const asked = reservation(`${index}`, { tenantLimits: { requestsPerMinute }, expiresAtMs: clock.ms + 1_000 });
          if ((await budget.reserve(asked)).allowed) admitted.push(nowMs);
        }
        for (const [index, first] of admitted.entries()) {
          const within = admitted.slice(index).filter((each) => each - first < windowMs);
          expect(within.length).toBeLessThanOrEqual(requestsPerMinute);
        }
      },
    ),
    { numRuns: 300 },
  );
});
