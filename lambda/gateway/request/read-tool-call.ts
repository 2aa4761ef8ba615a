import { isObject, parseJson, type JsonValue } from '../../core/json';
import type { Fields } from './fields';
import type { TextAt } from './task';

const callId = /^[\x21-\x7e]{1,256}$/;

/** Reads the id that ties a tool's answer to its call. */
export function readCallId(fields: Fields, value: JsonValue | undefined, param: string): string {
  const id = fields.requiredText(value, param, 256, 1);
  if (!callId.test(id)) fields.note(param);
  return id;
}

/** Reads the arguments of a call that a model has made: a JSON object, as a text. */
export function readCallArguments(fields: Fields, value: JsonValue | undefined, param: string, path: string): TextAt {
  const text = fields.requiredText(value, param) || '{}';
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) fields.note(param);
  return { text, path };
}
