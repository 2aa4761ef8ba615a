import OpenAI, { APIError } from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import {
  BedrockFault,
  textOf,
  type AnswerPiece,
  type ConverseMessage,
  type ConverseRequest,
  type LocalModel,
  type StopReason,
} from './converse';

/** Lets any OpenAI-compatible server (Ollama, llama.cpp, vLLM) answer Bedrock's calls: the template stays as it is. */
export function upstreamModel(baseUrl: string, name: string | undefined): LocalModel {
  const client = new OpenAI({
    baseURL: baseUrl.endsWith('/v1') ? baseUrl : `${baseUrl}/v1`,
    apiKey: process.env.LLM_API_UPSTREAM_KEY ?? 'none',
    maxRetries: 0,
  });
  return { answer: (request, signal) => answer(client, name, request, signal) };
}

async function* answer(
  client: OpenAI,
  name: string | undefined,
  request: ConverseRequest,
  signal: AbortSignal,
): AsyncGenerator<AnswerPiece> {
  const stream = await open(client, name, request, signal);
  const calls = new Map<number, { id: string; name: string; input: string }>();
  let stopReason: StopReason = 'end_turn';
  let usage: ChatCompletionChunk['usage'];
  let pieces = 0;
  for await (const { choices, usage: counted } of stream) {
    usage = counted ?? usage;
    const [choice] = choices;
    const text = choice?.delta.content;
    if (text) {
      pieces += 1;
      yield { type: 'text', text };
    }
    for (const { index, id, function: called } of choice?.delta.tool_calls ?? []) {
      const call = calls.get(index) ?? { id: '', name: '', input: '' };
      calls.set(index, {
        id: call.id || (id ?? `call_${index}`),
        name: call.name + (called?.name ?? ''),
        input: call.input + (called?.arguments ?? ''),
      });
    }
    if (choice?.finish_reason) stopReason = stopReasonOf(choice.finish_reason);
  }
  for (const call of calls.values()) yield { type: 'tool', ...call, input: call.input || '{}' };
  // a server that counts nothing still has to be paid for: one token a piece, four characters a token.
  const inputTokens = usage?.prompt_tokens ?? Math.ceil(request.messages.map(textOf).join('').length / 4);
  yield { type: 'end', stopReason, inputTokens, outputTokens: usage?.completion_tokens ?? pieces };
}

async function open(
  client: OpenAI,
  name: string | undefined,
  request: ConverseRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<ChatCompletionChunk>> {
  const { maxTokens, temperature, topP, stopSequences } = request.inferenceConfig ?? {};
  const tools = toolsOf(request);
  try {
    return await client.chat.completions.create(
      {
        model: name ?? request.modelId,
        messages: messagesOf(request),
        stream: true,
        stream_options: { include_usage: true },
        max_tokens: maxTokens,
        temperature,
        top_p: topP,
        stop: stopSequences === undefined ? undefined : [...stopSequences],
        ...(tools.length > 0 ? { tools } : {}),
      },
      { signal },
    );
  } catch (error) {
    if (error instanceof APIError && error.status === 429) throw new BedrockFault('ThrottlingException', 429);
    if (error instanceof APIError && error.status === 400)
      throw new BedrockFault('ValidationException', 400, error.message);
    throw new BedrockFault('ServiceUnavailableException', 503, `the upstream at ${client.baseURL} did not answer`);
  }
}

function messagesOf({ system = [], messages }: ConverseRequest): ChatCompletionMessageParam[] {
  const rules = system.flatMap(({ text }): ChatCompletionMessageParam[] =>
    text === undefined ? [] : [{ role: 'system', content: text }],
  );
  return [...rules, ...messages.flatMap(messageOf)];
}

function messageOf(message: ConverseMessage): ChatCompletionMessageParam[] {
  const text = message.content.flatMap((block) => block.text ?? []).join('\n');
  if (message.role === 'assistant') {
    const calls = message.content.flatMap(({ toolUse }) =>
      toolUse === undefined
        ? []
        : [
            {
              id: toolUse.toolUseId,
              type: 'function' as const,
              function: { name: toolUse.name, arguments: JSON.stringify(toolUse.input) },
            },
          ],
    );
    return [{ role: 'assistant', content: text, ...(calls.length > 0 ? { tool_calls: calls } : {}) }];
  }
  const results = message.content.flatMap(({ toolResult }): ChatCompletionMessageParam[] =>
    toolResult === undefined
      ? []
      : [
          {
            role: 'tool',
            tool_call_id: toolResult.toolUseId,
            content: toolResult.content.map((part) => part.text ?? JSON.stringify(part.json)).join('\n'),
          },
        ],
  );
  return text === '' && results.length > 0 ? results : [...results, { role: 'user', content: text }];
}

function toolsOf({ toolConfig }: ConverseRequest): ChatCompletionTool[] {
  return (toolConfig?.tools ?? []).flatMap(({ toolSpec }): ChatCompletionTool[] =>
    toolSpec === undefined
      ? []
      : [
          {
            type: 'function',
            function: {
              name: toolSpec.name,
              description: toolSpec.description,
              parameters: toolSpec.inputSchema.json as Record<string, unknown>,
            },
          },
        ],
  );
}

function stopReasonOf(reason: string): StopReason {
  const reasons: Readonly<Record<string, StopReason>> = {
    length: 'max_tokens',
    tool_calls: 'tool_use',
    function_call: 'tool_use',
    content_filter: 'guardrail_intervened',
  };
  return reasons[reason] ?? 'end_turn';
}
