import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrockError } from '../../lambda/gateway/models/bedrock-error';
import { bedrockProvider } from '../../lambda/gateway/models/bedrock';
import { converseInput } from '../../lambda/gateway/models/bedrock-request';
import { ModelError, type ModelEvent, type ModelRequest } from '../../lambda/gateway/ports';
import { startBedrockMock, type BedrockMock } from '../../local/bedrock/bedrock-mock';
import { demoModel } from '../../local/bedrock/demo-model';
import { deployment } from './fakes';

jest.setTimeout(60_000);

const [model] = deployment.models;
if (!model) throw new Error('no model');
const weather = {
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};

let mock: BedrockMock;
let client: BedrockRuntimeClient;
beforeAll(async () => {
  mock = await startBedrockMock(demoModel);
  client = new BedrockRuntimeClient({
    endpoint: mock.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await mock.close();
});

function request(text: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'small',
    system: ['Be brief.'],
    messages: [{ role: 'user', text }],
    tools: [],
    maxOutputTokens: 100,
    streaming: true,
    signal: new AbortController().signal,
    ...changes,
  };
}

async function ask(asked: ModelRequest): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of bedrockProvider(client).stream(model as typeof model & object, asked)) events.push(event);
  return events;
}

const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

describe.each([true, false])('over the real SDK, streaming: %s', (streaming) => {
  test('says words, and what they cost', async () => {
    const events = await ask(request('Count. [[n=3]]', { streaming }));
    expect(textOf(events)).toBe('tok0 tok1 tok2 ');
    expect(events.at(-1)).toMatchObject({ type: 'end', finishReason: 'stop', usage: { outputTokens: 3 } });
    expect(mock.calls.at(-1)?.operation).toBe(streaming ? 'converse-stream' : 'converse');
  });

  test('calls a tool', async () => {
    const events = await ask(request('[[tool={"city":"Oslo"}]]', { streaming, tools: [weather] }));
    expect(events[0]).toMatchObject({ type: 'tool_start', id: 'tooluse_local_1', name: 'get_weather' });
    const json = events.map((event) => (event.type === 'tool_arguments' ? event.json : '')).join('');
    expect(JSON.parse(json)).toEqual({ city: 'Oslo' });
    expect(events.at(-1)).toMatchObject({ finishReason: 'tool_calls' });
  });

  test('stops at its ceiling, and where a guardrail stops it', async () => {
    expect((await ask(request('[[n=9]]', { streaming, maxOutputTokens: 2 }))).at(-1)).toMatchObject({
      finishReason: 'length',
    });
    expect((await ask(request('[[n=1]] [[guardrail]]', { streaming }))).at(-1)).toMatchObject({
      finishReason: 'content_filter',
    });
  });

  test.each([
    ['ThrottlingException:429', 'upstream_throttled'],
    ['ServiceQuotaExceededException:400', 'upstream_throttled'],
    ['ModelNotReadyException:429', 'upstream_throttled'],
    ['ValidationException:400', 'upstream_rejected'],
    ['AccessDeniedException:403', 'upstream_unavailable'],
    ['ResourceNotFoundException:404', 'upstream_unavailable'],
    ['ServiceUnavailableException:503', 'upstream_unavailable'],
    ['ModelTimeoutException:408', 'upstream_timeout'],
    ['InternalServerException:500', 'upstream_error'],
    ['ModelErrorException:424', 'upstream_error'],
  ])('%s is %s', async (fault, reason) => {
    await expect(ask(request(`[[err=${fault}]]`, { streaming }))).rejects.toMatchObject({ name: 'ModelError', reason });
  });

  test('obeys the signal', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(ask(request('[[hang]]', { streaming, signal: controller.signal }))).rejects.toBeInstanceOf(ModelError);
  });
});

test('a failure in mid-stream is one of ours', async () => {
  await expect(ask(request('[[n=5]] [[miderr=2]]'))).rejects.toMatchObject({ reason: 'upstream_throttled' });
  await expect(ask(request('[[n=5]] [[cut=2]]'))).rejects.toBeInstanceOf(ModelError);
});

test('counts tokens, and says so where it cannot', async () => {
  const provider = bedrockProvider(client);
  expect(await provider.countTokens(model, request('x'.repeat(400)))).toBeGreaterThan(50);
  mock.setFault({ error: { code: 'ValidationException', status: 400 } });
  expect(await provider.countTokens(model, request('x'))).toBeUndefined();
  mock.setFault({});
});

test.each([true, false])(
  'a connection that breaks before an answer is a model that cannot be reached, streaming: %s',
  async (streaming) => {
    mock.setFault({ cut: true });
    const events = bedrockProvider(client).stream(model, { ...request('x'), streaming });
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'upstream_unavailable' });
    mock.setFault({});
  },
);

test.each([
  ['breaks off', '[[n=8]][[cut=4]]'],
  ['goes on in nonsense', '[[n=8]][[wrong=4]]'],
])('a stream that %s has failed, and has no end', async (_, directives) => {
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    for await (const { type } of bedrockProvider(client).stream(model, { ...request(directives), streaming: true }))
      seen.push(type);
  };
  await expect(read()).rejects.toMatchObject({ reason: 'upstream_error' });
  expect(seen).not.toContain('end');
});

test('a prompt that does not fit has its own reason', () => {
  const tooLong = Object.assign(new Error('Input is too long for requested model.'), { name: 'ValidationException' });
  expect(bedrockError(tooLong).reason).toBe('context_length_exceeded');
  expect(bedrockError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).reason).toBe('upstream_unavailable');
  expect(bedrockError('what').reason).toBe('upstream_error');
});

describe('the Converse call', () => {
  test('takes turns, keeps tool results with the user, and has no blank text', () => {
    const { messages, system } = converseInput(
      'm',
      request('', {
        messages: [
          { role: 'user', text: 'a' },
          { role: 'user', text: 'b' },
          {
            role: 'assistant',
            text: ' ',
            toolCalls: [{ id: '1', name: 'get_weather', argumentsJson: '{"city":"Oslo"}' }],
          },
          { role: 'tool', text: '', toolCallId: '1' },
          { role: 'user', text: 'c' },
        ],
      }),
    );
    expect(system).toEqual([{ text: 'Be brief.' }]);
    expect(messages).toEqual([
      { role: 'user', content: [{ text: 'a' }, { text: 'b' }] },
      { role: 'assistant', content: [{ toolUse: { toolUseId: '1', name: 'get_weather', input: { city: 'Oslo' } } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: '1', content: [{ text: ' ' }] } }, { text: 'c' }] },
    ]);
  });

  test.each([
    ['required', { any: {} }],
    [{ name: 'get_weather' }, { tool: { name: 'get_weather' } }],
    ['auto', undefined],
  ] as const)('chooses tools: %j', (toolChoice, expected) => {
    const { toolConfig } = converseInput('m', request('x', { tools: [weather], toolChoice }));
    expect(toolConfig?.toolChoice).toEqual(expected);
    expect(toolConfig?.tools).toHaveLength(1);
  });

  test('offers no tool where none may be called', () => {
    expect(converseInput('m', request('x', { tools: [weather], toolChoice: 'none' })).toolConfig).toBeUndefined();
  });

  test('declares the tools of a conversation that offers none any more', () => {
    const { toolConfig } = converseInput(
      'm',
      request('x', {
        messages: [{ role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'old', argumentsJson: '{}' }] }],
      }),
    );
    expect(toolConfig?.tools).toEqual([{ toolSpec: { name: 'old', inputSchema: { json: { type: 'object' } } } }]);
  });

  test('always has a ceiling', () => {
    expect(converseInput('m', request('x')).inferenceConfig).toEqual({ maxTokens: 100 });
  });
});
