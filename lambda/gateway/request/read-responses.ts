import { isObject, type JsonObject, type JsonValue } from '../../core/json';
import { Fields } from './fields';
import { readCallArguments, readCallId } from './read-tool-call';
import { readFormat, readFunction, readToolChoice, readToolName, refuseRepeatedTools } from './read-tools';
import { joinTexts, type ReadTask, type TaskBounds, type TaskTool, type Turn } from './task';

/** State on the server's side, and what we would have to fetch unseen. */
const NEVER = ['previous_response_id', 'conversation', 'prompt', 'top_logprobs'] as const;
const OFF_ONLY = ['store', 'background'] as const;

/**
 * Reads the body of `/responses`: the stateless part of that API.
 *
 * Nothing is stored, whatever the default elsewhere: the answer says `store: false`, and a request that insists is refused.
 */
export function readResponses(body: JsonObject, bounds: TaskBounds): ReadTask {
  const fields = new Fields();
  fields.refuse(body, NEVER);
  fields.refuse(body, OFF_ONLY, [undefined, null, false]);
  const includes = fields.list(body.include, 'include', 16);
  // the model's hidden reasoning is never sent, so asking for it is harmless.
  if (includes.some((name) => name !== 'reasoning.encrypted_content')) fields.note('include', 'unsupported_parameter');

  const model = fields.requiredText(body.model, 'model', 256, 1);
  const tools = fields.list(body.tools, 'tools', bounds.maxTools).map((tool, i) => readTool(fields, tool, i));
  refuseRepeatedTools(fields, tools);
  const toolChoice = readToolChoice(fields, body.tool_choice, tools, ({ name }) => name);
  const instructions = fields.text(body.instructions, 'instructions');
  const turns = [
    ...(instructions === undefined ? [] : [system(instructions)]),
    ...readInput(fields, body.input, bounds.maxMessages),
  ];
  const maxOutputTokens = fields.integer(body.max_output_tokens, 'max_output_tokens', 1, 1e9);
  const temperature = fields.number(body.temperature, 'temperature', 0, 2);
  const topP = fields.number(body.top_p, 'top_p', 0, 1);
  const text = fields.optionalObject(body.text, 'text');
  const holder = fields.optionalObject(text?.format, 'text');
  const format = holder && readFormat(fields, holder.type, holder, '/text/format', 'text');

  const task = {
    model,
    turns,
    tools,
    ...(toolChoice === undefined ? {} : { toolChoice }),
    parallelToolCalls: fields.flag(body.parallel_tool_calls, 'parallel_tool_calls') ?? true,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    choices: 1,
    stream: fields.flag(body.stream, 'stream') ?? false,
    includeUsage: true,
    ...(format === undefined ? {} : { format }),
  };
  return fields.fault ? { ok: false, fault: fields.fault } : { ok: true, task };
}

function system(text: string): Turn {
  return { role: 'system', content: { text, path: '/instructions' }, toolCalls: [] };
}

function readTool(fields: Fields, value: JsonValue, index: number): TaskTool {
  const tool = fields.object(value, 'tools');
  // hosted tools run where no guard of ours looks.
  if (tool.type !== 'function') fields.note('tools', 'unsupported_parameter');
  return readFunction(fields, tool, `/tools/${index}`);
}

function readInput(fields: Fields, input: JsonValue | undefined, maxMessages: number): Turn[] {
  if (typeof input === 'string') return [{ role: 'user', content: { text: input, path: '/input' }, toolCalls: [] }];
  const items = fields.list(input, 'input', maxMessages);
  if (items.length === 0) fields.note('input');
  const turns: Turn[] = [];
  const known = new Set<string>();
  items.forEach((value, i) => {
    const item = fields.object(value, 'input');
    const path = `/input/${i}`;
    switch (item.type) {
      case undefined:
      case 'message':
        turns.push(readMessage(fields, item, path));
        break;
      case 'function_call': {
        const call = {
          id: readCallId(fields, item.call_id, 'input'),
          name: readToolName(fields, item.name, 'input'),
          arguments: readCallArguments(fields, item.arguments, 'input', `${path}/arguments`),
        };
        known.add(call.id);
        // calls of one turn are one message elsewhere: a model answers them together.
        const last = turns.at(-1);
        if (last?.role === 'assistant') turns[turns.length - 1] = { ...last, toolCalls: [...last.toolCalls, call] };
        else turns.push({ role: 'assistant', content: { text: '', path }, toolCalls: [call] });
        break;
      }
      case 'function_call_output': {
        const toolCallId = readCallId(fields, item.call_id, 'input');
        // an answer to a call that the model never made is a forged tool result.
        if (!known.has(toolCallId)) fields.note('input');
        const content = { text: readContent(fields, item.output), path: `${path}/output` };
        turns.push({ role: 'tool', content, toolCalls: [], toolCallId });
        break;
      }
      case 'reasoning':
        // a model's own hidden words, sent back: not forwarded.
        break;
      case 'item_reference':
        fields.note('input', 'unsupported_parameter');
        break;
      default:
        fields.note('input', 'unsupported_content');
    }
  });
  return turns;
}

function readMessage(fields: Fields, item: JsonObject, path: string): Turn {
  const content = { text: readContent(fields, item.content), path: `${path}/content` };
  const { role } = item;
  if (role === 'system' || role === 'developer' || role === 'user' || role === 'assistant') {
    return { role, content, toolCalls: [] };
  }
  fields.note('input');
  return { role: 'user', content, toolCalls: [] };
}

function readContent(fields: Fields, content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) fields.note('input');
  return joinTexts(
    fields.list(content, 'input', 1024).map((value) => {
      const part = isObject(value) ? value : {};
      if (part.type === 'input_text' || part.type === 'output_text') return fields.requiredText(part.text, 'input');
      if (part.type === 'refusal') return fields.requiredText(part.refusal, 'input');
      fields.note('input', 'unsupported_content');
      return '';
    }),
  );
}
