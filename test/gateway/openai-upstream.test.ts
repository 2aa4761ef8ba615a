import { openAiProvider } from '../../lambda/gateway/models/openai';
import { secretCache } from '../../lambda/gateway/models/secrets';
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
  const forgotten: string[] = [];
  const provider = openAiProvider({
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init, body: JSON.parse(String(init.body)) as Record<string, unknown> });
      return answer();
    },
    secretOf: async () => KEY,
    forgetSecret: (arn) => void forgotten.push(arn),
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
  return { provider, ask, calls, forgotten };
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
  const { ask, forgotten } = upstream(() => new Response(JSON.stringify(body), { status }));
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ModelError', reason });
  expect(String(error)).not.toContain(KEY);
  expect(forgotten).toHaveLength(status === 401 ? 1 : 0);
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

describe('credentials', () => {
  test('are read once in five minutes, again when refused, and never after a failure', async () => {
    let nowMs = 0;
    const answers = ['one', '{"apiKey":"two"}', undefined, 'three'];
    let reads = 0;
    const read = async (): Promise<string> => {
      const answer = answers[reads++];
      if (typeof answer !== 'string') throw new Error('down');
      return answer;
    };
    const { secretOf, forgetSecret } = secretCache(read, () => nowMs);
    expect([await secretOf('a'), await secretOf('a')]).toEqual(['one', 'one']);
    nowMs = 300_000;
    expect(await secretOf('a')).toBe('two');
    forgetSecret('a');
    await expect(secretOf('a')).rejects.toThrow('down');
    expect(await secretOf('a')).toBe('three');
    expect(reads).toBe(4);
  });
});
