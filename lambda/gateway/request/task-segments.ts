import { isObject, type JsonObject, type JsonValue } from '../../core/json';
import type { Segment, SegmentRole } from '../../guard/guard';
import type { Task } from './task';

/** Keywords whose values are names of types, not words. */
const TYPE_NAMES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

/** What is read of a text beside its neighbours: what is divided between two texts stands at their ends. */
const END_UNITS = 2_000;
/** What is read together of a conversation: the last turns of a person, and of each its ends. */
const CONVERSATION_TURNS = 8;
const CONVERSATION_UNITS = 300;

/**
 * Every text of a task, in the order of the body: nothing that reaches a model is left out.
 *
 * What a model reads as one is read as one too: turns of the same speaker, all instructions, all words of a schema. An
 * attack that is divided among them is none in any of them.
 */
export function segmentsOf(task: Task): Segment[] {
  const segments: Segment[] = [];
  const add = (role: SegmentRole, text: string, path: string): void => {
    if (text !== '') segments.push({ role, text, path });
  };
  const last = task.turns.findLast(({ role }) => role !== 'system' && role !== 'developer');
  for (const turn of task.turns) {
    const { role, content, toolCalls } = turn;
    // an answer that the model shall go on with is the caller's word, whoever is said to have said it.
    const begun = role === 'assistant' && turn === last && toolCalls.length === 0;
    add(begun ? 'user' : role, content.text, content.path);
    for (const call of toolCalls) add('assistant', call.arguments.text, call.arguments.path);
  }
  for (const { role, texts, path } of neighbours(task)) segments.push(joined(role, texts, `${path}#joined`, END_UNITS));
  segments.push(...throughConversation(task));
  for (const { description, parameters, parametersPath } of task.tools) {
    if (description) add('description', description.text, description.path);
    segments.push(...schemaSegments(parameters, parametersPath));
  }
  if (task.format?.description) add('description', task.format.description.text, task.format.description.path);
  if (task.format?.schema) segments.push(...schemaSegments(task.format.schema, task.format.schemaPath));
  return segments;
}

/** Texts that a model reads one after the other, as of one speaker. */
function neighbours({ turns }: Task): { role: SegmentRole; texts: string[]; path: string }[] {
  const groups: { role: SegmentRole; texts: string[]; path: string }[] = [];
  const isInstruction = ({ role }: Task['turns'][number]): boolean => role === 'system' || role === 'developer';
  const instructions = turns.filter(isInstruction);
  const ordered = [...instructions, ...turns.filter((turn) => !isInstruction(turn))];
  for (const { role, content } of ordered) {
    if (content.text === '') continue;
    const speaker = role === 'developer' ? 'system' : role;
    const group = groups.at(-1);
    if (group?.role === speaker) group.texts.push(content.text);
    else groups.push({ role: speaker, texts: [content.text], path: content.path });
  }
  return groups.filter(({ texts }) => texts.length > 1);
}

/**
 * What a person has said with answers between: a model puts it together as it is told to, and so the last of it is read as
 * one text. Bounded, since it is read again with every turn. Of tools it is not: what several of them answer reads like
 * orders together far too often.
 */
function throughConversation({ turns }: Task): Segment[] {
  const said = turns.flatMap(({ role, content }, at) => (role === 'user' && content.text !== '' ? [at] : []));
  const last = said.slice(-CONVERSATION_TURNS);
  const [first = 0] = last;
  // without an answer between they are neighbours.
  if (last.length < 2 || last.every((at, i) => at === first + i)) return [];
  const texts = last.map((at) => turns[at]?.content.text ?? '');
  return [joined('user', texts, `${turns[first]?.content.path ?? ''}#conversation`, CONVERSATION_UNITS)];
}

function joined(role: SegmentRole, texts: readonly string[], path: string, units: number): Segment {
  const ends = texts.map((text) => (text.length <= 2 * units ? text : `${head(text, units)}\n\n${tail(text, units)}`));
  return { role, text: ends.join('\n'), path, reading: 'joined' };
}

// half of a character would be one that cannot be read.
const head = (text: string, units: number): string => text.slice(0, units).replace(/[\ud800-\udbff]$/, '');
const tail = (text: string, units: number): string => text.slice(-units).replace(/^[\udc00-\udfff]/, '');

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
    if (segment.reading !== undefined && text.text !== segment.text) throw new UnusableSegments();
    if (segment.reading !== undefined) return;
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

/** The words of a schema each for themselves and together, and the names of its properties. */
function schemaSegments(schema: JsonObject, path: string): Segment[] {
  const names: string[] = [];
  const segments: Segment[] = [];
  walk(schema, path, names, (text, at) => void (text !== '' && segments.push({ role: 'description', text, path: at })));
  const texts = segments.map(({ text }) => text);
  return [
    ...segments,
    ...(texts.length > 1 ? [joined('description', texts, `${path}#joined`, END_UNITS)] : []),
    ...(names.length > 0
      ? [{ role: 'description' as const, text: names.join('\n'), path: `${path}#names`, reading: 'names' as const }]
      : []),
  ];
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
