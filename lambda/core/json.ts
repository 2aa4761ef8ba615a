import type { ReasonCode } from './reason';

/** A value that JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object of a JSON text. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** What a strict parser found wrong; the position is never told, it would be of no use without the text. */
export type JsonFault = Extract<ReasonCode, 'invalid_json' | 'duplicate_key' | 'invalid_utf8'>;

/** A parsed text, or why it is none. */
export type ParsedJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly fault: JsonFault };

/** Nesting that no honest request needs. */
export const MAX_JSON_DEPTH = 64;

/** Whether a value is an object, not an array and not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Fault extends Error {
  public constructor(public readonly fault: JsonFault) {
    super(fault);
  }
}

const plainText = /[^"\\\u0000-\u001f]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
const loneSurrogate = /\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** One pass over one text: linear, bounded in depth, no recursion deeper than `maxDepth`. */
class Parser {
  private at = 0;

  public constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  public parse(): JsonValue {
    const value = this.value(0);
    this.skip(space);
    if (this.at !== this.text.length) throw new Fault('invalid_json');
    return value;
  }

  private value(depth: number): JsonValue {
    this.skip(space);
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth + 1);
      case '[':
        return this.array(depth + 1);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private object(depth: number): JsonObject {
    this.deeper(depth);
    const object: Record<string, JsonValue> = {};
    if (this.closes('}')) return object;
    for (;;) {
      this.skip(space);
      const key = this.string();
      // two parsers may disagree on which of two values counts: what the guard saw must be what the model gets.
      if (Object.hasOwn(object, key)) throw new Fault('duplicate_key');
      this.skip(space);
      this.expect(':');
      const value = this.value(depth);
      // an assignment to `__proto__` would change the object's nature instead of adding a member.
      if (key === '__proto__')
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      else object[key] = value;
      if (this.closes('}')) return object;
      this.expect(',');
    }
  }

  private array(depth: number): JsonValue[] {
    this.deeper(depth);
    const array: JsonValue[] = [];
    if (this.closes(']')) return array;
    for (;;) {
      array.push(this.value(depth));
      if (this.closes(']')) return array;
      this.expect(',');
    }
  }

  private string(): string {
    this.expect('"');
    let plain = this.take(plainText);
    if (this.text[this.at] === '"') {
      this.at++;
      return plain;
    }
    const pieces: string[] = [];
    for (;;) {
      pieces.push(plain);
      const next = this.text[this.at++];
      if (next === '"') break;
      if (next !== '\\') throw new Fault('invalid_json');
      pieces.push(this.escape());
      plain = this.take(plainText);
    }
    const value = pieces.join('');
    if (loneSurrogate.test(value)) throw new Fault('invalid_utf8');
    return value;
  }

  private escape(): string {
    const letter = this.text[this.at++];
    if (letter === undefined) throw new Fault('invalid_json');
    if (letter === 'u') {
      const digits = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Fault('invalid_json');
      this.at += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const escaped = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (escaped === undefined) throw new Fault('invalid_json');
    return escaped;
  }

  private number(): number {
    const digits = this.take(number);
    const value = Number(digits);
    // infinity has no JSON form: it would turn into null on its way to the model.
    if (digits === '' || !Number.isFinite(value)) throw new Fault('invalid_json');
    return value;
  }

  private word<Value extends JsonValue>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw new Fault('invalid_json');
    this.at += word.length;
    return value;
  }

  private closes(bracket: string): boolean {
    this.skip(space);
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private expect(letter: string): void {
    if (this.text[this.at] !== letter) throw new Fault('invalid_json');
    this.at++;
  }

  private deeper(depth: number): void {
    if (depth > this.maxDepth) throw new Fault('invalid_json');
    this.at++;
  }

  private take(pattern: RegExp): string {
    const start = this.at;
    this.skip(pattern);
    return this.text.slice(start, this.at);
  }

  private skip(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    // a sticky pattern that does not match resets lastIndex: nothing is skipped then.
    if (pattern.lastIndex > this.at) this.at = pattern.lastIndex;
  }
}

/**
 * Parses JSON more strictly than `JSON.parse`.
 *
 * Refuses what two parsers may read in two ways: repeated keys, lone surrogates, numbers beyond a double,
 * nesting that overflows a stack. One pass, linear in the text.
 */
export function parseJson(text: string, maxDepth: number = MAX_JSON_DEPTH): ParsedJson {
  try {
    return { ok: true, value: new Parser(text, maxDepth).parse() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault };
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8 strictly; a byte-order mark is refused too, since only some readers skip it. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return text.startsWith('\uFEFF') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether a string can be written as UTF-8 without loss. */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** A text that two equal values share, whatever the order of their members. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((member: JsonValue) => canonicalJson(member)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
