import Ajv from 'ajv';
import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../lambda/core/json';
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
