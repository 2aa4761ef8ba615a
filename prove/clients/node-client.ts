import OpenAI, { APIError } from 'openai';
import { EXPECTED_ERRORS, type ClientInput, type ExpectedError, type Outcome } from './outcome';

const CLIENT = 'openai for Node';

const TOOL = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

/** Every call with the SDK of OpenAI for Node. */
export async function nodeClient(input: ClientInput): Promise<readonly Outcome[]> {
  const { baseUrl, model, token } = input;
  const client = new OpenAI({ baseURL: baseUrl, apiKey: token, maxRetries: 0 });
  const ask = (content: string) => [{ role: 'user' as const, content }];
  const outcomes: Outcome[] = [];
  const expect = async (call: string, run: () => Promise<{ ok: boolean; got: string }>): Promise<void> => {
    const result = await run().catch((error: unknown) => ({ ok: false, got: String(error) }));
    outcomes.push({ client: CLIENT, call, ...result });
  };

  await expect('chat', async () => {
    const answer = await client.chat.completions.create({ model, messages: ask('What is the capital of France?') });
    const text = answer.choices[0]?.message.content ?? '';
    return { ok: text.includes('Paris') && (answer.usage?.total_tokens ?? 0) > 0, got: text };
  });
  await expect('stream', async () => {
    const stream = await client.chat.completions.create({
      model,
      messages: ask('[[n=8]]'),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let total = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      total = chunk.usage?.total_tokens ?? total;
    }
    return { ok: text.includes('tok7') && total > 0, got: `${text} (${total} tokens)` };
  });
  await expect('tools', async () => {
    const answer = await client.chat.completions.create({
      model,
      messages: ask('What is the weather in Oslo? [[tool={"city":"Oslo"}]]'),
      tools: [TOOL],
    });
    const [call] = answer.choices[0]?.message.tool_calls ?? [];
    const got = JSON.stringify(call);
    return { ok: answer.choices[0]?.finish_reason === 'tool_calls' && got.includes('Oslo'), got };
  });
  await expect('models', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list()) ids.push(id);
    return { ok: ids.includes(model), got: ids.join(', ') };
  });

  const refusals: Readonly<Record<string, () => Promise<unknown>>> = {
    'no token': () =>
      client.chat.completions.create({ model, messages: ask('hi') }, { headers: { Authorization: null } }),
    'wrong token': () => other(baseUrl, 'a.b.c').chat.completions.create({ model, messages: ask('hi') }),
    'blocked content': () => client.chat.completions.create({ model, messages: ask(input.attack) }),
    'too large': () => client.chat.completions.create({ model, messages: ask(input.tooLarge) }),
    'over the limit': () => other(baseUrl, input.limitedToken).chat.completions.create({ model, messages: ask('hi') }),
  };
  for (const expected of EXPECTED_ERRORS)
    await expect(expected.call, async () => {
      try {
        await refusals[expected.call]?.();
        return { ok: false, got: 'an answer' };
      } catch (error) {
        return judge(expected, error);
      }
    });
  return outcomes;
}

function other(baseURL: string, apiKey: string): OpenAI {
  return new OpenAI({ baseURL, apiKey, maxRetries: 0 });
}

function judge(expected: ExpectedError, error: unknown): { ok: boolean; got: string } {
  if (!(error instanceof APIError)) return { ok: false, got: String(error) };
  const { status, code, requestID } = error;
  const retryAfter = error.headers?.get('retry-after') ?? null;
  const got = `${error.constructor.name} ${status} ${code} request ${requestID ?? 'none'} retry-after ${retryAfter ?? 'none'}`;
  const ok =
    error.constructor.name === expected.errorClass &&
    status === expected.status &&
    code === expected.code &&
    (!expected.requestId || Boolean(requestID)) &&
    (status !== 429 || Number(retryAfter) > 0);
  return { ok, got };
}
