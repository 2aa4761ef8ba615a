import * as fc from 'fast-check';
import { BEYOND, FirstUnits, NOT_ASCII, PLACES } from '../../lambda/guard/first-units';
import { INJECTION_RULES } from '../../lambda/guard/injection/rules';
import { WASTE_RULES } from '../../lambda/guard/injection/waste-rules';
import { PERSONAL_DATA_PATTERNS } from '../../lambda/guard/personal-data';
import { SECRET_PATTERNS } from '../../lambda/guard/secrets';
import { Units } from '../../lambda/guard/views/units';
import { FIXTURES } from './injection/fixtures';
import { PERSONAL_DATA_FIXTURES } from './personal-data/fixtures';
import { filled, SECRET_FIXTURES } from './secrets/fixtures';

const EXPRESSIONS = [
  ...[...SECRET_PATTERNS, ...PERSONAL_DATA_PATTERNS].map(({ pattern }) => pattern),
  ...[...INJECTION_RULES, ...WASTE_RULES].flatMap(({ pattern }) => pattern),
];
const FRAGMENTS = [
  ...Object.values(FIXTURES).map(({ bad }) => bad.toLowerCase()),
  ...Object.values(PERSONAL_DATA_FIXTURES).flatMap(([before, value]) => [`${before}${value}`, value]),
  ...Object.values(SECRET_FIXTURES).map(({ bad }) => filled(bad)),
  ...['1', '12', '345 67', '1.2', '-', '/', '(', '+', ' ', '\n', '.', ',', ':', 'a', 'Main St ', 'x', '_', '\u00e9', '\u5ffd'],
]; // prettier-ignore
const units = new Units();

/** Fails where an expression matches at a place of a text that its first units rule out; returns how often it matches. */
function countMatches(pattern: RegExp, text: string, firstUnits: (digits?: number) => FirstUnits): number {
  const codes = units.of(text);
  let matches = 0;
  for (let at = 0; at < text.length; at++) {
    pattern.lastIndex = at;
    if (!pattern.test(text)) continue;
    matches++;
    const digits = /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
    for (const first of [firstUnits(), firstUnits(digits)]) {
      if (!first.mayBegin(codes, text.length, at)) throw new Error(`${String(pattern)}: ruled out at ${at} of ${text}`);
    }
  }
  return matches;
}

test('no place is passed over where an expression of the guard matches, whatever stands beside', () => {
  const known = EXPRESSIONS.map((pattern) => ({ pattern, all: new FirstUnits(pattern) }));
  const byDigits = new Map<string, FirstUnits>();
  let matches = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 4 }), (fragments) => {
      const text = fragments.join('').slice(0, 300);
      for (const { pattern, all } of known) {
        matches += countMatches(pattern, text, (digits) => {
          if (digits === undefined) return all;
          const key = `${digits} ${String(pattern)}`;
          const first = byDigits.get(key) ?? new FirstUnits(pattern, digits);
          byDigits.set(key, first);
          return first;
        });
      }
    }),
    { numRuns: 40 },
  );
  expect(matches).toBeGreaterThan(100);
});

const PIECES = ['a', 'b', '1', '[ab]', '[^a]', '[a-c1]', '.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', 'B', '\\u00e9', '^', '$', '\\b', '(?=a)', '(?!b)', '(?<=a)']; // prettier-ignore
const TIMES = ['', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,}', '??', '+?', '{2,3}?'];
const piece = fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...TIMES)).map(([one, times]) => {
  return /^(?:[$^]|\\b|\(\?)/.test(one) ? one : one + times;
});
const run = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const expression = fc
  .tuple(fc.constantFrom('', '(?<![ab])', '(?<![\\w-])'), run, run, fc.constantFrom(...TIMES), run, fc.constantFrom('', '\\1'))
  .map(([before, one, other, times, after, again]) => `${before}(${one}|${other})${times}${after}${again}`); // prettier-ignore
const text = fc
  .array(fc.constantFrom(...'abcB11 -\n\u00e9'), { minLength: 1, maxLength: 14 })
  .map((all) => all.join(''));

test('no place is passed over where any expression matches', () => {
  let matches = 0;
  fc.assert(
    fc.property(expression, fc.constantFrom('y', 'iy'), fc.array(text, { minLength: 8, maxLength: 8 }), (source, flags, texts) => {
      const pattern = new RegExp(source, flags);
      for (const each of texts) matches += countMatches(pattern, each, (digits) => new FirstUnits(pattern, digits));
    }),
    { numRuns: 300 },
  ); // prettier-ignore
  expect(matches).toBeGreaterThan(500);
});

/**
 * The units that a place admits, as the body of a class: `*` is anything, even the end of the text, and `\u00e9` any unit
 * that is not ASCII. The first place is the one before the match.
 */
function table(first: FirstUnits): string {
  const places = Array.from({ length: PLACES + 1 }, (_, index) => {
    const admits = (unit: number): boolean => first.has(index - 1, unit);
    const ascii = Array.from({ length: NOT_ASCII }, (__, unit) => admits(unit));
    const negated = ascii.filter(Boolean).length > 64;
    const listed = ascii.flatMap((is, unit) => (is === negated ? [] : [unit]));
    const ranges = listed
      .map((unit) => (listed.includes(unit - 1) ? (listed.includes(unit + 1) ? '' : `-${shown(unit)}`) : ` ${shown(unit)}`))
      .join('')
      .replaceAll(' ', ''); // prettier-ignore
    const all = `${negated ? '^' : ''}${ranges}${admits(NOT_ASCII) ? '\u00e9' : ''}${admits(BEYOND) ? '$' : ''}`;
    return all === '^\u00e9$' ? '*' : all;
  });
  return places.join(' ').replace(/(?: \*)+$/, ' *');
}

function shown(unit: number): string {
  return unit > 32 && unit < 127 ? String.fromCharCode(unit) : `x${unit.toString(16)}`;
}

test.each([
  [/abc/y, '* a b c *'],
  [/ab|cde/y, '* ac bd *'],
  [/(?<!a)b|c/y, '* b-c *'],
  [/(?<![\w.])a/y, 'x0--/:-@[-^`{-x7fé$ a *'],
  [/(?<![ab])a|(?<![c])b/y, '* a-b *'],
  [/x(?<!a)a/y, '* x a *'],
  [/x(?<![y])a/y, '* x a *'],
  [/(?:[y])a/y, '* y a *'],
  [/(?<!ab)c/y, '* c *'],
  [/(?<![a]b)c/y, '* c *'],
  [/(?<!x[a])c/y, '* c *'],
  [/(?<![^a])b/y, '* b *'],
  [/(?<=[a])b/y, '* b *'],
  [/(?<![d-])b/y, '^-dé$ b *'],
  [/(?<![\d])b/y, '^0-9é$ b *'],
  [/a(?!c)b/y, '* a b *'],
  [/a(?=c)b/y, '* a b *'],
  [/ab?c/y, '* a b-c *'],
  [/ab*c/y, '* a b-c *'],
  [/ab+?c/y, '* a b b-c *'],
  [/ab??c/y, '* a b-c *'],
  [/ab{2}c/y, '* a b b c *'],
  [/ab{2,3}c/y, '* a b b b-c *'],
  [/ab{0}c/y, '* a b-c *'],
  [/ab{0}cd/y, '* a b-c d *'],
  [/ab{3,}c/y, '* a b b b b-c *'],
  [/ab{10,11}?c/y, '* a b b b b b b b b b b b-c'],
  [/(?:ab|c){2}d/y, '* ac a-c a-d *'],
  [/(?:a|bc)*d/y, '* a-bd *'],
  [/[a-c-]x/y, '* -a-c x *'],
  [/[^a-c]x/y, '* ^a-cé x *'],
  [/[\d.][^\d]/y, '* .0-9 ^0-9é *'],
  [/\w\W/y, '* 0-9A-Z_a-z ^0-9A-Z_a-zé *'],
  [/\d\D/y, '* 0-9 ^0-9é *'],
  [/\s\S/y, '* x9-xdx20é ^x9-xdx20é *'],
  [/a./y, '* a ^é *'],
  [/a\.\n\r\t\v\f\//y, '* a . xa xd x9 xb xc / *'],
  [/\x41\u0042\u00e9d/y, '* A B é d *'],
  [/Ab/iy, '* Aa Bb *'],
  [/[a-c]1/iy, '* A-Ca-c 1 *'],
  [/[^b]/iy, '* ^Bbé *'],
  [/^a\bb\Bc$d/y, '* a b c d *'],
  [/([ab])x\1y/y, '* a-b x a-b y *'],
  [/(?<n>a)(b)\2c/y, '* a b b c *'],
  [/(?:a)(b)\1c/y, '* a b b c *'],
  [/(?:(a)b){2}(c)\2d/y, '* a b a b c c d *'],
  [/(a)?b\1c/y, '* a-b a-c *'],
  [/(?:(a)|b)\1c/y, '* a-b ac *'],
  [/(?:b|(a))\1c/y, '* a-b ac *'],
  [/(?:x(a)\1|b)c/y, '* bx ac *'],
  [/(a)b|c\1d/y, '* ac a-bd *'],
  [/[\u0400-\u04ff]a/y, '* é a *'],
  [/[y-\u0410]a/y, '* y-x7fé a *'],
  [/[!-\]]a/y, '* !-] a *'],
  [/[\]]a/y, '* ] a *'],
  [/[\x61-c]/y, '* a-c *'],
  [/.{12}a/y, '* ^é ^é ^é ^é ^é ^é ^é ^é ^é ^é ^é ^é'],
  [/abcdefghijklmno/y, '* a b c d e f g h i j k l'],
])('%s: %s', (pattern, expected) => {
  expect(table(new FirstUnits(pattern))).toBe(expected);
});

test.each([
  [0, '* '],
  [1, '* 0-9 a-d *'],
  [2, '* 0-9 0-9 *'],
])('with %d digits and no more a match begins with so many', (digits, expected) => {
  expect(table(new FirstUnits(/\d{1,3}a?[b-d\d]/y, digits)).trimEnd()).toBe(expected.trimEnd());
});

test('what stands beside a match is looked at, and only within the text', () => {
  const first = new FirstUnits(/(?<![\w.])ab/y);
  const may = (text: string, at: number, length = text.length): boolean => first.mayBegin(units.of(text), length, at);
  expect([may('ab', 0), may('xab', 1), may('.ab', 1), may('-ab', 1), may('\u00e9ab', 1)]).toEqual([true, false, false, true, true]); // prettier-ignore
  expect([may('ab', 0, 1), may('ab', 1), may('ab', 2), may('-a', 1)]).toEqual([false, false, false, false]);
  expect(new FirstUnits(/a?/y).mayBegin(units.of(''), 0, 0)).toBe(true);
  expect(new FirstUnits(/a{12}b/y).mayBegin(units.of('a'.repeat(12)), 12, 0)).toBe(true);
});

test.each([
  [/(?<![\w.])\d{3}-\d/y, '123-4', true],
  [/(?<![\w.])\d{3}-\d/y, '12-34', false],
  [/(?<![\w.])\d{3}-\d/y, '123-x', false],
  [/(?:ab|cd){2}e/y, 'abcde', true],
  [/(?:ab|cd){2}e/y, 'abcdf', false],
  [/([- ])a\1b/y, '-a-b', true],
  [/([- ])a\1b/y, '-a.b', false],
  [/Ab?[^x]/iy, 'aq', true],
  [/Ab?[^x]/iy, 'b', false],
  [/a{2,}/y, 'a', false],
  [/[\u0400-\u04ff]x/y, '\u0410x', true],
  [/a(?=b)/y, 'ac', true],
] as const)('%s may begin %j: %s', (pattern, text, may) => {
  expect(new FirstUnits(pattern).mayBegin(units.of(text), text.length, 0)).toBe(may);
});

test('the unit before a match counts, and the number of digits that it begins with', () => {
  const first = new FirstUnits(/(?<![\w.])\d{1,6}\s[A-Z]/y);
  expect(first.mayBegin(units.of('.12 A'), 5, 1)).toBe(false);
  expect(first.mayBegin(units.of(' 12 3'), 5, 1)).toBe(true);
  expect(new FirstUnits(/(?<![\w.])\d{1,6}\s[A-Z]/y, 2).mayBegin(units.of(' 12 3'), 5, 1)).toBe(false);
});

test.each([
  ['(a', 'expected )'], ['a)b', 'unexpected )b'], ['[a', 'expected ]'], ['\\1', 'expected a group 1'], ['[a-\\d]', 'end of a range'],
  ['\\p{L}', 'cannot read \\p'], ['\\u{41}', 'cannot read \\u'], ['\\k<n>', 'cannot read \\k'], ['\\cA', 'cannot read \\c'], ['\\0', 'cannot read \\0'],
  ['(?i:a)', 'cannot read (?i:a)'],
])('%s is refused: %s', (source, message) => {
  expect(() => new FirstUnits({ source, flags: 'y' } as RegExp)).toThrow(`expression: ${message.startsWith('end') ? 'expected the ' : ''}${message}`);
}); // prettier-ignore

test.each(['uy', 'vy'])('the flags %s are refused: a character may be two units', (flags) => {
  expect(() => new FirstUnits(new RegExp('.', flags))).toThrow('expression');
});
