import type { ModelMessage, ModelRequest } from './ports';
import type { Task, TaskTool, Turn } from './request/task';

/** A guarded task in the terms of a model; the system texts are given, since the deployment's own come first. */
export function modelRequest(
  task: Task,
  system: readonly string[],
  tools: readonly TaskTool[],
  maxOutputTokens: number,
  signal: AbortSignal,
): ModelRequest {
  return {
    model: task.model,
    system,
    messages: messagesOf(task.turns),
    tools: tools.map(({ name, description, parameters }) => ({
      name,
      ...(description && { description: description.text }),
      parameters,
    })),
    ...choiceAmong(task.toolChoice, tools),
    maxOutputTokens,
    ...(task.temperature === undefined ? {} : { temperature: task.temperature }),
    ...(task.topP === undefined ? {} : { topP: task.topP }),
    ...(task.stop === undefined ? {} : { stop: task.stop }),
    streaming: task.stream,
    signal,
  };
}

/** A choice of a tool that is not offered (write tools may rest) would be refused by the provider. */
function choiceAmong(choice: Task['toolChoice'], tools: readonly TaskTool[]): Pick<ModelRequest, 'toolChoice'> {
  if (choice === undefined || (choice === 'required' && tools.length === 0)) return {};
  if (typeof choice === 'object' && !tools.some(({ name }) => name === choice.name)) return {};
  return { toolChoice: choice };
}

/** Ids of calls are told anew: a caller's own have room for words, and not every provider takes them. */
function messagesOf(turns: readonly Turn[]): readonly ModelMessage[] {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `call_${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  return turns.filter(({ role }) => role !== 'system' && role !== 'developer').map((turn) => message(turn, idOf));
}

function message({ role, content, toolCalls, toolCallId }: Turn, idOf: (id: string) => string): ModelMessage {
  return {
    role: role === 'assistant' || role === 'tool' ? role : 'user',
    text: content.text,
    ...(toolCalls.length === 0
      ? {}
      : {
          toolCalls: toolCalls.map((call) => ({
            id: idOf(call.id),
            name: call.name,
            argumentsJson: call.arguments.text,
          })),
        }),
    ...(toolCallId === undefined ? {} : { toolCallId: idOf(toolCallId) }),
  };
}
