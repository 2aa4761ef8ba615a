import { isObject, type JsonObject, type JsonValue } from '../../core/json';
import type { Segment, SegmentRole } from '../../guard/guard';
import type { Task } from './task';

/** Keywords whose values are names of types, not words. */
const TYPE_NAMES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

/**
 * Every text of a task, in the order of the body: nothing that reaches a model is left out.
 *
 * The names of a schema's properties are one segment for inspection only: they cannot be rewritten without changing what
 * the caller's code expects.
 */
export function segmentsOf(task: Task): Segment[] {
  const segments: Segment[] = [];
  const add = (role: SegmentRole, text: string, path: string): void => {
    if (text !== '') segments.push({ role, text, path });
  };
  for (const { role, content, toolCalls } of task.turns) {
    add(role, content.text, content.path);
    for (const call of toolCalls) add('assistant', call.arguments.text, call.arguments.path);
  }
  for (const { description, parameters, parametersPath } of task.tools) {
    if (description) add('developer', description.text, description.path);
    addSchema(parameters, parametersPath, add);
  }
  if (task.format?.description) add('developer', task.format.description.text, task.format.description.path);
  if (task.format?.schema) addSchema(task.format.schema, task.format.schemaPath, add);
  return segments;
}

/** Raised when a guard changed the names of a schema, or gave back other segments than it got. */
export class UnusableSegments extends Error {
  public constructor() {
    super('the guard changed a text that cannot be rewritten');
    this.name = 'UnusableSegments';
  }
}

/**
 * The task with the guarded texts in the place of the caller's.
 *
 * @throws UnusableSegments when a text of the task has no guarded counterpart
 */
export function withSegments(task: Task, original: readonly Segment[], guarded: readonly Segment[]): Task {
  const texts = new Map<string, string>();
  if (original.length !== guarded.length) throw new UnusableSegments();
  original.forEach((segment, i) => {
    const text = guarded[i];
    if (text === undefined || text.path !== segment.path) throw new UnusableSegments();
    if (segment.path.endsWith(NAMES) && text.text !== segment.text) throw new UnusableSegments();
    texts.set(segment.path, text.text);
  });
  const textAt = (text: string, path: string): string => {
    if (text === '') return text;
    const guardedText = texts.get(path);
    if (guardedText === undefined) throw new UnusableSegments();
    return guardedText;
  };
  return {
    ...task,
    turns: task.turns.map((turn) => ({
      ...turn,
      content: { ...turn.content, text: textAt(turn.content.text, turn.content.path) },
      toolCalls: turn.toolCalls.map((call) => ({
        ...call,
        arguments: { ...call.arguments, text: textAt(call.arguments.text, call.arguments.path) },
      })),
    })),
    tools: task.tools.map((tool) => ({
      ...tool,
      ...(tool.description && {
        description: { ...tool.description, text: textAt(tool.description.text, tool.description.path) },
      }),
      parameters: rewrite(tool.parameters, tool.parametersPath, textAt) as JsonObject,
    })),
    ...(task.format && {
      format: {
        ...task.format,
        ...(task.format.description && {
          description: {
            ...task.format.description,
            text: textAt(task.format.description.text, task.format.description.path),
          },
        }),
        ...(task.format.schema && {
          schema: rewrite(task.format.schema, task.format.schemaPath, textAt) as JsonObject,
        }),
      },
    }),
  };
}

/** Suffix of the path of a schema's property names; no JSON pointer of a body ends so, `#` aside. */
const NAMES = '#names';

function addSchema(
  schema: JsonObject,
  path: string,
  add: (role: SegmentRole, text: string, path: string) => void,
): void {
  const names: string[] = [];
  walk(schema, path, names, (text, at) => add('developer', text, at));
  add('developer', names.join('\n'), `${path}${NAMES}`);
}

function walk(value: JsonValue, path: string, names: string[], add: (text: string, path: string) => void): void {
  if (typeof value === 'string') {
    if (!TYPE_NAMES.has(value)) add(value, path);
  } else if (Array.isArray(value)) {
    value.forEach((member: JsonValue, i) => walk(member, `${path}/${i}`, names, add));
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      names.push(key);
      if (member !== undefined) walk(member, `${path}/${pointerToken(key)}`, names, add);
    }
  }
}

function rewrite(value: JsonValue, path: string, textAt: (text: string, path: string) => string): JsonValue {
  if (typeof value === 'string') return TYPE_NAMES.has(value) ? value : textAt(value, path);
  if (Array.isArray(value)) return value.map((member: JsonValue, i) => rewrite(member, `${path}/${i}`, textAt));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      member === undefined ? null : rewrite(member, `${path}/${pointerToken(key)}`, textAt),
    ]),
  );
}

/** A reference token of a JSON pointer (RFC 6901). */
function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
