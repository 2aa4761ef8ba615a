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

test('is linear: eight times the text is nowhere near 64 times the work', () => {
  const cost = (json: string, value: unknown) => {
    const start = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) judge(json, value);
    return process.cpuUsage(start).user;
  };
  const shapes = [
    (n: number) => `"${'\\\\'.repeat(n)}"`,
    (n: number) => '['.repeat(n) + ']'.repeat(n),
    (n: number) => `[${'"a" ,'.repeat(n)}1]`,
    (n: number) => `{"a"${' '.repeat(n)}:"${' '.repeat(n)}"}`,
  ];
  for (const shape of shapes) {
    const ratios = Array.from({ length: 7 }, () => {
      const [small, large] = [shape(1000), shape(8000)];
      return cost(large, JSON.parse(large)) / Math.max(cost(small, JSON.parse(small)), 100);
    });
    expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(30);
  }
});
