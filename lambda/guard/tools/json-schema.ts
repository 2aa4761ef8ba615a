/** Whether a value has the shape that a schema asks for. */
export type Validate = (value: unknown) => boolean;

/** A schema that cannot be enforced. `path` is a JSON pointer into it. */
export class UnsupportedSchema extends Error {
  public constructor(path: string, expected: string) {
    super(`schema${path}: expected ${expected}`);
    this.name = 'UnsupportedSchema';
  }
}

/** Deeper schemas, and schemas with more parts, are refused. */
const MAX_DEPTH = 32;
const MAX_PARTS = 2_000;

/** Keywords that say nothing about a value. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'examples', '$schema', '$id', '$comment', 'deprecated', 'readOnly', 'writeOnly', 'format', 'strict', '$defs', 'definitions']); // prettier-ignore

/**
 * Compiles a JSON Schema that a caller sent, for the arguments of a tool or a structured answer.
 *
 * Nothing of it is ever run: no code is generated, and `pattern`, `$ref` and whatever else could make a check slow or
 * ambiguous is refused with the place where it stands (a caller's regular expression on a model's answer is a way to
 * stall the function). The time of a check is linear in the value times the schema's alternatives.
 *
 * @throws UnsupportedSchema
 */
export function compileSchema(schema: unknown): Validate {
  return new Compiler().compile(schema, '', 0);
}

class Compiler {
  private parts = 0;

  public compile(schema: unknown, path: string, depth: number): Validate {
    if (schema === true) return () => true;
    if (schema === false) return () => false;
    if (!isObject(schema)) throw new UnsupportedSchema(path, 'an object or a boolean');
    if (depth > MAX_DEPTH) throw new UnsupportedSchema(path, `at most ${MAX_DEPTH} levels`);
    if (++this.parts > MAX_PARTS) throw new UnsupportedSchema(path, `at most ${MAX_PARTS} parts`);
    const checks: Validate[] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      if (ANNOTATIONS.has(keyword)) continue;
      const compile = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
      if (compile === undefined) throw new UnsupportedSchema(`${path}/${keyword}`, 'a keyword that is enforced here');
      checks.push(
        compile({
          value,
          schema,
          path: `${path}/${keyword}`,
          sub: (part, at) => this.compile(part, `${path}/${keyword}${at}`, depth + 1),
        }),
      );
    }
    return (candidate) => checks.every((check) => check(candidate));
  }
}

interface Keyword {
  readonly value: unknown;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly sub: (part: unknown, at: string) => Validate;
}

const TYPES: Readonly<Record<string, Validate>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: isObject,
};

const KEYWORDS: Readonly<Record<string, (keyword: Keyword) => Validate>> = {
  type: ({ value, path }) => {
    const types = (Array.isArray(value) ? value : [value]).map((name: unknown) => {
      const type = typeof name === 'string' && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
      if (type === undefined) throw new UnsupportedSchema(path, 'the name of a type');
      return type;
    });
    return (candidate) => types.some((type) => type(candidate));
  },
  enum: ({ value, path }) => {
    if (!Array.isArray(value)) throw new UnsupportedSchema(path, 'a list');
    const known = new Set(value.map((member) => canonical(member)));
    return (candidate) => known.has(canonical(candidate));
  },
  const: ({ value }) => {
    const known = canonical(value);
    return (candidate) => canonical(candidate) === known;
  },
  properties: ({ value, path, sub }) => {
    if (!isObject(value)) throw new UnsupportedSchema(path, 'an object');
    const members = Object.entries(value).map(([name, part]) => [name, sub(part, `/${name}`)] as const);
    return (candidate) =>
      !isObject(candidate) ||
      members.every(([name, validate]) => !Object.hasOwn(candidate, name) || validate(candidate[name]));
  },
  required: ({ value, path }) => {
    if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) {
      throw new UnsupportedSchema(path, 'a list of names');
    }
    return (candidate) => !isObject(candidate) || value.every((name: string) => Object.hasOwn(candidate, name));
  },
  additionalProperties: ({ value, schema, sub }) => {
    const named = new Set(isObject(schema['properties']) ? Object.keys(schema['properties']) : []);
    const validate = sub(value, '');
    return (candidate) =>
      !isObject(candidate) || Object.entries(candidate).every(([name, member]) => named.has(name) || validate(member));
  },
  items: ({ value, sub }) => {
    const validate = sub(value, '');
    return (candidate) => !Array.isArray(candidate) || candidate.every(validate);
  },
  prefixItems: ({ value, path, sub }) => {
    if (!Array.isArray(value)) throw new UnsupportedSchema(path, 'a list');
    const validates = value.map((part, i) => sub(part, `/${i}`));
    return (candidate) =>
      !Array.isArray(candidate) || validates.every((validate, i) => i >= candidate.length || validate(candidate[i]));
  },
  anyOf: (keyword) => {
    const validates = alternatives(keyword);
    return (candidate) => validates.some((validate) => validate(candidate));
  },
  oneOf: (keyword) => {
    const validates = alternatives(keyword);
    return (candidate) => validates.filter((validate) => validate(candidate)).length === 1;
  },
  allOf: (keyword) => {
    const validates = alternatives(keyword);
    return (candidate) => validates.every((validate) => validate(candidate));
  },
  not: ({ value, sub }) => {
    const validate = sub(value, '');
    return (candidate) => !validate(candidate);
  },
  minLength: bound((value) => (typeof value === 'string' ? [...value].length : undefined), atLeast),
  maxLength: bound((value) => (typeof value === 'string' ? [...value].length : undefined), atMost),
  minItems: bound((value) => (Array.isArray(value) ? value.length : undefined), atLeast),
  maxItems: bound((value) => (Array.isArray(value) ? value.length : undefined), atMost),
  minProperties: bound((value) => (isObject(value) ? Object.keys(value).length : undefined), atLeast),
  maxProperties: bound((value) => (isObject(value) ? Object.keys(value).length : undefined), atMost),
  minimum: bound(numberOf, atLeast),
  maximum: bound(numberOf, atMost),
  exclusiveMinimum: bound(numberOf, (value, limit) => value > limit),
  exclusiveMaximum: bound(numberOf, (value, limit) => value < limit),
  multipleOf: bound(numberOf, (value, limit) => Math.abs(value / limit - Math.round(value / limit)) < 1e-9),
  uniqueItems:
    ({ value }) =>
    (candidate) =>
      value !== true || !Array.isArray(candidate) || new Set(candidate.map(canonical)).size === candidate.length,
};

function alternatives({ value, path, sub }: Keyword): Validate[] {
  if (!Array.isArray(value) || value.length === 0) throw new UnsupportedSchema(path, 'a list that is not empty');
  return value.map((part, i) => sub(part, `/${i}`));
}

function bound(
  measure: (value: unknown) => number | undefined,
  holds: (value: number, limit: number) => boolean,
): (keyword: Keyword) => Validate {
  return ({ value: limit, path }) => {
    if (typeof limit !== 'number' || Number.isNaN(limit)) throw new UnsupportedSchema(path, 'a number');
    return (candidate) => {
      const value = measure(candidate);
      return value === undefined || holds(value, limit);
    };
  };
}

function atLeast(value: number, limit: number): boolean {
  return value >= limit;
}

function atMost(value: number, limit: number): boolean {
  return value <= limit;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with sorted keys: equal for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
