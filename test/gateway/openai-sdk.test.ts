import OpenAI, { APIError, BadRequestError, PermissionDeniedError, RateLimitError } from 'openai';
import type { ModelEvent } from '../../lambda/gateway/ports';
import { ModelError } from '../../lambda/gateway/ports';
import { refusal } from '../../lambda/core/verdict';
import { END, harness, openGuard, say, type Overrides } from './fakes';
import { sdkFetch } from './sdk-fetch';

function client(overrides: Overrides = {}) {
  const { serve, seen } = harness(overrides);
  const openai = new OpenAI({
    baseURL: 'http://gateway.test/v1',
    apiKey: 'token',
    fetch: sdkFetch(serve),
    maxRetries: 0,
  });
  return { openai, seen };
}

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const weather = {
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const callsWeather: readonly ModelEvent[] = [
  { type: 'text', text: 'Let me see. ' },
  { type: 'tool_start', index: 1, id: 'tooluse_1', name: 'get_weather' },
  { type: 'tool_arguments', index: 1, json: '{"city":' },
  { type: 'tool_arguments', index: 1, json: '"Oslo"}' },
  { type: 'end', finishReason: 'tool_calls', usage: { inputTokens: 10, outputTokens: 5 } },
];

describe('chat.completions', () => {
  test('answers whole, with its request id', async () => {
    const { openai } = client();
    const { data, response, request_id } = await openai.chat.completions
      .create({ model: 'small', messages })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe('Hello world');
    expect(data.usage?.total_tokens).toBe(15);
    expect(request_id).toBe('sdk-1');
    expect(response.headers.get('x-llm-model')).toBe('small');
    expect(response.headers.get('x-llm-guard')).toBe('policy=standard@7; request=passed; response=passed');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('59');
  });

  test('streams, and the pieces add up', async () => {
    const { openai } = client();
    const stream = openai.chat.completions.stream({
      model: 'small',
      messages,
      stream_options: { include_usage: true },
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe('Hello world');
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect(final.usage?.completion_tokens).toBe(5);
  });

  test.each([false, true])('passes tools through, stream: %s', async (stream) => {
    const { openai, seen } = client({ script: () => callsWeather });
    const body = { model: 'small', messages, tools: [{ type: 'function' as const, function: weather }] };
    const message = stream
      ? (await openai.chat.completions.stream(body).finalChatCompletion()).choices[0]?.message
      : (await openai.chat.completions.create(body)).choices[0]?.message;
    expect(message).toMatchObject({
      content: 'Let me see. ',
      tool_calls: [
        { id: 'tooluse_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
      ],
    });
    expect(seen.requests[0]?.tools).toEqual([weather]);
  });

  test('answers several choices, each from its own call', async () => {
    let call = 0;
    const { openai, seen } = client({ script: () => say(`answer ${++call}`) });
    const { choices, usage } = await openai.chat.completions.create({ model: 'small', messages, n: 3 });
    expect(choices.map(({ message }) => message.content)).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(usage?.total_tokens).toBe(45);
    expect(seen.settlements[0]?.tokens).toBe(45);
  });

  test('a blocked prompt is the error class of its status, with its code', async () => {
    const { openai } = client({
      guardFor: () => ({ ...openGuard, inspectRequest: () => refusal('prompt_injection', 'model') }),
    });
    const error = await openai.chat.completions.create({ model: 'small', messages }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ status: 400, code: 'prompt_injection', requestID: 'sdk-1' });
  });

  test('a throttled model is a status as long as nothing was said', async () => {
    const { openai } = client({
      script: async function* () {
        yield* [];
        throw new ModelError('upstream_throttled', 'busy', 7);
      },
    });
    const error = await openai.chat.completions
      .create({ model: 'small', messages, stream: true })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect((error as APIError).headers?.get('retry-after')).toBe('7');
  });

  test('an error in mid-stream is thrown, never a silent cut', async () => {
    const { openai } = client({
      script: async function* () {
        yield { type: 'text', text: 'Once upon' };
        throw new ModelError('upstream_unavailable', 'gone');
      },
    });
    const texts: string[] = [];
    const error = await (async () => {
      for await (const chunk of await openai.chat.completions.create({ model: 'small', messages, stream: true })) {
        texts.push(chunk.choices[0]?.delta.content ?? '');
      }
    })().catch((thrown: unknown) => thrown);
    expect(texts.join('')).toBe('Once upon');
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: 'upstream_unavailable' });
  });

  test('JSON mode is validated before a byte of it is sent', async () => {
    const schema = {
      type: 'object',
      properties: { n: { type: 'integer' } },
      required: ['n'],
      additionalProperties: false,
    };
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'number', schema, strict: true } };
    const good = client({ script: () => say('```json\n', '{"n":', '7}', '\n```') });
    const answer = await good.openai.chat.completions.create({ model: 'small', messages, response_format });
    expect(answer.choices[0]?.message.content).toBe('{"n":7}');
    const bad = client({ script: () => say('{"n":"seven"}') });
    await expect(
      bad.openai.chat.completions.create({ model: 'small', messages, response_format }),
    ).rejects.toMatchObject({
      status: 502,
      code: 'output_schema_invalid',
    });
  });
});

describe('responses', () => {
  test('answers whole', async () => {
    const { openai, seen } = client();
    const answer = await openai.responses.create({ model: 'small', instructions: 'Be brief.', input: 'Say hello.' });
    expect(answer.output_text).toBe('Hello world');
    expect(answer.status).toBe('completed');
    expect(answer.usage?.total_tokens).toBe(15);
    expect(seen.requests[0]?.system.at(-1)).toBe('Be brief.');
  });

  test('streams, and the pieces add up', async () => {
    const { openai } = client();
    const stream = openai.responses.stream({ model: 'small', input: [{ role: 'user', content: 'Say hello.' }] });
    let text = '';
    stream.on('response.output_text.delta', ({ delta }) => void (text += delta));
    const final = await stream.finalResponse();
    expect(text).toBe('Hello world');
    expect(final.output_text).toBe('Hello world');
  });

  test.each([false, true])('passes tools through, stream: %s', async (stream) => {
    const { openai } = client({ script: () => callsWeather });
    const body = {
      model: 'small',
      input: 'The weather in Oslo?',
      tools: [{ type: 'function' as const, strict: true, ...weather }],
    };
    const answer = stream ? await openai.responses.stream(body).finalResponse() : await openai.responses.create(body);
    expect(answer.output.map(({ type }) => type)).toEqual(['message', 'function_call']);
    expect(answer.output[1]).toMatchObject({ name: 'get_weather', call_id: 'tooluse_1', arguments: '{"city":"Oslo"}' });
  });

  test('a conversation with a tool goes on', async () => {
    const { openai, seen } = client();
    await openai.responses.create({
      model: 'small',
      tools: [{ type: 'function', strict: true, ...weather }],
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'The weather?' }] },
        { type: 'function_call', call_id: 'a', name: 'get_weather', arguments: '{"city":"Oslo"}' },
        { type: 'function_call', call_id: 'b', name: 'get_weather', arguments: '{"city":"Bergen"}' },
        { type: 'function_call_output', call_id: 'a', output: 'rain' },
        { type: 'function_call_output', call_id: 'b', output: 'more rain' },
      ],
    });
    expect(seen.requests[0]?.messages).toMatchObject([
      { role: 'user', text: 'The weather?' },
      { role: 'assistant', text: '', toolCalls: [{ id: 'call_1' }, { id: 'call_2' }] },
      { role: 'tool', toolCallId: 'call_1', text: 'rain' },
      { role: 'tool', toolCallId: 'call_2', text: 'more rain' },
    ]);
  });

  test('an error in mid-stream is thrown', async () => {
    const { openai } = client({
      script: async function* () {
        yield { type: 'text', text: 'Once upon' };
        throw new ModelError('upstream_error', 'gone');
      },
    });
    const stream = await openai.responses.create({ model: 'small', input: 'x', stream: true });
    const read = async (): Promise<void> => {
      for await (const event of stream) void event;
    };
    await expect(read()).rejects.toMatchObject({ code: 'upstream_error' });
  });

  test.each([
    [{ store: true }, 'store'],
    [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ background: true }, 'background'],
    [{ tools: [{ type: 'web_search' as const }] }, 'tools'],
  ])('refuses what no guard of ours sees: %j', async (extra, param) => {
    const { openai, seen } = client();
    await expect(openai.responses.create({ model: 'small', input: 'x', ...extra })).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param,
    });
    expect(seen.steps).not.toContain('model');
  });
});

describe('embeddings', () => {
  test('answers vectors in the encoding that the SDK asks for', async () => {
    const { openai, seen } = client();
    const answer = await openai.embeddings.create({ model: 'vectors', input: ['one', 'two'] });
    expect(answer.data.map(({ embedding }) => embedding)).toEqual([
      [0.5, -0.25],
      [0.5, -0.25],
    ]);
    expect(answer.usage.total_tokens).toBe(7);
    expect(seen.steps).toEqual(['directory', 'reserve', 'guard', 'open', 'model', 'settle', 'close']);
  });

  test('tokens in the place of texts are refused', async () => {
    const { openai } = client();
    await expect(openai.embeddings.create({ model: 'vectors', input: [1, 2, 3] })).rejects.toMatchObject({
      code: 'unsupported_content',
    });
  });

  test('a chat model embeds nothing', async () => {
    const { openai } = client();
    await expect(openai.embeddings.create({ model: 'small', input: 'x' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('models', () => {
  test('lists what the caller may use', async () => {
    const { openai } = client();
    const { data } = await openai.models.list();
    expect(data.map(({ id }) => id)).toEqual(['small', 'vectors']);
  });

  test('a model of others is forbidden, an unknown one is not found', async () => {
    const { openai } = client();
    await expect(openai.chat.completions.create({ model: 'big', messages })).rejects.toBeInstanceOf(
      PermissionDeniedError,
    );
    await expect(openai.chat.completions.create({ model: 'huge', messages })).rejects.toMatchObject({ status: 404 });
  });
});

test('the end of a stream comes after its record is closed', async () => {
  const { openai, seen } = client({ script: () => [{ type: 'text', text: 'x' }, END] });
  for await (const chunk of await openai.chat.completions.create({ model: 'small', messages, stream: true }))
    void chunk;
  expect(seen.steps).toEqual(['directory', 'reserve', 'guard', 'open', 'model', 'settle', 'close']);
});
