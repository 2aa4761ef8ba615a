import * as fc from 'fast-check';
import { REASONS, type ReasonCode } from '../../lambda/core/reason';
import { refusal } from '../../lambda/core/verdict';
import { ModelError, type ModelEvent } from '../../lambda/gateway/ports';
import { access, chat, END, event, eventsOf, harness, openGuard } from './fakes';

// a loaded machine must not decide whether a property holds.
jest.setTimeout(60_000);

/** Runs a body and fails on anything that a process should never see. */
async function survives(run: () => Promise<void>): Promise<void> {
  const lost: unknown[] = [];
  const note = (error: unknown): void => void lost.push(error);
  process.on('unhandledRejection', note);
  try {
    await run();
    await new Promise((resolve) => setImmediate(resolve));
    expect(lost).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
}

const paths = ['/chat/completions', '/responses', '/embeddings', '/guard'];

test('any bytes as a body: an answer below 500, no model call, one log line', async () => {
  await survives(() =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...paths), async (bytes, resource) => {
        const { seen, send } = harness();
        const body = Buffer.from(bytes).toString('base64');
        const answer = await send(event('', { resource, body, isBase64Encoded: true }));
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(seen.steps).not.toContain('model');
        expect(seen.lines).toHaveLength(1);
      }),
    ),
  );
});

/** JSON that is nearly a request: known names with any values. */
const nearlyChat = fc.record(
  {
    model: fc.oneof(fc.constant('small'), fc.jsonValue()),
    messages: fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          {
            role: fc.oneof(fc.constantFrom('system', 'user', 'assistant', 'tool', 'developer'), fc.jsonValue()),
            content: fc.oneof(
              fc.string(),
              fc.array(fc.record({ type: fc.constant('text'), text: fc.jsonValue() })),
              fc.jsonValue(),
            ),
            tool_calls: fc.jsonValue(),
            tool_call_id: fc.jsonValue(),
          },
          { requiredKeys: ['role'] },
        ),
        { maxLength: 4 },
      ),
    ),
    tools: fc.jsonValue(),
    tool_choice: fc.jsonValue(),
    stream: fc.oneof(fc.boolean(), fc.jsonValue()),
    n: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.jsonValue()),
    stop: fc.jsonValue(),
    response_format: fc.jsonValue(),
    max_tokens: fc.jsonValue(),
    __proto__: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

test('anything that is nearly a request: answered or refused, never broken', async () => {
  await survives(() =>
    fc.assert(
      fc.asyncProperty(nearlyChat, async (body) => {
        const { seen, send } = harness();
        const answer = await send(event(body));
        expect(answer.ended).toBe(true);
        expect(answer.status === 200 || (answer.status >= 400 && answer.status < 500)).toBe(true);
        if (answer.status !== 200) expect(seen.steps).not.toContain('model');
        expect(seen.settlements.length).toBe(seen.reservations.length);
        expect(seen.closed.length).toBe(seen.opened.length);
      }),
      { numRuns: 100 },
    ),
  );
});

test('headers of any shape break nothing', async () => {
  const headers = fc.dictionary(
    fc.constantFrom(
      'content-type',
      'Content-Type',
      'content-encoding',
      'idempotency-key',
      'x-http-method-override',
      '__proto__',
    ),
    fc.oneof(fc.array(fc.string()), fc.constant(null)),
  );
  await survives(() =>
    fc.assert(
      fc.asyncProperty(headers, async (multiValueHeaders) => {
        const answer = await harness().send(event(chat(), { multiValueHeaders }));
        expect(answer.status === 200 || (answer.status >= 400 && answer.status < 500)).toBe(true);
      }),
    ),
  );
});

test('whatever a model says and however it is cut, the answer has one end and one record', async () => {
  const modelEvent: fc.Arbitrary<ModelEvent> = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: fc.string({ unit: 'binary', maxLength: 20 }) }),
    fc.record({
      type: fc.constant('tool_start' as const),
      index: fc.nat(2),
      id: fc.string({ maxLength: 10 }),
      name: fc.constantFrom('get_weather', 'format_disk'),
    }),
    fc.record({
      type: fc.constant('tool_arguments' as const),
      index: fc.nat(2),
      json: fc.constantFrom('{', '}', '{"a":1}', ''),
    }),
    fc.constant(END),
  );
  const tools = [{ type: 'function', function: { name: 'get_weather' } }];
  await survives(() =>
    fc.assert(
      fc.asyncProperty(fc.array(modelEvent, { maxLength: 8 }), fc.boolean(), async (script, stream) => {
        const { seen, send } = harness({ script: () => script });
        const answer = await send(event(chat({ stream, tools })));
        expect(answer.ended).toBe(true);
        expect(seen.closed).toHaveLength(1);
        expect(seen.settlements).toHaveLength(1);
        if (answer.headers['content-type'] === 'application/json') return;
        const ends = eventsOf(answer.body).filter((data) => data === '[DONE]' || (data as { error?: unknown }).error);
        expect(ends).toHaveLength(1);
        expect(eventsOf(answer.body).at(-1)).toEqual(ends[0]);
      }),
      { numRuns: 100 },
    ),
  );
});

describe('every reason reaches the caller in OpenAI’s shape', () => {
  test.each(Object.keys(REASONS) as ReasonCode[])('%s from the guard, the directory and the budget', async (reason) => {
    const { status, message, type } = REASONS[reason];
    const error = { error: { message, type, param: null, code: reason } };
    const guarded = harness({ guardFor: () => ({ ...openGuard, inspectRequest: () => refusal(reason, 'check') }) });
    const listed = harness({ directory: { accessOf: async () => ({ refused: reason }) } });
    const limited = harness({
      budget: {
        reserve: async () => ({ allowed: false, reason, rateLimit: {}, shouldRetry: false }),
        settle: async () => undefined,
        usageOf: async () => Promise.reject(new Error('not asked')),
      },
    });
    for (const { send, seen } of [guarded, listed, limited]) {
      const answer = await send(event(chat()));
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toEqual(error);
      expect(seen.steps).not.toContain('model');
      expect(seen.lines[0]).toMatchObject({ reason, status });
    }
  });

  test.each([
    'upstream_rejected',
    'upstream_throttled',
    'upstream_unavailable',
    'upstream_error',
    'upstream_timeout',
    'context_length_exceeded',
    'content_filter',
  ] as const)('%s from the model', async (reason) => {
    const { send } = harness({
      script: async function* () {
        yield* [];
        throw new ModelError(reason, 'x');
      },
    });
    const answer = await send(event(chat()));
    expect(answer.status).toBe(REASONS[reason].status);
    expect(JSON.parse(answer.body).error.code).toBe(reason);
  });
});

test('fifty requests at once in one process do not mix', async () => {
  const { seen, serve } = harness({
    script: async function* ({ messages }) {
      const text = messages[0]?.text ?? '';
      for (const letter of text) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        yield { type: 'text', text: letter };
      }
      yield { type: 'end', finishReason: 'stop', usage: { inputTokens: Number(text.slice(1)), outputTokens: 1 } };
    },
    directory: { accessOf: async ({ tenant }) => ({ ...access, tenant }) },
  });
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const parts: string[] = [];
      const context = {
        requestId: 'r',
        authorizer: { tenant: `t${i}`, client: `c${i}`, user: '', exp: '4102444800', roles: 'a', scopes: 'llm/chat' },
      };
      await serve(
        event(chat({ stream: i % 2 === 0, messages: [{ role: 'user', content: `#${1000 + i}` }] }), {
          requestContext: context,
        }),
        {
          send: async (_status, _headers, body) => void parts.push(body),
          open: () => ({ write: async (text) => parts.push(text) > 0, end: async () => undefined }),
        },
        { requestId: `req-${i}`, remainingMs: 60_000 },
      );
      return parts.join('');
    }),
  );
  answers.forEach((answer, i) => {
    const said =
      i % 2 === 0
        ? eventsOf(answer)
            .map((data) => (data as { choices?: { delta: { content?: string } }[] }).choices?.[0]?.delta.content ?? '')
            .join('')
        : (JSON.parse(answer) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;
    expect(said).toBe(`#${1000 + i}`);
    const settlement = seen.settlements.find(({ requestId }) => requestId === `req-${i}`);
    expect(settlement).toMatchObject({ principal: { tenant: `t${i}` }, tokens: 1000 + i + 1 });
  });
  const canaries = seen.requests.map(({ system }) => system[0]);
  expect(new Set(canaries).size).toBe(50);
});
