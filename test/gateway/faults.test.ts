import type { ReasonCode } from '../../lambda/core/reason';
import type { Guard } from '../../lambda/guard/guard';
import { ModelError, type Access, type AuditTrail, type Budget, type ModelEvent } from '../../lambda/gateway/ports';
import { access, chat, END, event, eventsOf, harness, openGuard, type Overrides } from './fakes';

/** The ways in which something outside fails. */
const FAULTS = {
  throws: (): never => {
    throw new Error('secret-canary: it is down');
  },
  rejects: (): Promise<never> => Promise.reject(new Error('secret-canary: it is down')),
  hangs: (): Promise<never> => new Promise(() => undefined),
} as const;
type Fault = keyof typeof FAULTS;
const WAYS = Object.keys(FAULTS) as Fault[];

const times = { portMs: 25, modelIdleMs: 25, graceMs: 10 };

const openAudit: AuditTrail = { open: async () => ({ close: async () => undefined }), refuse: async () => undefined };
const openBudget: Budget = {
  reserve: async () => ({ allowed: true, rateLimit: {} }),
  settle: async () => undefined,
  usageOf: async () => Promise.reject(new Error('not asked')),
};

interface Cell {
  readonly where: string;
  readonly how: Fault;
  readonly reason: ReasonCode;
  readonly overrides: Overrides;
}

const beforeTheModel: readonly Cell[] = WAYS.flatMap((how): Cell[] => [
  {
    where: 'directory',
    how,
    reason: 'directory_unavailable',
    overrides: { directory: { accessOf: () => FAULTS[how]() as Promise<Access> } },
  },
  {
    where: 'budget, reserve',
    how,
    reason: 'budget_unavailable',
    overrides: { budget: { ...openBudget, reserve: () => FAULTS[how]() } },
  },
  {
    where: 'audit, open',
    how,
    reason: 'audit_unavailable',
    overrides: { audit: { ...openAudit, open: () => FAULTS[how]() } },
  },
]).concat([
  { where: 'guard, lookup', how: 'throws', reason: 'guard_failed', overrides: { guardFor: FAULTS.throws } },
  {
    where: 'guard, inspection',
    how: 'throws',
    reason: 'guard_failed',
    overrides: { guardFor: () => ({ ...openGuard, inspectRequest: FAULTS.throws }) },
  },
]);

describe.each([false, true])('before the model, stream: %s', (stream) => {
  test.each(beforeTheModel)('$where $how: $reason, and no model call', async ({ reason, overrides }) => {
    const { seen, send } = harness({ ...overrides, times });
    const answer = await send(event(chat({ stream })));
    expect(answer).toMatchObject({ status: 503, ended: true });
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: reason, type: 'server_error' } });
    expect(seen.steps).not.toContain('model');
    expect(seen.lines).toHaveLength(1);
    expect(seen.lines[0]).toMatchObject({ level: 'ERROR', reason, status: 503 });
    expect(JSON.stringify(seen.lines)).not.toContain('secret-canary');
  });

  test('what was reserved is given back', async () => {
    const { seen, send } = harness({ guardFor: () => ({ ...openGuard, inspectRequest: FAULTS.throws }), times });
    await send(event(chat({ stream })));
    expect(seen.settlements).toEqual([expect.objectContaining({ tokens: 0, microUsd: 0 })]);
  });

  test('a reservation that lands late is taken back', async () => {
    const settled: number[] = [];
    const { send } = harness({
      times,
      budget: {
        ...openBudget,
        reserve: () =>
          new Promise((resolve) => setTimeout(() => resolve({ allowed: true, rateLimit: {} }), times.portMs * 2)),
        settle: async ({ tokens }) => void settled.push(tokens),
      },
    });
    expect((await send(event(chat({ stream })))).status).toBe(503);
    const before = settled.length;
    await new Promise((resolve) => setTimeout(resolve, times.portMs * 3));
    expect(settled.length).toBeGreaterThan(before);
    expect(settled.every((tokens) => tokens === 0)).toBe(true);
  });
});

const first: ModelEvent = { type: 'text', text: 'Once upon a time ' };

async function* broken(how: Fault, after: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
  yield* after;
  await FAULTS[how]();
}

function guardThatThrows(at: 'open' | 'push' | 'end'): Guard {
  return {
    ...openGuard,
    openResponse: (context) => {
      if (at === 'open') return FAULTS.throws();
      return { ...openGuard.openResponse(context), [at]: FAULTS.throws };
    },
  };
}

const beforeTheFirstWord: readonly Cell[] = [
  ...WAYS.map((how): Cell => ({
    where: 'model',
    how,
    reason: how === 'hangs' ? 'upstream_timeout' : 'upstream_error',
    overrides: { script: () => broken(how, []) },
  })),
  {
    where: 'model, call',
    how: 'throws',
    reason: 'upstream_error',
    overrides: { models: { stream: FAULTS.throws } },
  },
  { where: 'model, silent end', how: 'throws', reason: 'upstream_error', overrides: { script: () => [] } },
];

const inMidStream: readonly Cell[] = [
  ...WAYS.map((how): Cell => ({
    where: 'model',
    how,
    reason: how === 'hangs' ? 'upstream_timeout' : 'upstream_error',
    overrides: { script: () => broken(how, [first]) },
  })),
  { where: 'model, cut', how: 'throws', reason: 'upstream_error', overrides: { script: () => [first] } },
  ...(['open', 'push', 'end'] as const).map((at): Cell => ({
    where: `response guard, ${at}`,
    how: 'throws',
    reason: 'guard_failed',
    overrides: { guardFor: () => guardThatThrows(at), script: () => [first, END] },
  })),
];

describe('after the record was opened', () => {
  test.each([...beforeTheFirstWord, ...inMidStream])('whole: $where $how: $reason', async ({ reason, overrides }) => {
    const { seen, send } = harness({ ...overrides, times });
    const answer = await send(event(chat()));
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: reason } });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(seen.settlements).toHaveLength(1);
    expect(seen.closed).toEqual([expect.objectContaining({ reason, answerDigest: null })]);
  });

  test.each(beforeTheFirstWord)(
    'stream: $where $how before the first word is a status',
    async ({ reason, overrides }) => {
      const { seen, send } = harness({ ...overrides, times });
      const answer = await send(event(chat({ stream: true })));
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(seen.settlements).toHaveLength(1);
      expect(seen.closed).toEqual([expect.objectContaining({ reason })]);
    },
  );

  test.each(inMidStream)(
    'stream: $where $how in mid-stream is an event, then the end',
    async ({ reason, overrides }) => {
      const { seen, send } = harness({ ...overrides, times });
      const answer = await send(event(chat({ stream: true })));
      expect(answer).toMatchObject({ status: 200, ended: true });
      expect(eventsOf(answer.body).at(-1)).toMatchObject({ error: { code: reason } });
      expect(answer.body).not.toContain('[DONE]');
      expect(seen.settlements).toHaveLength(1);
      expect(seen.closed).toEqual([expect.objectContaining({ reason })]);
    },
  );

  test.each(WAYS)('settle %s: the answer stands, the worst case stays reserved, an alarm hears of it', async (how) => {
    const { seen, send } = harness({ times, budget: { ...openBudget, settle: () => FAULTS[how]() } });
    expect((await send(event(chat()))).status).toBe(200);
    expect(seen.closed).toHaveLength(1);
    expect(seen.lines[0]).toMatchObject({ BudgetFailures: 1 });
  });

  test('settle is tried again once', async () => {
    let tries = 0;
    const settle = async (): Promise<void> => {
      if (++tries === 1) throw new Error('down');
    };
    const { seen, send } = harness({ times, budget: { ...openBudget, settle } });
    await send(event(chat()));
    expect(tries).toBe(2);
    expect(seen.lines[0]).not.toHaveProperty('BudgetFailures');
  });

  test.each(WAYS)('close %s: no record, no answer', async (how) => {
    const audit: AuditTrail = { ...openAudit, open: async () => ({ close: () => FAULTS[how]() }) };
    const whole = await harness({ times, audit }).send(event(chat()));
    expect(whole.status).toBe(503);
    expect(whole.body).not.toContain('Hello');
    const stream = await harness({ times, audit }).send(event(chat({ stream: true })));
    expect(eventsOf(stream.body).at(-1)).toMatchObject({ error: { code: 'audit_unavailable' } });
    expect(stream.body).not.toContain('[DONE]');
    expect(stream.body).not.toContain('"finish_reason":"stop"');
  });

  test.each(WAYS)('a refusal that cannot be recorded is not told: %s', async (how) => {
    const { send } = harness({ times, audit: { ...openAudit, refuse: () => FAULTS[how]() } });
    const answer = await send(event('not json'));
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body).error.code).toBe('audit_unavailable');
  });
});

describe('what a failed call is charged', () => {
  test.each([
    ['upstream_throttled', 0],
    ['upstream_rejected', 0],
    ['upstream_unavailable', 0],
    ['context_length_exceeded', 0],
  ] as const)('%s before the first word costs nothing', async (reason, tokens) => {
    const { seen, send } = harness({
      script: async function* () {
        yield* [];
        throw new ModelError(reason, 'x');
      },
    });
    await send(event(chat()));
    expect(seen.settlements[0]?.tokens).toBe(tokens);
  });

  test('a model that hangs is charged its input, and what it had said', async () => {
    const { seen, send } = harness({ times, script: () => broken('hangs', [first]) });
    await send(event(chat({ stream: true })));
    const [settlement] = seen.settlements;
    const [reservation] = seen.reservations;
    expect(settlement?.tokens).toBeGreaterThan(JSON.stringify(chat({ stream: true })).length);
    expect(settlement?.tokens).toBeLessThan(reservation?.tokens ?? 0);
    expect(seen.closed[0]).toMatchObject({ outputTokens: 'Once upon a time '.length });
  });
});

describe('time', () => {
  test("the function's own end comes before Lambda's, settled and told", async () => {
    const { seen, send } = harness({ script: () => broken('hangs', []), times: { graceMs: 20 } });
    const answer = await send(event(chat()), 60);
    expect(answer.status).toBe(504);
    expect(JSON.parse(answer.body).error.code).toBe('deadline_exceeded');
    expect(seen.settlements).toHaveLength(1);
    expect(seen.closed).toHaveLength(1);
  });

  test('without time left nothing is begun', async () => {
    const { seen, send } = harness({ times: { graceMs: 100 } });
    const answer = await send(event(chat()), 50);
    expect(answer.status).toBe(504);
    expect(seen.steps).not.toContain('model');
  });

  test('the signal tells a model that obeys it', async () => {
    let aborted = false;
    const { send } = harness({
      times: { graceMs: 20 },
      script: async function* ({ signal }) {
        yield* [];
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          }),
        );
      },
    });
    await send(event(chat()), 60);
    expect(aborted).toBe(true);
  });

  test('a silent model opens the stream after a while, and comments keep it alive', async () => {
    const { send } = harness({
      times: { openAfterMs: 10, keepAliveMs: 10 },
      script: async function* () {
        await new Promise((resolve) => setTimeout(resolve, 60));
        yield first;
        yield END;
      },
    });
    const answer = await send(event(chat({ stream: true })));
    expect(answer.body).toMatch(/^data: .*\n\n(?:: keep-alive\n\n)+data: .*Once upon/);
    expect(eventsOf(answer.body).at(-1)).toBe('[DONE]');
  });

  test('a model that fails after the stream was opened is told in it', async () => {
    const { seen, send } = harness({
      times: { openAfterMs: 5 },
      script: async function* () {
        yield* [];
        await new Promise((resolve) => setTimeout(resolve, 30));
        throw new ModelError('upstream_throttled', 'busy');
      },
    });
    const answer = await send(event(chat({ stream: true })));
    expect(answer.status).toBe(200);
    expect(eventsOf(answer.body).at(-1)).toMatchObject({ error: { code: 'upstream_throttled' } });
    expect(seen.lines[0]).toMatchObject({ ModelFailures: 1, BrokenStreams: 1 });
  });

  test('a stream that breaks is counted as that only where its status said that all was well', async () => {
    const failing = harness({
      script: async function* () {
        yield* [];
        throw new ModelError('upstream_unavailable', 'gone');
      },
    });
    expect((await failing.send(event(chat({ stream: true })))).status).toBe(503);
    expect(failing.seen.lines[0]).toMatchObject({ ModelFailures: 1 });
    expect(failing.seen.lines[0]).not.toHaveProperty('BrokenStreams');
    const well = harness({ script: () => [first, END] });
    await well.send(event(chat({ stream: true })));
    expect(well.seen.lines[0]).not.toHaveProperty('BrokenStreams');
  });

  test('a guard that takes too long refuses', async () => {
    const { seen, send } = harness({
      times: { guardMs: 5 },
      guardFor: () => ({
        ...openGuard,
        inspectRequest: (segments) => {
          const end = performance.now() + 15;
          while (performance.now() < end);
          return openGuard.inspectRequest(segments);
        },
      }),
    });
    expect(JSON.parse((await send(event(chat()))).body).error.code).toBe('guard_deadline_exceeded');
    expect(seen.steps).not.toContain('model');
  });
});

describe('an abandoned stream', () => {
  const reader = (readsPieces: number) => {
    let pieces = 0;
    const ended: string[] = [];
    return {
      ended,
      reply: {
        send: async () => undefined,
        open: () => ({ write: async () => ++pieces <= readsPieces, end: async () => void ended.push('end') }),
      },
    };
  };

  test('is read to its end, recorded and charged what the model says', async () => {
    const { seen, send } = harness({ script: () => [first, first, first, END] });
    await send(event(chat({ stream: true })), 60_000, reader(2).reply);
    expect(seen.settlements).toEqual([expect.objectContaining({ tokens: 15 })]);
    expect(seen.lines[0]).toMatchObject({ AbandonedStreams: 1, status: 200 });
  });

  test('is given up after its time, recorded and charged what was produced', async () => {
    const { seen, send } = harness({
      deployment: { maxAbandonedSeconds: 0.02 },
      script: async function* () {
        for (;;) {
          yield first;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    });
    await send(event(chat({ stream: true })), 60_000, reader(2).reply);
    expect(seen.closed).toEqual([expect.objectContaining({ reason: 'deadline_exceeded' })]);
    expect(seen.settlements[0]?.tokens).toBeGreaterThan(0);
  });
});

test('a caller who is refused by the budget hears which limit, and when to come back', async () => {
  const { seen, send } = harness({
    budget: {
      ...openBudget,
      reserve: async () => ({
        allowed: false,
        reason: 'tokens_per_day_exceeded',
        rateLimit: { limitTokens: 1000, remainingTokens: 0, resetTokensSeconds: 3600 },
        retryAfterSeconds: 3600,
        shouldRetry: false,
      }),
    },
  });
  const answer = await send(event(chat()));
  expect(answer.status).toBe(429);
  expect(answer.headers).toMatchObject({
    'retry-after': '3600',
    'x-should-retry': 'false',
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '3600s',
  });
  expect(seen.steps).not.toContain('model');
  expect(seen.refused).toHaveLength(1);
});

test('where the byte bound alone would refuse, the provider counts once', async () => {
  const asked: number[] = [];
  let counts = 0;
  const { seen, send } = harness({
    budget: {
      ...openBudget,
      reserve: async ({ tokens }) => {
        asked.push(tokens);
        return tokens > 900
          ? { allowed: false, reason: 'tokens_per_minute_exceeded', rateLimit: {}, shouldRetry: true }
          : { allowed: true, rateLimit: {} };
      },
    },
    models: {
      countTokens: async () => {
        counts += 1;
        return 40;
      },
    },
  });
  const answer = await send(event(chat({ messages: [{ role: 'user', content: 'word '.repeat(200) }] })));
  expect(answer.status).toBe(200);
  expect(counts).toBe(1);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe(40 + 256 + access.maxOutputTokens);
  expect(seen.steps).toContain('model');
});
