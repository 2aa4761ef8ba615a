import Ajv from 'ajv';
import * as fc from 'fast-check';
import { parseJson, type JsonObject, type JsonValue } from '../../lambda/core/json';
import { isJsonSchema } from '../../lambda/core/json-schema';
import { matchesSchema } from '../../lambda/core/json-schema-match';

const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object') }),
  fc.record({
    enum: fc.uniqueArray(fc.oneof(fc.string({ maxLength: 2 }), fc.integer({ min: 0, max: 3 }), fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ const: fc.oneof(fc.string({ maxLength: 2 }), fc.integer({ min: 0, max: 3 })) }),
  fc.record({ minimum: fc.integer({ min: 0, max: 2 }), maximum: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ minLength: fc.nat(1), maxLength: fc.nat(3) }),
  fc.record({ minItems: fc.nat(1), maxItems: fc.nat(3), uniqueItems: fc.boolean() }),
  fc.boolean(),
);
const schema = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ items: tie('node') }),
    fc.record({ not: tie('node') }),
    fc.record({ anyOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ allOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ if: tie('node'), then: tie('node'), else: tie('node') }),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('node')),
        required: fc.uniqueArray(fc.constantFrom('a', 'b')),
        additionalProperties: tie('node'),
      },
      { requiredKeys: [] },
    ),
  ),
})).node;
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.string({ maxLength: 4 }),
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(0.5, null, true, false),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node')),
  ),
})).node;

test('agrees with a validator that others wrote', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  fc.assert(
    fc.property(schema, value, (candidate, instance) => {
      expect(isJsonSchema(candidate as JsonValue)).toBe(true);
      const expected = ajv.validate(candidate as object | boolean, instance);
      expect(matchesSchema(candidate as JsonObject, instance as JsonValue)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test('references inside of the schema are followed, a loop of them ends', () => {
  const tree: JsonObject = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: { next: { $ref: '#/$defs/node' }, 'a/b': { type: 'string' } },
        required: ['value'],
      },
    },
  };
  expect(matchesSchema(tree, { value: 1, next: { value: 2 } })).toBe(true);
  expect(matchesSchema(tree, { value: 1, next: { other: 2 } })).toBe(false);
  expect(matchesSchema({ $ref: '#' }, 1)).toBe(false);
  expect(matchesSchema({ $ref: '#/nowhere' }, 1)).toBe(false);
});

test('a schema that would take for ever does not match', () => {
  let bomb: JsonObject = { type: 'integer' };
  for (let i = 0; i < 40; i++) bomb = { oneOf: [bomb, bomb] };
  const startMs = performance.now();
  expect(matchesSchema(bomb, 1)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(20_000);
});

const many = <T>(member: T): T[] => Array.from({ length: 20_000 }, () => member);

// each would match if it were worked through: the work is counted, and how long it takes says nothing here.
test.each<[string, JsonObject, JsonValue]>([
  ['the length of a long text', { anyOf: [...many({ maxLength: 1 }), true] }, 'x'.repeat(4_000)],
  [
    'whether two large values are the same',
    { enum: [...many({ a: 1 }), ['x'.repeat(1_000_000)]] },
    ['x'.repeat(1_000_000)],
  ],
  ['a list of values for each member', { items: { enum: [...many(0), 1] } }, Array.from({ length: 100 }, () => 1)],
  [
    'a list of types for each member',
    { items: { type: [...many('null'), 'integer'] } },
    Array.from({ length: 100 }, () => 1),
  ],
  [
    'a list of names for each member',
    { items: { required: many('a') } },
    Array.from({ length: 100 }, () => ({ a: 1 })),
  ],
  [
    'the names of a large object',
    { anyOf: [...many({ minProperties: 900 }), true] },
    Object.fromEntries(Array.from({ length: 800 }, (_, i) => [i, 1])),
  ],
  ['whether members differ', { anyOf: [...many({ uniqueItems: true }), true] }, [1, 1, 'x'.repeat(4_000)]],
  [
    'the way of a reference',
    { items: { $ref: `#/a${'~1'.repeat(20_000)}` }, [`a${'/'.repeat(20_000)}`]: true },
    many(1),
  ],
])('a schema that asks again and again for %s does not match', (_what, large, instance) => {
  expect(matchesSchema(large, instance)).toBe(false);
});

test.each([
  ['{"city":"Rome"}', true],
  ['{"city":"Rome","days":3}', true],
  ['{}', false],
  ['{"city":""}', false],
  ['{"city":"Rome","days":1.5}', false],
  ['{"city":"Rome","shell":"rm"}', false],
  ['{"city":"Rome","__proto__":1}', false],
  ['{"city":"Rome","constructor":1}', false],
  ['{"__proto__":{"city":"Rome"}}', false],
  ['null', false],
])('arguments of a tool: %s is %p', (json, valid) => {
  const parsed = parseJson(json);
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string', minLength: 1 }, days: { type: 'integer' } },
    required: ['city'],
    additionalProperties: false,
  };
  expect(parsed.ok && matchesSchema(parameters, parsed.value)).toBe(valid);
});

test("a caller's regular expression is never run", () => {
  const startMs = performance.now();
  expect(matchesSchema({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`)).toBe(true);
  expect(performance.now() - startMs).toBeLessThan(20_000);
});

test.each([
  7,
  'object',
  null,
  [],
  { type: 'text' },
  { type: [] },
  { properties: [] },
  { properties: { a: 1 } },
  { required: 'a' },
  { enum: 'a' },
  { minLength: -1 },
  { maximum: 'x' },
  { allOf: [] },
  { $ref: 'https://example.com' },
  { pattern: 1 },
])('%j is no schema', (candidate) => {
  expect(isJsonSchema(candidate as JsonValue)).toBe(false);
});
