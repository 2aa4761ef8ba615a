import { expressionsOfGuard } from './expressions';
import { digestOf, judge, knownSafe } from './verdicts';

/** So many verdicts are asked for again, other ones each week. */
const SAMPLE = 12;
const TIMEOUT_MILLISECONDS = 8_000;

const expressions = expressionsOfGuard();

test('every regular expression of the guard was found safe by recheck', () => {
  const known = knownSafe();
  expect(expressions.length).toBeGreaterThan(500);
  // a new one: run `npx tsx test/guard/redos/write-verdicts.ts`, which judges it.
  expect(expressions.filter(({ text }) => !known.has(digestOf(text)))).toEqual([]);
});

test('recheck still says so of a sample', async () => {
  const week = Math.floor(Date.now() / 604_800_000);
  const sample = [...expressions]
    .map((expression) => ({ ...expression, order: digestOf(`${week} ${expression.text}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, SAMPLE);
  for (const { text, where } of sample) {
    const verdict = await judge(text, TIMEOUT_MILLISECONDS);
    // a busy machine may not finish; it must never say the opposite.
    expect([where, verdict.replace('unknown: timeout', 'safe')]).toEqual([where, 'safe']);
  }
});

test.each(['/(a|a)*$/', '/(\\w+\\s?)*x/', '/\\s*=\\s*\\s*$/g'])('recheck finds %s', async (text) => {
  expect(await judge(text, TIMEOUT_MILLISECONDS)).toMatch(/^vulnerable/);
});

test('an expression that changes has no verdict', () => {
  expect(digestOf('/a{1,3}/g')).not.toBe(digestOf('/a{1,4}/g'));
  expect(knownSafe().has(digestOf('/(a|a)*$/'))).toBe(false);
});
