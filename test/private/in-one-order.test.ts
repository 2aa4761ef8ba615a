import fc from 'fast-check';
import { inOneOrder } from '../../lib/private/in-one-order';

/** The same value with the members of its objects the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

test('the order of members leaves no trace, the order of a list stays', () => {
  expect(JSON.stringify(inOneOrder({ b: [2, 1], a: { d: null, c: 'x' } }))).toBe('{"a":{"c":"x","d":null},"b":[2,1]}');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(inOneOrder(value)).toEqual(value);
      expect(JSON.stringify(inOneOrder(reversed(value)))).toBe(JSON.stringify(inOneOrder(value)));
    }),
  );
});
