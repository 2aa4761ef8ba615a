import * as fc from 'fast-check';
import { hasRepeatedMember as judge } from '../../lambda/identity/repeated-member';

const hasRepeatedMember = (json: string) => judge(json, JSON.parse(json));

test('no value that JSON.stringify writes has a repeated member', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, '\t'), (json, indent) => {
      expect(hasRepeatedMember(JSON.stringify(JSON.parse(json), null, indent))).toBe(false);
    }),
  );
});

test('a member written twice is found at any depth, behind any text, however it is escaped', () => {
  const escaped = (name: string) =>
    `"${[...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.json(),
      fc.array(fc.constantFrom('array', 'object'), { maxLength: 6 }),
      (name, value, wraps) => {
        let json = `{${JSON.stringify(name)}:${value},"\\"${name.length}:{":[] ,${escaped(name)} :1}`;
        for (const wrap of wraps) json = wrap === 'array' ? `[1,${json}]` : `{"a":"\\\\","b":${json}}`;
        expect(JSON.parse(json)).toBeDefined();
        expect(hasRepeatedMember(json)).toBe(true);
      },
    ),
  );
});

test('equal names in different objects, equal values and names inside of strings are no repetition', () => {
  for (const json of [
    '[{"a":1},{"a":1}]',
    '{"a":{"a":"a"},"b":"a"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '["a","a"]',
    '{}',
    '"a:"',
    '{"a":["a","a"]}',
  ]) {
    expect([json, hasRepeatedMember(json)]).toEqual([json, false]);
  }
});

test('is linear: 100 times the text is at most 400 times the work', () => {
  const time = (json: string) => {
    const start = process.hrtime.bigint();
    for (let round = 0; round < 5; round += 1) hasRepeatedMember(json);
    return Number(process.hrtime.bigint() - start);
  };
  for (const shape of [
    (n: number) => `"${'\\\\'.repeat(n)}"`,
    (n: number) => '['.repeat(n) + ']'.repeat(n),
    (n: number) => `[${'"a" ,'.repeat(n)}1]`,
  ]) {
    time(shape(1000));
    expect(time(shape(100_000))).toBeLessThan(400 * Math.max(time(shape(1000)), 200_000));
  }
});
