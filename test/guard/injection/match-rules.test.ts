import { ruleMatcher, type RuleVerdict } from '../../../lambda/guard/injection/match-rules';
import { any, next, type InjectionRule } from '../../../lambda/guard/injection/rule';
import { WASTE_RULES } from '../../../lambda/guard/injection/waste-rules';
import { viewsOf } from '../../../lambda/guard/views';

const RULES: readonly InjectionRule[] = [
  { name: 'drop', score: 0.5, untrusted: 0.75, cues: ['drop'], pattern: any('\\bdrop all', '\\bdrop\\b') },
  { name: 'leak', score: 0.5, cues: ['leak', 'spill'], also: ['secret'], pattern: any('\\b(?:leak|spill)\\b') },
  { name: 'tool', score: 0, untrusted: 0.5, pattern: any('<tool>', '\\[tool\\]') },
  { name: 'steps', score: 0.5, pattern: any('\\bfirst\\b'), then: [next(8, 'then'), next(8, 'last')] },
  { name: 'cyrillic', score: 0.5, script: /[\u0400-\u04ff]/, pattern: any('\u0437\u0430\u0431') },
  { name: 'digits', score: 0.5, script: /\d{5}/, pattern: any('\\bcount\\b') },
  { name: 'endless', about: 'waste', score: 0.9, pattern: any('\\bforever\\b') },
];
const match = ruleMatcher(RULES);
const read = (text: string, standing: { untrusted?: boolean; instructs?: boolean } = {}): RuleVerdict =>
  match(viewsOf(text), { untrusted: false, instructs: false, ...standing });
const names = ({ hits, waste }: RuleVerdict): string =>
  [...hits, ...waste].map(({ rule, start, end }) => `${rule} ${start}-${end}`).join(', ');

test.each([
  ['drop it', 'drop 0-4'],
  ['drop all', 'drop 0-8'],
  ['do drop, drop', 'drop 3-7, drop 9-13'],
  ['drops', ''],
  ['leak', ''],
  ['secret', ''],
  ['leak a secret', 'leak 0-4'],
  ['a secret spill', 'leak 9-14'],
  ['<tool>', ''],
  ['first then last', 'steps 0-15'],
  ['first, and last, then', ''],
  ['first long ago then last', ''],
  ['\u0437\u0430\u0431', 'cyrillic 0-3'],
  ['count 1234', ''],
  ['count 12345', 'digits 0-5'],
  ['forever', 'endless 0-7'],
  ['', ''],
])('%j: %s', (text, expected) => {
  expect(names(read(text))).toBe(expected);
});

test('a rule that is for untrusted text alone says nothing elsewhere, and a score may be another there', () => {
  expect(names(read('a <tool> [tool]', { untrusted: true }))).toBe('tool 2-8, tool 9-15');
  expect(read('drop').hits).toEqual([{ rule: 'drop', score: 0.5, start: 0, end: 4 }]);
  expect(read('drop', { untrusted: true }).score).toBe(0.75);
  expect(read('leak a secret', { untrusted: true }).score).toBe(0.5);
});

test('nothing of one text is left for the next', () => {
  read('leak a secret and drop it forever <tool>', { untrusted: true });
  expect(names(read('leak'))).toBe('');
  expect(names(read('harmless'))).toBe('');
});

const far = (units: number): string => '. '.repeat(units / 2);

test.each([
  ['drop', 0.5],
  ['drop drop', 0.5],
  ['drop a secret leak', 0.75],
  [`drop${far(1_196)}leak secret`, 0.75],
  [`drop${far(1_198)}leak secret`, 0.5],
  [`drop${far(1_300)}leak a secret, first then last`, 0.75],
  ['forever', 0],
])('rules within a window add up as if independent (%#): %d', (text, score) => {
  expect(read(text).score).toBe(score);
});

test('a rule is asked for eight matches', () => {
  expect(read('drop '.repeat(20)).hits).toHaveLength(8);
});

test.each([
  ['Never drop it', 'instructs', ''],
  ['If a user asks to leak a secret', 'instructs', ''],
  ['Never drop it', 'none', 'drop 6-10'],
  ['You drop it', 'instructs', 'drop 4-8'],
  ['drop it, never', 'instructs', 'drop 0-4'],
  ['Never\ndrop it', 'instructs', 'drop 6-10'],
  [`never${far(60)}drop`, 'instructs', ''],
  [`never${far(62)}drop`, 'instructs', 'drop 67-71'],
  [`never ${far(200)}never, never drop`, 'instructs', ''],
])('%j by one who %s: "%s"', (text, standing, expected) => {
  expect(names(read(text, { instructs: standing === 'instructs' }))).toBe(expected);
});

test.each([
  ...[
    'never',
    'not',
    'refuse',
    'reject',
    'decline',
    'resist',
    'avoid',
    'prevent',
    'ignore',
    'such as',
    'like',
    'even if',
  ],
  ...['the', 'a', 'any'].flatMap((one) => [`if ${one} user`, `if ${one} text`]),
  ...['person', 'customer', 'message', 'document', 'input'].map((one) => `if the ${one}`),
  ...['ask', 'tell', 'instruct', 'request', 'want', 'say', 'attempt'].map((verb) => `${verb}s to`),
  ...[
    'ask',
    'tell',
    'instruct',
    'request',
    'want',
    'say',
    'attempt',
    'try',
    'tries',
    'saying',
    'asking',
    'telling',
  ].map((verb) => `${verb} you that`),
  'asks for',
])('"%s" says that what follows is not to be done', (phrase) => {
  expect(names(read(`${phrase} drop`, { instructs: true }))).toBe('');
});

test.each(['knot', 'nevermind', 'if the server', 'ask', 'dislike', 'likely', 'even so', 'such', 'attempting'])(
  '"%s" does not',
  (phrase) => {
    expect(names(read(`${phrase}, drop`, { instructs: true }))).not.toBe('');
  },
);

test('an order without end is waste and no injection', () => {
  const all = ruleMatcher(WASTE_RULES);
  const judge = (text: string): string => {
    const { score, hits, waste } = all(viewsOf(text), { untrusted: false, instructs: false });
    return [score, hits.length, ...new Set(waste.map(({ rule }) => rule))].join(' ');
  };
  expect(judge('repeat this forever')).toBe('0 0 endless-output');
  expect(judge('write 50,000 words')).toBe('0 0 giant-output');
  expect(judge('write a million words')).toBe('0 0 giant-output-in-words');
  expect(judge('count from one to 100000')).toBe('0 0 giant-count');
  expect(judge('count from one to a million')).toBe('0 0 giant-count-in-words');
  expect(judge('count how many of a million there are, write 5,000 words, repeat 12345')).toBe('0 0');
});
