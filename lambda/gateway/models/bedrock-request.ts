import type {
  ContentBlock,
  ConverseCommandInput,
  GuardrailConfiguration,
  Message,
  SystemContentBlock,
  Tool,
  ToolConfiguration,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { ModelMessage, ModelRequest } from '../ports';

/** Bedrock's own type of a JSON document. */
type Document = NonNullable<ToolUseBlock['input']>;

/** The Converse call for a request; `maxTokens` is always set, since Bedrock reserves it when a call starts. */
export function converseInput(
  modelId: string,
  request: ModelRequest,
  guardrailConfig?: GuardrailConfiguration,
): ConverseCommandInput {
  const { temperature, topP, stop, maxOutputTokens } = request;
  const toolConfig = toolConfiguration(request);
  return {
    modelId,
    messages: converseMessages(request.messages),
    ...(request.system.length === 0 ? {} : { system: request.system.map((text): SystemContentBlock => ({ text })) }),
    inferenceConfig: {
      maxTokens: maxOutputTokens,
      ...(temperature === undefined ? {} : { temperature: Math.min(temperature, 1) }),
      ...(topP === undefined ? {} : { topP }),
      ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    },
    ...(toolConfig === undefined ? {} : { toolConfig }),
    ...(guardrailConfig === undefined ? {} : { guardrailConfig }),
  };
}

/** Converse wants user and assistant in turn, tool results inside a user's message, and no blank text. */
function converseMessages(messages: readonly ModelMessage[]): Message[] {
  const merged: { role: 'user' | 'assistant'; content: ContentBlock[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = merged.at(-1);
    const content = blocks(message);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content });
  }
  return merged.filter(({ content }) => content.length > 0);
}

function blocks({ role, text, toolCalls = [], toolCallId }: ModelMessage): ContentBlock[] {
  const words: ContentBlock[] = text.trim() === '' ? [] : [{ text }];
  if (role === 'tool')
    return [{ toolResult: { toolUseId: toolCallId, content: [{ text: text === '' ? ' ' : text }] } }];
  return [
    ...words,
    ...toolCalls.map(({ id, name, argumentsJson }): ContentBlock => ({
      toolUse: { toolUseId: id, name, input: JSON.parse(argumentsJson) as Document },
    })),
  ];
}

function toolConfiguration({ tools, toolChoice, messages }: ModelRequest): ToolConfiguration | undefined {
  const named = new Set(messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ name }) => name)));
  if (toolChoice === 'none' && named.size === 0) return undefined;
  const specs = tools.map(({ name, description, parameters }): Tool => ({
    toolSpec: {
      name,
      ...(description === undefined || description === '' ? {} : { description }),
      inputSchema: { json: { type: 'object', ...parameters } as Document },
    },
  }));
  // Converse refuses a conversation with tool calls in it that declares no tool.
  if (specs.length === 0) {
    for (const name of named) specs.push({ toolSpec: { name, inputSchema: { json: { type: 'object' } } } });
  }
  if (specs.length === 0) return undefined;
  if (toolChoice === 'required') return { tools: specs, toolChoice: { any: {} } };
  if (typeof toolChoice === 'object') return { tools: specs, toolChoice: { tool: { name: toolChoice.name } } };
  return { tools: specs };
}
