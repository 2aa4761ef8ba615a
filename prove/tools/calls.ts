import OpenAI, { APIError } from 'openai';
import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from 'openai/resources/chat/completions';

/** What came of one request: the calls that a client may carry out, or the code of the refusal. */
export interface Came {
  readonly status: number;
  readonly code: string | null;
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  readonly text: string;
  /** What an approver has to approve. */
  readonly approval?: { readonly tool: string; readonly argumentsDigest: string };
}

/** A request for the local API through OpenAI's SDK. */
export interface Asked {
  readonly messages: readonly ChatCompletionMessageParam[];
  readonly tools: readonly ChatCompletionFunctionTool[];
  readonly tokens?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The write tool of the shipped config. */
export const SEND: ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'send_message',
    description: 'Sends a message to a room',
    parameters: {
      type: 'object',
      properties: { room: { type: 'string', maxLength: 20 }, number: { type: 'number' } },
      required: ['room'],
      additionalProperties: false,
    },
  },
};

/** A tool that only reads. */
export const WEATHER: ChatCompletionFunctionTool = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

let asked = 0;

/** Words that let the local model call the first tool with these arguments; never the same, which would look like a method. */
export const calling = (argumentsJson: string, times = 1): ChatCompletionMessageParam[] => [
  {
    role: 'user',
    content: `Please tell our room number ${++asked} that lunch is at noon today, thank you. [[tool=${argumentsJson}]]${times > 1 ? ` [[calls=${times}]]` : ''}`,
  },
];

/** OpenAI's SDK for a caller. */
export function sdkOf(baseUrl: string, token: string): OpenAI {
  return new OpenAI({ baseURL: baseUrl, apiKey: token, maxRetries: 0 });
}

/** Asks in one piece. */
export async function whole(client: OpenAI, model: string, { messages, tools, tokens, more }: Asked): Promise<Came> {
  return settled(async () => {
    const answer = await client.chat.completions.create(
      { model, messages: [...messages], ...(tools.length > 0 && { tools: [...tools] }), ...more },
      headersOf(tokens),
    );
    const { tool_calls = [], content } = answer.choices[0]?.message ?? {};
    return came(
      tool_calls.flatMap((call) => (call.type === 'function' ? [call.function] : [])),
      content ?? '',
    );
  });
}

/** Asks for a stream, and puts its deltas together as an application does. */
export async function streamed(client: OpenAI, model: string, { messages, tools, tokens, more }: Asked): Promise<Came> {
  return settled(async () => {
    const stream = await client.chat.completions.create(
      { model, messages: [...messages], ...(tools.length > 0 && { tools: [...tools] }), stream: true, ...more },
      headersOf(tokens),
    );
    const calls: { name: string; arguments: string }[] = [];
    let text = '';
    for await (const { choices } of stream) {
      const delta = choices[0]?.delta;
      text += delta?.content ?? '';
      for (const { index, function: call } of delta?.tool_calls ?? []) {
        const known = (calls[index] ??= { name: '', arguments: '' });
        known.name += call?.name ?? '';
        known.arguments += call?.arguments ?? '';
      }
    }
    return came(calls, text);
  });
}

/** Asks the Responses API in one piece. */
export async function response(client: OpenAI, model: string, { messages, tools, tokens }: Asked): Promise<Came> {
  return settled(async () => {
    const answer = await client.responses.create(
      {
        model,
        input: messages.map(({ role, content }) => ({ role: role as 'user', content: String(content) })),
        tools: tools.map(({ function: fn }) => ({
          type: 'function' as const,
          name: fn.name,
          parameters: fn.parameters ?? {},
          strict: false,
        })),
      },
      headersOf(tokens),
    );
    const calls = answer.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    return came(calls, answer.output_text);
  });
}

function came(calls: Came['calls'], text: string): Came {
  return {
    status: 200,
    code: null,
    calls: calls.map(({ name, arguments: json }) => ({ name, arguments: json })),
    text,
  };
}

function headersOf(tokens: readonly string[] = []): { headers?: Record<string, string> } {
  return tokens.length === 0 ? {} : { headers: { 'x-llm-approval': tokens.join(', ') } };
}

/** A refusal as the SDK throws it; in a stream it has no status. */
async function settled(ask: () => Promise<Came>): Promise<Came> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { approval } = (error.error ?? {}) as Pick<Came, 'approval'>;
    return {
      status: error.status ?? 0,
      code: error.code ?? null,
      calls: [],
      text: '',
      ...(approval && { approval }),
    };
  }
}
