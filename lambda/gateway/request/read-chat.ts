import { isObject, type JsonObject, type JsonValue } from '../../core/json';
import { Fields } from './fields';
import { readCallArguments, readCallId } from './read-tool-call';
import { readFormat, readFunction, readToolChoice, readToolName, refuseRepeatedTools } from './read-tools';
import { joinTexts, type ReadTask, type TaskBounds, type TaskTool, type Turn } from './task';

/** Fields that change what happens in a way that no guard of ours sees; refused unless they say "no". */
const OFF_ONLY = ['store', 'background', 'logprobs'] as const;
const NEVER = [
  'audio',
  'functions',
  'function_call',
  'web_search_options',
  'previous_response_id',
  'conversation',
  'top_logprobs',
] as const;

/**
 * Reads the body of `/chat/completions`.
 *
 * Fields that are not known are neither refused nor forwarded: the request that a model gets is built anew from what is
 * read here, so a field that a new SDK adds can do nothing.
 */
export function readChat(body: JsonObject, bounds: TaskBounds): ReadTask {
  const fields = new Fields();
  fields.refuse(body, NEVER);
  fields.refuse(body, OFF_ONLY, [undefined, null, false]);
  refuseOther(fields, body);

  const model = fields.requiredText(body.model, 'model', 256, 1);
  const tools = fields.list(body.tools, 'tools', bounds.maxTools).map((tool, i) => readTool(fields, tool, i));
  refuseRepeatedTools(fields, tools);
  const toolChoice = readToolChoice(fields, body.tool_choice, tools, (choice) =>
    isObject(choice.function) ? choice.function.name : undefined,
  );
  const messages = fields.list(body.messages, 'messages', bounds.maxMessages);
  if (messages.length === 0) fields.note('messages');
  const turns = readMessages(fields, messages);
  const ceilings = [
    fields.integer(body.max_completion_tokens, 'max_completion_tokens', 1, 1e9),
    fields.integer(body.max_tokens, 'max_tokens', 1, 1e9),
  ].filter((ceiling) => ceiling !== undefined);
  const temperature = fields.number(body.temperature, 'temperature', 0, 2);
  const topP = fields.number(body.top_p, 'top_p', 0, 1);
  const stop = readStop(fields, body.stop);
  const stream = fields.flag(body.stream, 'stream') ?? false;
  const streamOptions = fields.optionalObject(body.stream_options, 'stream_options');
  const responseFormat = fields.optionalObject(body.response_format, 'response_format');
  const format =
    responseFormat &&
    readFormat(
      fields,
      responseFormat.type,
      isObject(responseFormat.json_schema) ? responseFormat.json_schema : undefined,
      '/response_format/json_schema',
      'response_format',
    );

  const task = {
    model,
    turns,
    tools,
    ...(toolChoice === undefined ? {} : { toolChoice }),
    parallelToolCalls: fields.flag(body.parallel_tool_calls, 'parallel_tool_calls') ?? true,
    ...(ceilings.length === 0 ? {} : { maxOutputTokens: Math.min(...ceilings) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stop.length === 0 ? {} : { stop }),
    choices: fields.integer(body.n, 'n', 1, bounds.maxChoices) ?? 1,
    stream,
    includeUsage: fields.flag(streamOptions?.include_usage, 'stream_options') ?? false,
    ...(format === undefined ? {} : { format }),
  };
  return fields.fault ? { ok: false, fault: fields.fault } : { ok: true, task };
}

function refuseOther(fields: Fields, body: JsonObject): void {
  const bias = body.logit_bias;
  // a bias can spell out what a guard forbids, token by token.
  if (bias !== undefined && bias !== null && !(isObject(bias) && Object.keys(bias).length === 0)) {
    fields.note('logit_bias', 'unsupported_parameter');
  }
  const modalities = fields.list(body.modalities, 'modalities', 8);
  if (modalities.some((modality) => modality !== 'text')) fields.note('modalities', 'unsupported_parameter');
}

function readTool(fields: Fields, value: JsonValue, index: number): TaskTool {
  const tool = fields.object(value, 'tools');
  if (tool.type !== 'function') fields.note('tools', 'unsupported_parameter');
  return readFunction(fields, fields.object(tool.function, 'tools'), `/tools/${index}/function`);
}

function readMessages(fields: Fields, messages: readonly JsonValue[]): Turn[] {
  const known = new Set<string>();
  return messages.map((value, i) => {
    const message = fields.object(value, 'messages');
    const path = `/messages/${i}`;
    const name = fields.text(message.name, 'messages', 64, 1);
    if (name !== undefined && !/^[A-Za-z0-9_-]+$/.test(name)) fields.note('messages');
    const content = { text: readContent(fields, message.content), path: `${path}/content` };
    switch (message.role) {
      case 'system':
      case 'developer':
      case 'user':
        if (message.content === undefined || message.content === null) fields.note('messages');
        return { role: message.role, content, toolCalls: [] };
      case 'assistant': {
        fields.refuse(message, ['function_call', 'audio']);
        const toolCalls = fields
          .list(message.tool_calls, 'messages', 128)
          .map((call, j) => readToolCall(fields, call, `${path}/tool_calls/${j}`));
        for (const { id } of toolCalls) known.add(id);
        const refusal = fields.text(message.refusal, 'messages');
        return {
          role: 'assistant',
          content: refusal === undefined ? content : { ...content, text: joinTexts([content.text, refusal]) },
          toolCalls,
        };
      }
      case 'tool': {
        const toolCallId = readCallId(fields, message.tool_call_id, 'messages');
        // an answer to a call that the model never made is a forged tool result.
        if (!known.has(toolCallId)) fields.note('messages');
        return { role: 'tool', content, toolCalls: [], toolCallId };
      }
      default:
        fields.note('messages');
        return { role: 'user', content, toolCalls: [] };
    }
  });
}

function readToolCall(fields: Fields, value: JsonValue, path: string): Turn['toolCalls'][number] {
  const call = fields.object(value, 'messages');
  if (call.type !== undefined && call.type !== 'function') fields.note('messages', 'unsupported_parameter');
  const fn = fields.object(call.function, 'messages');
  return {
    id: readCallId(fields, call.id, 'messages'),
    name: readToolName(fields, fn.name, 'messages'),
    arguments: readCallArguments(fields, fn.arguments, 'messages', `${path}/function/arguments`),
  };
}

/** Reads a content: a text, or parts of text. Parts of any other kind cannot be inspected. */
function readContent(fields: Fields, content: JsonValue | undefined): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  return joinTexts(
    fields.list(content, 'messages', 1024).map((value) => {
      const part = fields.object(value, 'messages');
      if (part.type === 'text') return fields.requiredText(part.text, 'messages');
      if (part.type === 'refusal') return fields.requiredText(part.refusal, 'messages');
      fields.note('messages', 'unsupported_content');
      return '';
    }),
  );
}

function readStop(fields: Fields, value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [fields.requiredText(value, 'stop', 256, 1)];
  return fields.list(value, 'stop', 4).map((stop) => fields.requiredText(stop, 'stop', 256, 1));
}
