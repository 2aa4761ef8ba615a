import { ruleMatcher } from '../../../lambda/guard/injection/match-rules';
import { INJECTION_RULES } from '../../../lambda/guard/injection/rules';
import { WASTE_RULES } from '../../../lambda/guard/injection/waste-rules';
import { viewsOf } from '../../../lambda/guard/views';
import { FIXTURES } from './fixtures';

const hits = (rule: string, text: string, untrusted: boolean): boolean => {
  const match = ruleMatcher(INJECTION_RULES.filter(({ name }) => name === rule));
  return match(viewsOf(text), { untrusted, instructs: false }).hits.length > 0;
};

test('every rule has a fixture, and every fixture a rule', () => {
  expect(INJECTION_RULES.map(({ name }) => name).sort()).toEqual(Object.keys(FIXTURES).sort());
});

describe.each(Object.entries(FIXTURES))('%s', (rule, { bad, good, untrusted = false }) => {
  test(`finds: ${bad.trim()}`, () => expect(hits(rule, bad, untrusted)).toBe(true));
  test(`lets pass: ${good}`, () => expect(hits(rule, good, untrusted)).toBe(false));
});

test('a planted order counts for more where the text is untrusted', () => {
  for (const rule of INJECTION_RULES.filter(({ name }) => FIXTURES[name]?.untrusted)) {
    expect([rule.name, (rule.untrusted ?? 0) > rule.score]).toEqual([rule.name, true]);
  }
});

test('no repetition of a rule is without bound', () => {
  for (const { name, pattern, then = [] } of INJECTION_RULES) {
    for (const { source } of [...pattern, ...then.map((step) => step.pattern)]) {
      const plain = source.replace(/\\./g, 'E').replace(/\[[^\]]*\]/g, 'C');
      expect([name, plain.match(/[*+]|\{\d+,\}/g)]).toEqual([name, null]);
    }
  }
});

test('a cue is a word, and listed once: what is no word stands in no text, and its rule would be tried in vain', () => {
  for (const { name, cues = [], also = [], score, untrusted = score, pattern } of [
    ...INJECTION_RULES,
    ...WASTE_RULES,
  ]) {
    for (const words of [cues, also]) {
      expect([name, words.filter((word) => !/^[\p{L}\p{M}\p{N}']+$/u.test(word) || word !== word.toLowerCase())]).toEqual([name, []]); // prettier-ignore
      expect([name, words.filter((word, i) => words.indexOf(word) !== i)]).toEqual([name, []]);
    }
    expect([name, pattern.length > 0 && score >= 0 && score <= 1 && untrusted > 0 && untrusted <= 1]).toEqual([
      name,
      true,
    ]);
    // an expression that matches nothing at all matches everywhere.
    for (const expression of pattern) expect([name, new RegExp(expression.source).test('')]).toEqual([name, false]);
  }
});
