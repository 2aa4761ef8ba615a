import type { ErrorBody } from '../../core/error-body';
import { dataEvent, type AnswerFacts, type AnswerFormat, type FinishedAnswer, type FinishedChoice } from './format';

/** Writes answers of `/chat/completions`. */
export function chatFormat({ task, id: part, createdSeconds }: AnswerFacts): AnswerFormat {
  const id = `chatcmpl-${part}`;
  const chunk = (choices: readonly unknown[], rest: object = {}): string =>
    dataEvent({
      id,
      object: 'chat.completion.chunk',
      created: createdSeconds,
      model: task.model,
      choices,
      // a client that asked for the usage expects the member in every chunk.
      ...(task.includeUsage ? { usage: null } : {}),
      ...rest,
    });
  const piece = (index: number, delta: object, finish_reason: string | null = null): object => ({
    index,
    delta,
    logprobs: null,
    finish_reason,
  });

  return {
    whole: ({ choices, usage, guard }: FinishedAnswer) => ({
      id,
      object: 'chat.completion',
      created: createdSeconds,
      model: task.model,
      choices: choices.map((choice, index) => ({
        index,
        message: message(choice),
        logprobs: null,
        finish_reason: choice.finishReason,
      })),
      usage: usageOf(usage),
      guard,
    }),
    greet: () =>
      Array.from({ length: task.choices }, (_, index) =>
        chunk([piece(index, { role: 'assistant', content: '', refusal: null })]),
      ).join(''),
    text: (choice, text) => (text === '' ? '' : chunk([piece(choice, { content: text })])),
    finish: ({ choices, usage, guard }) =>
      [
        ...choices.flatMap(({ toolCalls }, index) =>
          toolCalls.map((call, i) => chunk([piece(index, { tool_calls: [{ index: i, ...toolCall(call) }] })])),
        ),
        ...choices.map(({ finishReason }, index) => chunk([piece(index, {}, finishReason)], { guard })),
        ...(task.includeUsage ? [chunk([], { usage: usageOf(usage) })] : []),
        'data: [DONE]\n\n',
      ].join(''),
    fail: (error: ErrorBody) => dataEvent(error),
  };
}

function message({ text, toolCalls }: FinishedChoice): object {
  return {
    role: 'assistant',
    content: text === '' && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(toolCall) }),
  };
}

function toolCall({ id, name, argumentsJson }: FinishedChoice['toolCalls'][number]): object {
  return { id, type: 'function', function: { name, arguments: argumentsJson } };
}

function usageOf({ inputTokens, outputTokens }: FinishedAnswer['usage']): object {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
