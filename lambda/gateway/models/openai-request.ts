import type { ModelRequest } from '../ports';

/** The body of `/chat/completions` for an upstream that speaks OpenAI's API. */
export function openAiBody(modelId: string, request: ModelRequest): Readonly<Record<string, unknown>> {
  const { system, messages, tools, toolChoice, maxOutputTokens, temperature, topP, stop, streaming } = request;
  return {
    model: modelId,
    messages: [
      ...system.map((content) => ({ role: 'system', content })),
      ...messages.map(({ role, text, toolCalls, toolCallId }) => ({
        role,
        content: text === '' && toolCalls ? null : text,
        ...(toolCalls && {
          tool_calls: toolCalls.map(({ id, name, argumentsJson }) => ({
            id,
            type: 'function',
            function: { name, arguments: argumentsJson },
          })),
        }),
        ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
      })),
    ],
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map((fn) => ({ type: 'function', function: fn })),
          ...(toolChoice === undefined
            ? {}
            : {
                tool_choice:
                  typeof toolChoice === 'object'
                    ? { type: 'function', function: { name: toolChoice.name } }
                    : toolChoice,
              }),
        }),
    // the older name: upstreams that know the newer one accept it too, not the other way round.
    max_tokens: maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined ? {} : { stop }),
    ...(streaming ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
}
