import { STOP_KEY } from '../../lambda/gateway/budget/stop-switch';
import { revokedKey } from '../../lambda/gateway/budget/short-key';
import { budgetKey } from '../../lambda/core/budget-keys';
import { NOON, PRINCIPAL, budgetFixture, reservation } from './budget-fixture';

const settled = (requestId: string, tokens: number, microUsd: number) => ({
  requestId,
  principal: PRINCIPAL,
  tokens,
  microUsd,
});

describe('a reservation', () => {
  test('takes one write, and its settlement another', async () => {
    const { budget, memory } = budgetFixture();
    await budget.reserve(reservation('first'));
    memory.writes = 0;
    await budget.reserve(reservation('second'));
    expect(memory.writes).toBe(1);
    await budget.settle(settled('second', 10, 100));
    expect(memory.writes).toBe(2);
  });

  test('charges its worst case and is settled for what was used', async () => {
    const { budget, view } = budgetFixture();
    await budget.reserve(reservation('a'));
    expect(view().tenant?.sums).toEqual({ rs: 1, ks: 100, dk: 100, dm: 1_000, mk: 100, mm: 1_000 });
    await budget.settle(settled('a', 30, 300));
    expect(view().tenant?.sums).toEqual({ rs: 1, ks: 30, dk: 30, dm: 300, mk: 30, mm: 300 });
    expect(view().inFlight.size).toBe(0);
  });

  test('is settled once, however often the settlement is repeated', async () => {
    const { budget, view } = budgetFixture();
    await budget.reserve(reservation('a'));
    for (let n = 0; n < 3; n++) await budget.settle(settled('a', 30, 300));
    expect(view().tenant?.sums.dk).toBe(30);
  });

  test('takes one write more after a slot rolls over', async () => {
    const { budget, memory, clock } = budgetFixture();
    await budget.reserve(reservation('a'));
    clock.ms += 7_000;
    memory.writes = 0;
    await budget.reserve(reservation('b'));
    expect(memory.writes).toBeLessThanOrEqual(2);
  });

  test('counts a client only where the client is limited', async () => {
    const { budget, view } = budgetFixture();
    await budget.reserve(reservation('a'));
    expect(view().clients.size).toBe(0);
    await budget.reserve(reservation('b', { clientLimits: { tokensPerDay: 1_000 } }));
    expect([...view().clients.values()]).toEqual([
      { slot: expect.any(Number), rings: {}, sums: { dk: 100 }, running: 1 },
    ]);
    await budget.settle(settled('b', 1, 1));
    expect([...view().clients.values()][0]).toMatchObject({ sums: { dk: 1 }, running: 0 });
  });
});

describe.each([
  ['requestsPerMinute', 'requests_per_minute_exceeded', 3, true],
  ['tokensPerMinute', 'tokens_per_minute_exceeded', 300, true],
  ['tokensPerDay', 'tokens_per_day_exceeded', 300, false],
  ['tokensPerMonth', 'tokens_per_month_exceeded', 300, false],
  ['microUsdPerDay', 'money_per_day_exceeded', 3_000, false],
  ['microUsdPerMonth', 'money_per_month_exceeded', 3_000, false],
  ['concurrentRequests', 'concurrent_requests_exceeded', 3, true],
] as const)('%s', (name, reason, limit, shouldRetry) => {
  describe.each(['tenantLimits', 'clientLimits'] as const)('in the %s', (whose) => {
    test('admits exactly up to the limit, and says when to come back', async () => {
      const { budget } = budgetFixture();
      const limits = { [whose]: { [name]: limit } };
      for (const id of ['a', 'b', 'c']) {
        expect(await budget.reserve(reservation(id, limits))).toMatchObject({ allowed: true });
      }
      const refused = await budget.reserve(reservation('d', limits));
      expect(refused).toMatchObject({ allowed: false, reason, shouldRetry });
      expect(refused).toHaveProperty('retryAfterSeconds', expect.any(Number));
    });

    test('of zero means zero, and no wait helps', async () => {
      const { budget, view } = budgetFixture();
      const refused = await budget.reserve(reservation('a', { [whose]: { [name]: 0 } }));
      expect(refused).toMatchObject({ allowed: false, reason, shouldRetry: false });
      expect(refused).not.toHaveProperty('retryAfterSeconds');
      expect(view().tenant).toBeUndefined();
    });
  });
});

test('a refused caller that waits as long as it was told to is admitted', async () => {
  const { budget, clock } = budgetFixture();
  const limits = { tenantLimits: { tokensPerMinute: 250 } };
  await budget.reserve(reservation('a', limits));
  clock.ms += 23_000;
  await budget.reserve(reservation('b', limits));
  const refused = await budget.reserve(reservation('c', limits));
  if (refused.allowed) throw new Error('expected a refusal');
  clock.ms += (refused.retryAfterSeconds ?? 0) * 1000;
  expect(await budget.reserve(reservation('c', limits))).toMatchObject({ allowed: true });
});

describe('THREATS 4: a revoked client is served until its token expires', () => {
  test.each([
    ['rc', { client: 'client-1' }, 'client_revoked'],
    ['ru', { user: 'user-1' }, 'user_revoked'],
  ] as const)('whoever is in %s is refused by the very next write', async (map, subject, reason) => {
    const { budget, memory } = budgetFixture();
    const principal = { ...PRINCIPAL, user: 'user-1' };
    await budget.reserve(reservation('a', { principal }));
    const key = revokedKey(Object.values(subject)[0] as string);
    memory.items.get(budgetKey('acme'))![map] = { M: { [key]: { N: '1' } } };
    expect(await budget.reserve(reservation('b', { principal }))).toMatchObject({
      allowed: false,
      reason,
      shouldRetry: false,
    });
  });

  test('a disabled tenant is refused by the very next write', async () => {
    const { budget, memory } = budgetFixture();
    await budget.reserve(reservation('a'));
    memory.items.get(budgetKey('acme'))!['st'] = { S: 'disabled' };
    expect(await budget.reserve(reservation('b'))).toMatchObject({ allowed: false, reason: 'tenant_disabled' });
  });
});

describe('the stop for everything', () => {
  test('is seen within half a second, gives the reservation back, and ends by itself', async () => {
    const { budget, memory, clock, view } = budgetFixture();
    expect(await budget.reserve(reservation('a'))).toMatchObject({ allowed: true });
    memory.items.set(STOP_KEY, { pk: { S: STOP_KEY }, until: { N: String((NOON + 60_000) / 1000) } });
    clock.ms += 500;
    expect(await budget.reserve(reservation('b'))).toMatchObject({ allowed: false, reason: 'api_stopped' });
    expect(view().inFlight.size).toBe(1);
    expect(view().tenant?.sums.dk).toBe(100);
    clock.ms += 60_000;
    expect(await budget.reserve(reservation('c'))).toMatchObject({ allowed: true });
  });

  test('refuses when it cannot be read', async () => {
    const fixture = budgetFixture();
    fixture.memory.read = () => Promise.reject(new Error('down'));
    expect(await fixture.budget.reserve(reservation('a'))).toMatchObject({ reason: 'budget_unavailable' });
  });
});

describe('an Idempotency-Key', () => {
  const withKey = { idempotencyKey: 'key-1' };

  test('is refused when it is repeated', async () => {
    const { budget, view } = budgetFixture();
    expect(await budget.reserve(reservation('a', withKey))).toMatchObject({ allowed: true });
    await budget.settle(settled('a', 30, 300));
    expect(await budget.reserve(reservation('b', withKey))).toMatchObject({ reason: 'idempotency_conflict' });
    expect(view().tenant?.sums.dk).toBe(30);
  });

  test.each([
    ['the limit refused the first use', { tenantLimits: { tokensPerDay: 0 } }],
    ['nothing was used', {}],
  ])('may be used again when %s', async (_why, change) => {
    const { budget } = budgetFixture();
    const first = await budget.reserve(reservation('a', { ...withKey, ...change }));
    if (first.allowed) await budget.settle(settled('a', 0, 0));
    expect(await budget.reserve(reservation('b', withKey))).toMatchObject({ allowed: true });
  });

  test('belongs to its client', async () => {
    const { budget } = budgetFixture();
    await budget.reserve(reservation('a', withKey));
    const principal = { ...PRINCIPAL, client: 'client-2' };
    expect(await budget.reserve(reservation('b', { ...withKey, principal }))).toMatchObject({ allowed: true });
  });
});

test('two requests that claim one id do not share a reservation', async () => {
  const { budget, view } = budgetFixture();
  expect(await budget.reserve(reservation('same'))).toMatchObject({ allowed: true });
  expect(await budget.reserve(reservation('same'))).toMatchObject({ allowed: false, reason: 'idempotency_conflict' });
  expect(view().tenant?.sums.rs).toBe(1);
});

test('a crashed request gives its place back by itself, its worst case stays until it is settled', async () => {
  const { budget, clock, view } = budgetFixture();
  const limits = { tenantLimits: { concurrentRequests: 1 }, clientLimits: { concurrentRequests: 1 } };
  await budget.reserve(reservation('crashed', limits));
  expect(await budget.reserve(reservation('b', limits))).toMatchObject({ reason: 'concurrent_requests_exceeded' });
  clock.ms += 121_000;
  const expiresAtMs = clock.ms + 60_000;
  expect(await budget.reserve(reservation('c', { ...limits, expiresAtMs }))).toMatchObject({ allowed: true });
  expect(view().tenant?.sums.dk).toBe(200);
  await budget.settle(settled('c', 10, 10));
  // the sealer has no memory of the reservation: it settles from the item.
  await budget.settle(settled('crashed', 0, 0));
  expect(view().tenant?.sums).toMatchObject({ dk: 10, dm: 10, mk: 10, mm: 10 });
  expect(view().expired.size).toBe(0);
  expect([...view().clients.values()][0]?.running).toBe(0);
});

test('hundreds of crashed requests are cleared away before one is admitted', async () => {
  const { budget, clock, view } = budgetFixture();
  const limits = { tenantLimits: { concurrentRequests: 150 } };
  for (let n = 0; n < 150; n++) await budget.reserve(reservation(`crashed-${n}`, limits));
  clock.ms += 121_000;
  const expiresAtMs = clock.ms + 60_000;
  expect(await budget.reserve(reservation('a', { ...limits, expiresAtMs }))).toMatchObject({ allowed: true });
  expect(view().inFlight.size).toBeLessThan(150);
});

test('tells the caller its limits without a read', async () => {
  const { budget } = budgetFixture();
  const limits = {
    tenantLimits: { requestsPerMinute: 10, tokensPerMinute: 1_000 },
    clientLimits: { requestsPerMinute: 5, tokensPerDay: 120 },
  };
  expect(await budget.reserve(reservation('a', limits))).toEqual({
    allowed: true,
    rateLimit: {
      limitRequests: 5,
      remainingRequests: 4,
      resetRequestsSeconds: 65,
      limitTokens: 1_000,
      remainingTokens: 900,
      resetTokensSeconds: 65,
      softLimitReached: true,
    },
  });
});
