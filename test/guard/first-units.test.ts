import * as fc from 'fast-check';
import { FirstUnits } from '../../lambda/guard/first-units';
import { PERSONAL_DATA_PATTERNS } from '../../lambda/guard/personal-data';
import { SECRET_PATTERNS } from '../../lambda/guard/secrets';
import { Units } from '../../lambda/guard/views/units';
import { PERSONAL_DATA_FIXTURES } from './personal-data/fixtures';
import { filled, SECRET_FIXTURES } from './secrets/fixtures';

const PATTERNS = [...SECRET_PATTERNS, ...PERSONAL_DATA_PATTERNS];
const FRAGMENTS = [
  ...Object.values(PERSONAL_DATA_FIXTURES).flatMap(([before, value]) => [`${before}${value}`, value]),
  ...Object.values(SECRET_FIXTURES).map(({ bad }) => filled(bad)),
  ...['1', '12', '345 67', '1.2', '-', '/', '(', '+', ' ', '\n', '.', ',', ':', 'a', 'Main St ', 'x', '_', '\u00e9', '\u5ffd'],
]; // prettier-ignore
const units = new Units();

test('no place is passed over where a pattern matches, whatever stands beside', () => {
  const known = PATTERNS.map(({ pattern }) => ({
    pattern,
    first: new FirstUnits(pattern),
    byDigits: Array.from({ length: 20 }, (_, digits) => new FirstUnits(pattern, digits)),
  }));
  let matches = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 5 }), (fragments) => {
      const text = fragments.join('').slice(0, 400);
      const codes = units.of(text);
      for (let at = 0; at < text.length; at++) {
        const digits = /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
        for (const { pattern, first, byDigits } of known) {
          pattern.lastIndex = at;
          if (!pattern.test(text)) continue;
          matches++;
          expect([pattern, text.slice(at), first.mayBegin(codes, text.length, at)]).toEqual([pattern, text.slice(at), true]);
          if (digits > 0 && digits < 20) expect(byDigits[digits]?.mayBegin(codes, text.length, at)).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(matches).toBeGreaterThan(100);
}); // prettier-ignore

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

test.each(['(a', '\\1', '[a', 'a)', '\\p{L}'])('%s cannot be read: refused', (source) => {
  expect(() => new FirstUnits({ source, flags: 'y' } as RegExp)).toThrow('expression');
});
