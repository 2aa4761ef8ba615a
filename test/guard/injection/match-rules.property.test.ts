import * as fc from 'fast-check';
import { beginningsOf } from '../../../lambda/guard/injection/beginnings';
import { ruleMatcher } from '../../../lambda/guard/injection/match-rules';
import { any, next, type InjectionRule } from '../../../lambda/guard/injection/rule';
import { INJECTION_RULES } from '../../../lambda/guard/injection/rules';
import { WASTE_RULES } from '../../../lambda/guard/injection/waste-rules';
import { viewsOf, type View } from '../../../lambda/guard/views';
import { FIXTURES } from './fixtures';

const STANDING = { untrusted: true, instructs: false };
const RULES = [...INJECTION_RULES, ...WASTE_RULES];

/** What each rule matches by the plain reading of its definition: its alternatives as one expression, over all of the text. */
function slowly(rule: InjectionRule, { lower }: View): string[] {
  const found: string[] = [];
  const expression = new RegExp(rule.pattern.map(({ source }) => `(?:${source})`).join('|'), 'g');
  for (const match of lower.matchAll(expression)) {
    let end = match.index + match[0].length;
    const followed = (rule.then ?? []).every(({ within, pattern }) => {
      const step = pattern.exec(lower.slice(end, end + within));
      end += step === null ? 0 : step.index + step[0].length;
      return step !== null;
    });
    if (followed) found.push(`${rule.name} ${match.index} ${end}`);
  }
  return found.slice(0, 8);
}

const FRAGMENTS = [
  ...Object.values(FIXTURES).flatMap(({ bad, good }) => [bad, ...bad.split(/(?<=\s)/), good]),
  ...['\n', ' ', '  ', '.', ': ', '"', '[', '<', '>', '2 ', '=', '{', 'a+b ', '\u00e9', '_', 'x', '\u5ffd\u7565'],
];

test('the index finds what the expressions find, all of it and nothing else', () => {
  const match = ruleMatcher(RULES);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 }), (fragments) => {
      for (const view of viewsOf(fragments.join(''))) {
        const { hits, waste } = match([{ ...view, origin: (start, end) => ({ start, end }) }], STANDING);
        const found = [...hits, ...waste].map(({ rule, start, end }) => `${rule} ${start} ${end}`);
        const words = new Set(view.lower.match(/[a-z]+|\d/g));
        const has = (list: readonly string[] | undefined): boolean =>
          list === undefined || list.some((word) => words.has(/^[a-z]+|\d/.exec(word)?.[0] ?? ''));
        const expected = RULES.filter(
          ({ score, untrusted = score, cues, also, script }) =>
            untrusted > 0 && has(cues) && has(also) && script?.test(view.lower) !== false,
        ).flatMap((rule) => slowly(rule, view));
        expect(found.sort()).toEqual(expected.sort());
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['(?:ignore|drop) all', ['ignore', 'drop'], false],
  ['\\bforget\\w{0,4} it', ['forget'], false],
  ['(?:^|\\n)\\s{0,4}say', ['\nsay'], true],
  ['\\s\\n{1,3}\\s{0,4}so', [' so', '\nso'], false],
  ['[<{]{2}\\s?end', ['<<end', '{< end'], false],
  ['[<{](?:a|b)', ['<', '{'], false],
  ['\\[?(?:jail)break', ['[', 'jailbreak'], false],
  ['(?<!not )(?:tell)(?=x) me', ['tell'], false],
  ["(?:do|don\\'t) \\d", ['do', 'don'], false],
  ['\u5ffd\u7565', ['\u5ffd'], false],
] as const)('%s begins with %j', (source, units, atStart) => {
  const { found, atStart: free } = beginningsOf(source);
  for (const each of units)
    expect(found.map((one) => one.units).some((one) => each.startsWith(one) || one.startsWith(each))).toBe(true);
  expect(free).toBe(atStart);
});

test.each(['\\w{1,3} x', '.x', '[^a]b', '(?:a|.)b'])('%s would be tried everywhere: refused', (source) => {
  expect(() => beginningsOf(source)).toThrow('begin');
});

test('a match is found by a rule without cues, within a word where it does not ask for its start', () => {
  const rule = (pattern: string, ...then: ReturnType<typeof next>[]): InjectionRule => ({
    name: 'x',
    score: 0.5,
    pattern: any(pattern),
    then,
  });
  const count = (each: InjectionRule, text: string): number => ruleMatcher([each])(viewsOf(text), STANDING).hits.length;
  expect(count(rule('cat'), 'a concat of cats')).toBe(2);
  expect(count(rule('\\bcat'), 'a concat of cats')).toBe(1);
  expect(count(rule('\\bcat\\b'), 'a concat of cats')).toBe(0);
  expect(count(rule('\\b\\w{2,9} cat\\b'), 'a concat is no cat')).toBe(1);
  expect(count(rule('\\bcat\\b', next(9, 'dog')), 'cat, dog and cat, then a long time no dog')).toBe(1);
});
