import { openAiProvider } from '../../lambda/gateway/models/openai';
import { upstreamKeys } from '../../lambda/gateway/models/upstream-keys';
import type { ModelEvent, ModelRequest } from '../../lambda/gateway/ports';
import type { ModelDeployment } from '../../lib/gateway/deployment';
import { deployment } from './fakes';

const KEY = 'sk-secret-canary';
const model: ModelDeployment = {
  ...(deployment.models[0] as ModelDeployment),
  provider: 'openai-compatible',
  modelId: 'upstream-model',
  baseUrl: 'https://llm.example/v1',
  secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:upstream-AbCdEf',
};

function upstream(answer: () => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit; body: Record<string, unknown> }[] = [];
  const refused: string[] = [];
  const provider = openAiProvider({
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init, body: JSON.parse(String(init.body)) as Record<string, unknown> });
      return answer();
    },
    keyOf: async () => KEY,
    insteadOf: async (_arn, key) => void refused.push(key),
  });
  const ask = async (changes: Partial<ModelRequest> = {}): Promise<ModelEvent[]> => {
    const events: ModelEvent[] = [];
    const request: ModelRequest = {
      model: 'small',
      system: ['Be brief.'],
      messages: [{ role: 'user', text: 'Hello' }],
      tools: [],
      maxOutputTokens: 100,
      streaming: true,
      signal: new AbortController().signal,
      ...changes,
    };
    for await (const event of provider.stream(model, request)) events.push(event);
    return events;
  };
  return { provider, ask, calls, refused };
}

const sse = (...data: unknown[]): Response =>
  new Response(data.map((item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });
const delta = (part: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: part, finish_reason }],
});
const usage = { choices: [], usage: { prompt_tokens: 4, completion_tokens: 2 } };
const END = { type: 'end', finishReason: 'stop', usage: { inputTokens: 4, outputTokens: 2 } };

test('asks in OpenAI’s protocol, with a ceiling and its own key, and follows no redirect', async () => {
  const { ask, calls } = upstream(() => sse(delta({ content: 'Hi' }), delta({}, 'stop'), usage, '[DONE]'));
  expect(await ask({ toolChoice: { name: 'f' }, tools: [{ name: 'f', parameters: {} }], stop: ['x'] })).toEqual([
    { type: 'text', text: 'Hi' },
    END,
  ]);
  expect(calls[0]?.url).toBe('https://llm.example/v1/chat/completions');
  expect(calls[0]?.init).toMatchObject({ redirect: 'error', headers: { authorization: `Bearer ${KEY}` } });
  expect(calls[0]?.body).toMatchObject({
    model: 'upstream-model',
    max_tokens: 100,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
    tool_choice: { type: 'function', function: { name: 'f' } },
    stop: ['x'],
  });
});

test('puts streamed tool calls together', async () => {
  const call = (part: object) => delta({ tool_calls: [{ index: 0, ...part }] });
  const { ask } = upstream(() =>
    sse(
      call({ id: 'c1', function: { name: 'f', arguments: '' } }),
      call({ function: { arguments: '{"a":' } }),
      call({ function: { arguments: '1}' } }),
      delta({}, 'tool_calls'),
      usage,
      '[DONE]',
    ),
  );
  expect(await ask()).toEqual([
    { type: 'tool_start', index: 0, id: 'c1', name: 'f' },
    { type: 'tool_arguments', index: 0, json: '{"a":' },
    { type: 'tool_arguments', index: 0, json: '1}' },
    { ...END, finishReason: 'tool_calls' },
  ]);
});

test('reads a whole answer', async () => {
  const { ask } = upstream(() =>
    Response.json({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], usage: usage.usage }),
  );
  expect(await ask({ streaming: false })).toEqual([{ type: 'text', text: 'Hi' }, END]);
});

test.each([
  [429, {}, 'upstream_throttled'],
  [400, { error: { code: 'context_length_exceeded' } }, 'context_length_exceeded'],
  [400, { error: { code: 'content_filter' } }, 'content_filter'],
  [400, { error: { message: 'no' } }, 'upstream_rejected'],
  [400, 'not json', 'upstream_rejected'],
  [401, {}, 'upstream_unavailable'],
  [404, {}, 'upstream_unavailable'],
  [503, {}, 'upstream_unavailable'],
  [504, {}, 'upstream_timeout'],
  [500, {}, 'upstream_error'],
])('status %i with %j is %s', async (status, body, reason) => {
  const { ask, refused } = upstream(() => new Response(JSON.stringify(body), { status }));
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ModelError', reason });
  expect(String(error)).not.toContain(KEY);
  expect(refused).toEqual(status === 401 ? [KEY] : []);
});

test.each([
  ['no end', () => sse(delta({ content: 'Hi' }))],
  ['no usage', () => sse(delta({ content: 'Hi' }, 'stop'), '[DONE]')],
  ['an error in mid-stream', () => sse(delta({ content: 'Hi' }), { error: { message: 'x' } })],
  ['no JSON', () => sse('hello')],
  ['no UTF-8', () => new Response(new Uint8Array([0x64, 0xff, 0xfe]))],
  ['an endless line', () => new Response(`data: ${'x'.repeat(9 * 1024 * 1024)}`)],
])('a stream with %s fails', async (_name, answer) => {
  await expect(upstream(answer).ask()).rejects.toMatchObject({ reason: 'upstream_error' });
});

test('an upstream that cannot be reached is unavailable', async () => {
  const { ask } = upstream(() => Promise.reject(new TypeError('fetch failed')));
  await expect(ask()).rejects.toMatchObject({ reason: 'upstream_unavailable' });
});

test('embeds', async () => {
  const { provider } = upstream(() => Response.json({ data: [{ embedding: [1, 2] }], usage: { prompt_tokens: 3 } }));
  const request = { model: 'm', inputs: ['a'], signal: new AbortController().signal };
  expect(await provider.embed(model, request)).toEqual({ vectors: [[1, 2]], inputTokens: 3 });
  await expect(provider.embed(model, { ...request, inputs: ['a', 'b'] })).rejects.toMatchObject({
    reason: 'upstream_error',
  });
});

describe('keys', () => {
  test('are read once in five minutes, and never kept after a failure', async () => {
    let nowMs = 0;
    const answers = ['key-one-1', '{"apiKey":"key-two-2"}', undefined, 'key-three-3'];
    let reads = 0;
    const { keyOf } = upstreamKeys(
      async () => answers[reads++],
      () => nowMs,
    );
    expect([await keyOf('a'), await keyOf('a')]).toEqual(['key-one-1', 'key-one-1']);
    nowMs = 300_000;
    expect(await keyOf('a')).toBe('key-two-2');
    nowMs = 600_000;
    await expect(keyOf('a')).rejects.toThrow('expected a text, got none');
    expect(await keyOf('a')).toBe('key-three-3');
    expect(reads).toBe(4);
  });

  test('the placeholder of a secret that nobody filled is no key', async () => {
    const { keyOf } = upstreamKeys(
      async () => '{"placeholder":true,"apiKey":"random-characters"}',
      () => 0,
    );
    await expect(keyOf('a')).rejects.toThrow('got the placeholder');
  });

  /** An upstream that takes some keys, behind a secret with versions. */
  function rotating(stages: Record<string, string | undefined>, accepted: Set<string>) {
    let nowMs = 0;
    const reads: string[] = [];
    const sent: string[] = [];
    const keys = upstreamKeys(
      async (_arn, stage) => {
        reads.push(stage);
        return stages[stage];
      },
      () => nowMs,
    );
    const provider = openAiProvider({
      ...keys,
      fetch: async (_url, init = {}) => {
        const key = (init.headers as Record<string, string>).authorization!.slice('Bearer '.length);
        sent.push(key);
        if (!accepted.has(key)) return new Response('{}', { status: 401 });
        return Response.json({ data: [{ embedding: [1] }], usage: { prompt_tokens: 1 } });
      },
    });
    const request = () => ({ model: 'm', inputs: ['a'], signal: new AbortController().signal });
    return {
      stages,
      accepted,
      reads,
      sent: () => sent.splice(0),
      pass: (ms: number) => void (nowMs += ms),
      ask: () => provider.embed(model, request()),
    };
  }

  test('a rotated key is picked up when the upstream refuses the old one, without a restart or a lost request', async () => {
    const upstream = rotating({ AWSCURRENT: 'old-key-1' }, new Set(['old-key-1']));
    await upstream.ask();
    Object.assign(upstream.stages, { AWSCURRENT: 'new-key-2', AWSPREVIOUS: 'old-key-1' });
    upstream.accepted.add('new-key-2');
    upstream.accepted.delete('old-key-1');
    await upstream.ask();
    await upstream.ask();
    expect(upstream.sent()).toEqual(['old-key-1', 'old-key-1', 'new-key-2', 'new-key-2']);
  });

  test('the key before serves while the upstream does not know the new one, and the new one is tried again', async () => {
    const upstream = rotating({ AWSCURRENT: 'new-key-2', AWSPREVIOUS: 'old-key-1' }, new Set(['old-key-1']));
    await upstream.ask();
    await upstream.ask();
    expect(upstream.sent()).toEqual(['new-key-2', 'old-key-1', 'old-key-1']);
    upstream.accepted.add('new-key-2');
    upstream.pass(30_000);
    await upstream.ask();
    expect(upstream.sent()).toEqual(['new-key-2']);
  });

  test('an upstream that refuses every key is asked with each at most once, and does not flood Secrets Manager', async () => {
    const upstream = rotating({ AWSCURRENT: 'new-key-2', AWSPREVIOUS: 'old-key-1' }, new Set());
    await expect(upstream.ask()).rejects.toMatchObject({ reason: 'upstream_unavailable' });
    expect(upstream.sent()).toEqual(['new-key-2', 'old-key-1']);
    const before = upstream.reads.length;
    for (let i = 0; i < 50; i += 1) await upstream.ask().catch(() => undefined);
    expect(upstream.reads.length - before).toBeLessThanOrEqual(2);
  });
});
