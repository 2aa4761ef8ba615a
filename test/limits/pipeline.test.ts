import { chat, event, harness } from '../gateway/fakes';
import type { Limits } from '../../lambda/core/limits';
import type { ModelEvent } from '../../lambda/gateway/ports';
import { budgetFixture } from './budget-fixture';

const piece: ModelEvent = { type: 'text', text: 'Once upon a time' };
const end: ModelEvent = { type: 'end', finishReason: 'stop', usage: { inputTokens: 40, outputTokens: 33 } };

/** The pipeline with the budget that runs in AWS, over a table in memory and the true clock. */
function withBudget(tenantLimits: Limits, overrides: Parameters<typeof harness>[0] = {}) {
  const fixture = budgetFixture();
  Object.defineProperty(fixture.clock, 'ms', { get: Date.now });
  const { view } = fixture;
  const limited = harness({
    script: () => [piece, end],
    ...overrides,
    access: { tenant: 'acme', tenantLimits },
    budget: fixture.budget,
  });
  const asAcme = (body: unknown) => {
    const asked = event(body);
    asked.requestContext.authorizer!['tenant'] = 'acme';
    return asked;
  };
  return { ...limited, view, send: (body: unknown, ...rest: [number?]) => limited.send(asAcme(body), ...rest), asAcme };
}

describe('the soft limit', () => {
  test('of a day or month is told by a header and a metric from 80% on, and not before', async () => {
    const { send, seen } = withBudget({ tokensPerDay: 10_000 }, { script: () => [piece, usage(3_950)] });
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await send(chat()));
    // two answers have used 7,900 of 10,000: the reservation of the third passes 80%.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ headers }) => headers['x-soft-limit-reached'])).toEqual([undefined, undefined, 'true']);
    expect(seen.lines.map((line) => line['SoftLimits'])).toEqual([undefined, undefined, 1]);
  });

  test('a limit of a minute has none', async () => {
    const { send } = withBudget({ requestsPerMinute: 2 });
    await send(chat());
    expect((await send(chat())).headers).not.toHaveProperty('x-soft-limit-reached');
  });
});

test.each([
  [{ tokensPerDay: 0 }, 'tokens_per_day_exceeded', 'false'],
  [{ tokensPerMonth: 0 }, 'tokens_per_month_exceeded', 'false'],
  [{ microUsdPerDay: 0 }, 'money_per_day_exceeded', 'false'],
  [{ requestsPerMinute: 1 }, 'requests_per_minute_exceeded', undefined],
  [{ concurrentRequests: 0 }, 'concurrent_requests_exceeded', 'false'],
] as const)('%j refuses with 429 %s, and x-should-retry: %s', async (limits, code, shouldRetry) => {
  const { send } = withBudget(limits);
  if ('requestsPerMinute' in limits) await send(chat());
  const answer = await send(chat());
  expect(answer.status).toBe(429);
  expect(JSON.parse(answer.body).error).toMatchObject({ code });
  expect(answer.headers['x-should-retry']).toBe(shouldRetry);
  expect(answer.headers['retry-after'] !== undefined).toBe(shouldRetry === undefined);
});

test('a day limit that is used up says when the day ends, and that a retry does not help', async () => {
  const { send } = withBudget({ tokensPerDay: 5_000 }, { script: () => [piece, usage(4_900)] });
  await send(chat());
  const answer = await send(chat());
  expect(answer.status).toBe(429);
  expect(answer.headers['x-should-retry']).toBe('false');
  const untilMidnight = 86_400 - Math.floor((Date.now() % 86_400_000) / 1000);
  expect(Math.abs(Number(answer.headers['retry-after']) - untilMidnight)).toBeLessThanOrEqual(2);
});

test('THREATS 9: a stream that nobody reads on is charged for what was produced, and holds no place', async () => {
  const { serve, seen, view, asAcme } = withBudget({ concurrentRequests: 1 }, { script: () => [piece, piece, end] });
  const abandoned = {
    send: async () => undefined,
    open: () => ({ write: async () => false, end: async () => undefined }),
  };
  await serve(asAcme(chat({ stream: true })), abandoned, { requestId: 'abandoned', remainingMs: 60_000 });
  expect(view().tenant?.sums).toMatchObject({ dk: 73, rs: 1 });
  expect(view().inFlight.size).toBe(0);
  expect(seen.closed).toHaveLength(1);
});

test.each([
  ['n', { n: 4 }],
  ['a huge max_tokens', { max_tokens: 1_000_000 }],
])('THREATS 9: %s cannot ask for more than is reserved', async (_what, more) => {
  const { send, seen, view } = withBudget({ tokensPerDay: 5_000 });
  await send(chat(more));
  for (const { maxOutputTokens } of seen.requests) expect(maxOutputTokens).toBeLessThanOrEqual(500);
  expect(view().tenant?.sums.dk ?? 0).toBeLessThanOrEqual(5_000);
});

test('THREATS 10: no usage plan in sight, and of 40 calls at once exactly the limit is admitted', async () => {
  const { send, view } = withBudget({ requestsPerMinute: 7 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => send(chat())));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(33);
  expect(view().tenant?.sums.rs).toBe(7);
  expect(view().inFlight.size).toBe(0);
});

test('THREATS 27: a model that hangs is given up before Lambda is, settled, on record, and holds no place', async () => {
  const hangs = async function* (): AsyncGenerator<ModelEvent> {
    yield piece;
    await new Promise(() => undefined);
  };
  const { send, seen, view } = withBudget({ concurrentRequests: 1 }, { script: hangs, times: { graceMs: 40 } });
  const answer = await send(chat(), 140);
  expect(answer.status).toBe(504);
  expect(view().inFlight.size).toBe(0);
  expect(view().expired.size).toBe(0);
  // what it cost is not known: what went in and what came out is charged.
  expect(view().tenant?.sums.dk).toBeGreaterThan(0);
  expect(seen.closed).toEqual([expect.objectContaining({ reason: 'deadline_exceeded' })]);
});

test('a model whose share is used up answers 429 with model_share_exceeded and when to come back', async () => {
  const fixture = budgetFixture({ quotaOf: () => ({ modelId: 'm', quota: { requestsPerMinute: 5 } }) });
  Object.defineProperty(fixture.clock, 'ms', { get: Date.now });
  const { send } = harness({ budget: fixture.budget, script: () => [piece, end] });
  const statuses = [];
  for (let n = 0; n < 5; n++) statuses.push((await send(event(chat()))).status);
  const refused = await send(event(chat()));
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  expect(refused.status).toBe(429);
  expect(JSON.parse(refused.body).error.code).toBe('model_share_exceeded');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.headers).not.toHaveProperty('x-should-retry');
});

function usage(tokens: number): ModelEvent {
  return { type: 'end', finishReason: 'stop', usage: { inputTokens: 40, outputTokens: tokens - 40 } };
}
