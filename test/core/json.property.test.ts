import * as fc from 'fast-check';
import { growthOverEightfold, MOST_GROWTH } from '../cpu-growth';
import { decodeUtf8, isWellFormed, MAX_JSON_DEPTH, parseJson } from '../../lambda/core/json';

const ok = (text: string) => {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value;
};
const fault = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? undefined : parsed.fault;
};

test('reads what JSON.stringify writes, as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(ok(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('accepts nothing that JSON.parse refuses', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '.',
    'e',
    'true',
    'null',
    ' ',
    '\u00a0',
    '\n',
    '0',
    "'",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
      const text = list.join('');
      const parsed = parseJson(text);
      if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(text));
      else if (parsed.fault === 'invalid_json') expect(() => JSON.parse(text) as unknown).toThrow();
    }),
    { numRuns: 2_000 },
  );
});

test('any letter may be escaped in any way, and reads the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = [...text].map((letter) =>
        letter
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
      );
      expect(ok(`"${escaped.join('')}"`)).toBe(text);
    }),
  );
});

test('a repeated key is found wherever it stands and however it is spelt', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.nat(5), (key, value, depth) => {
      const other = JSON.stringify(key).replace(/^"./u, (start) => start);
      const escaped = `"${key
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('')}"`;
      const inner = `{${other}:${JSON.stringify(value)},${escaped}:1}`;
      expect(fault('['.repeat(depth) + inner + ']'.repeat(depth))).toBe('duplicate_key');
    }),
  );
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'the key %s is a member like any other',
  (key) => {
    const value = ok(`{${JSON.stringify(key)}:{"polluted":true}}`) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual([key]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(fault(`{${JSON.stringify(key)}:1,${JSON.stringify(key)}:2}`)).toBe('duplicate_key');
  },
);

test('nesting is bounded, in objects and lists alike', () => {
  const nested = (depth: number): string => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
  expect(fault(nested(MAX_JSON_DEPTH))).toBeUndefined();
  expect(fault(nested(MAX_JSON_DEPTH + 2))).toBe('invalid_json');
  expect(fault('['.repeat(1_000_000))).toBe('invalid_json');
});

test.each(['"\\ud800"', '"\\udc00\\ud800"', '"a\\ud800b"', '{"\\ud800":1}'])(
  'a lone surrogate has no UTF-8: %s',
  (text) => {
    expect(fault(text)).toBe('invalid_utf8');
  },
);

test('a pair of surrogates is a letter', () => {
  expect(ok('"\\ud83d\\ude00"')).toBe('😀');
});

test.each(['1e999', '-1e999', '01', '1.', '.5', '+1', '0x1', 'Infinity', '--1', ''])('%j is no number', (text) => {
  expect(fault(text)).toBe('invalid_json');
});

test('UTF-8 is decoded strictly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeUtf8(Buffer.from(text))).toBe(text.startsWith('\uFEFF') ? undefined : text);
      expect(isWellFormed(text)).toBe(true);
      expect(isWellFormed(`${text}\ud800`)).toBe(false);
    }),
  );
  expect(decodeUtf8(Buffer.from([0xff]))).toBeUndefined();
  expect(decodeUtf8(Buffer.from([0xed, 0xa0, 0x80]))).toBeUndefined();
  expect(decodeUtf8(Buffer.from([0xc0, 0x80]))).toBeUndefined();
});

test.each([
  ['brackets', '[[],'.repeat(30_000)],
  ['keys', `{${Array.from({ length: 40_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ['escapes', `"${'\\u00e9'.repeat(80_000)}"`],
  ['digits', '1'.repeat(500_000)],
  ['spaces', `[${' '.repeat(500_000)}]`],
  ['backslashes', `"${'\\\\'.repeat(250_000)}"`],
])('hostile input takes no more than its share of time: %s', (_name, half) => {
  const inner = half.slice(1, -1);
  const eightfold = half.startsWith('{')
    ? `{${Array.from({ length: 8 }, (_, i) => inner.replaceAll('"k', `"k${i}_`)).join(',')}}`
    : half.repeat(8);
  expect(growthOverEightfold(parseJson, half, eightfold)).toBeLessThan(MOST_GROWTH);
});
