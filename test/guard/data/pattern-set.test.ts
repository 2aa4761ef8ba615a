import { followsLetters, type DataPattern, type Start } from '../../../lambda/guard/data-pattern';
import { findData } from '../../../lambda/guard/find-data';
import { PatternSet } from '../../../lambda/guard/pattern-set';
import { viewsOf } from '../../../lambda/guard/views';

const pattern = (starts: Start, more: Partial<DataPattern> = {}): DataPattern => ({
  name: 'some',
  type: 'SOME',
  pattern: /[^]/y,
  starts,
  maxLength: 8,
  lookAround: 1,
  ...more,
});

/** Where a pattern that would match anything is tried. */
function triedAt(starts: Start, text: string, more: Partial<DataPattern> = {}, from = 0): number[] {
  const tried: number[] = [];
  const accept = (_value: string, _text: string, start: number): boolean => tried.push(start) > 0;
  new PatternSet([pattern(starts, { accept, ...more })]).findAll(text, from);
  return tried;
}

const RUN = { around: '@', run: /[a-z]/, max: 4 } as const;
const GAP = { ...RUN, gap: true } as const;

describe('a pattern is tried where it can start and nowhere else', () => {
  test.each<[Start, string, number[]]>([
    [['ab'], 'ab xab 1ab AB -ab', [0, 15]],
    [['abc', 'abd'], 'ab abc abd abe abb', [3, 7]],
    [['ab', 'abc'], 'ab abcd', [0, 3, 3]],
    [['--a'], 'x--a ---a', [1, 6]],
    [['1a'], '1a x1a 21a', [0]],
    [['ab'], 'a', []],
    [['\u00e9a', 'ab'], 'ab', [0]],
    [{ lead: ['3'], digits: 3 }, '123 12 1234 x123 123x', [0, 17]],
    [{ lead: ['3'], digits: 5 }, '123 12 x 123.45 y 123 z', [0, 9]],
    [{ lead: ['3- '], digits: 5 }, '123-45 123.45 123', [0]],
    [{ lead: ['3- '], digits: 5 }, '123 45', [0]],
    [{ lead: ['3'], digits: 9 }, '123 456 789, 123 456 78', [0]],
    [{ lead: ['3'], digits: 30 }, `123${' 45'.repeat(14)}, 123${' 4'.repeat(27)}`, []],
    [{ lead: ['+'], digits: 3 }, '+123 a+123 +12; (+ 1 2 3', [0, 17]],
    [{ lead: ['+'], digits: 4 }, '+123', []],
    [{ lead: ['+', '('], digits: 3 }, '+12)3 (1234)', [0, 6]],
    [{ letters: ['2'] }, 'AB1 ABC1 A1 AB 1 xAB1 AB', [0]],
    [{ letters: ['1- '] }, 'A1 A-1 A 1 A.1 A--1 A  1 AB-1 1A-1', [0, 3, 7]],
    [{ letters: ['1- '] }, 'A1-1', [0]],
    [{ letters: ['6'] }, 'ABCDEF1 ABCDEFG1', [0]],
    ['pairs', '3c:22:fb 3c-22-fb 3c:22-fb', [0, 9]],
    ['pairs', ':22:fb', []],
    ['pairs', 'ab:cd', []],
    ['pairs', '', []],
    ['word then number', 'Road 5 Ave. 5 Road  5 Road-5', [0, 7]],
    ['word then number', '5 6, 7', [0]],
    ['word then number', ` ${'a'.repeat(60)} 5`, [21]],
    [RUN, 'ab@cd -@cd abcd@cd abcde@cd ab@ ab@- ab@@', [0, 7, 11, 37]],
    [RUN, 'ab @c @c', [3, 6]],
    [GAP, 'ab @c ab  @c', [0, 9]],
    [GAP, ' @c', [0]],
    [GAP, '@c', [0]],
    [{ ...RUN, run: /[a-z@]/ }, 'a@b@c ab@c', [0, 6]],
    [{ ...RUN, then: /[0-9]/ }, 'ab@cd ab@1', [6]],
    [{ ...RUN, around: ['@', 'at'] }, 'ab@c -at-', [0]],
    [{ ...RUN, around: '(at)' }, 'ab(at)- ab(a', [0]],
  ])('%j in %j', (starts, text, places) => expect(triedAt(starts, text)).toEqual(places));

  test.each<[Start, string, number, number[]]>([
    [['ab'], 'ab ab', 1, [3]],
    [['ab'], 'xab ab', 1, [4]],
    [['ab'], '-ab', 1, [1]],
    [{ letters: ['1-'] }, 'xA-1 A-1', 1, [5]],
    [{ letters: ['1'] }, '-A1', 1, [1]],
    [{ lead: ['3'], digits: 3 }, '1234 123', 1, [5]],
    [['ab'], 'xyz', 1, []],
  ])('%j in %j from %j', (starts, text, from, places) => expect(triedAt(starts, text, {}, from)).toEqual(places));

  test.each<['before' | 'beside', string, number[]]>([
    ['before', '123 id 123 id 1 123', [7]],
    ['before', '123 then', []],
    ['beside', '123 then 123', [0, 9]],
    ['beside', `123${' '.repeat(92)}a`, [0]],
    ['beside', `123${' '.repeat(93)}a`, []],
    ['beside', '123 4 123', []],
  ])('a number that wants letters %s it: %j', (letters, text, places) =>
    expect(triedAt({ lead: ['3'], digits: 3 }, text, { letters })).toEqual(places),
  );
});

test.each([
  ['id ', true],
  ['ID: ', true],
  ['\u00e9: ', true],
  ['id 1 ', false],
  ['id 9', false],
  ['id 0', false],
  ['@[`{/:;', false],
  ['a', true],
  ['z', true],
  ['', false],
  [`a${' '.repeat(25)}`, true],
  [`a${' '.repeat(26)}`, false],
])('letters before a place: %j', (before, follows) =>
  expect(followsLetters(`${before}77`, before.length)).toBe(follows),
);

describe('where a match may have begun that the end cuts off', () => {
  const never = /(?!)/y;
  test.each<[Start, string, number]>([
    [['abcd'], 'x abc', 1],
    [['abcd'], 'x abcd', 2],
    [['abcd'], 'x abcd-yyy', 2],
    [['abcd'], 'x abcd-yyyy', 7],
    [{ lead: ['3'], digits: 5 }, 'x 12', 2],
    [{ lead: ['3'], digits: 5 }, 'x 123.4', 2],
    [{ lead: ['3'], digits: 5 }, 'x 123.4 y', 9],
    [{ lead: ['3'], digits: 3 }, 'x 1234', 6],
    [{ lead: ['+'], digits: 5 }, 'x +1', 2],
    [{ letters: ['2'] }, 'x ab', 1],
    [{ letters: ['2'] }, 'x ab1', 2],
    ['pairs', 'x y z ab:cd', 5],
    ['word then number', 'some road', 5],
    ['word then number', 'some road ', 5],
    ['word then number', 'some rd.', 5],
    ['word then number', 'some road 5', 5],
    [RUN, 'some word', 5],
    [RUN, 'some words', 5],
    [RUN, 'some word@', 5],
    [GAP, 'some word ', 5],
    [GAP, 'some word @', 5],
    [GAP, 'some word   ', 10],
  ])('%j in %j', (starts, text, open) => expect(new PatternSet([pattern(starts)]).openFrom(text, 0)).toBe(open));

  test.each<[DataPattern['open'], number]>([
    [undefined, 2],
    [never, 6],
    [/abcd$/y, 2],
    [() => false, 6],
    [(text, at) => text.length === 6 && at === 2, 2],
  ])('as the pattern says: %s', (open, place) => {
    const held = new PatternSet([pattern(['ab'], { open })]).openFrom('x abcd', 0);
    expect(held === place || (place === 6 && held === 4)).toBe(true);
  });

  test('it is never before the place from which was asked, and what is seen ahead counts', () => {
    const set = new PatternSet([pattern(['ab'], { maxLength: 4, lookAhead: 3 })]);
    expect([set.openFrom('abcdef', 0), set.openFrom('abcdefg', 0), set.openFrom('-abcd', 3)]).toEqual([0, 5, 3]);
  });
});

describe('of matches that overlap', () => {
  const long = pattern(['ab'], { name: 'long', pattern: /abcd/y });
  const short = pattern(['ab', 'cd', 'bc', '-c'], { name: 'short', pattern: /ab|-?cd/y });
  const sure = pattern(['-c'], { name: 'sure', type: 'OTHER', pattern: /-cdef/y });
  const found = (patterns: DataPattern[], text: string, kind?: (pattern: DataPattern) => string): string[] =>
    new PatternSet(patterns).find(text, kind).map(({ pattern, start, end }) => `${pattern.name} ${start}-${end}`);

  test('the one that is listed first counts, and none is lost of another kind', () => {
    expect(found([long, short], 'abcd ab')).toEqual(['long 0-4', 'short 5-7']);
    expect(found([short, long], 'abcd')).toEqual(['short 0-2']);
    expect(found([short, long], 'abcd', ({ name }) => name).sort()).toEqual(['long 0-4', 'short 0-2']);
    expect(found([long, short], 'ab ab abcd')).toEqual(['short 0-2', 'short 3-5', 'long 6-10']);
  });

  test('a surer one that begins later takes the place, unless it is a part of the same', () => {
    const whole = pattern(['ab'], { name: 'whole', pattern: /ab-cd/y });
    expect(found([sure, whole], 'ab-cdef')).toEqual(['sure 2-7']);
    expect(found([{ ...sure, type: 'SOME' }, whole], 'ab-cdef')).toEqual(['sure 2-7']);
    expect(found([short, whole], 'ab-cd')).toEqual(['short 0-2', 'short 2-5']);
    const tail = pattern(['-c'], { name: 'tail', pattern: /-cd/y });
    expect(found([tail, whole], 'ab-cd')).toEqual(['whole 0-5']);
    expect(found([{ ...tail, type: 'OTHER' }, whole], 'ab-cd')).toEqual(['tail 2-5']);
    expect(found([whole, tail], 'ab-cd')).toEqual(['whole 0-5']);
  });

  test('all are given leftmost first, then the longest, then the surest', () => {
    const all = new PatternSet([short, long, { ...long, name: 'twin' }]).findAll('abcd ab', 0);
    expect(all.map(({ pattern, rank, start, end }) => [pattern.name, rank, start, end])).toEqual([
      ['long', 1, 0, 4],
      ['twin', 2, 0, 4],
      ['short', 0, 0, 2],
      ['short', 0, 5, 7],
    ]);
  });
});

test.each<[string, DataPattern[]]>([
  ['some: expected a sticky expression, got /g', [pattern(['ab'], { pattern: /a/g })]],
  ["some: expected a start of two characters, got 'a'", [pattern(['a'])]],
  ['some: expected at most 64 patterns of 3 digits', Array.from({ length: 65 }, () => pattern({ lead: ['3'], digits: 3 }))],
])('%s', (message, patterns) => expect(() => new PatternSet(patterns)).toThrow(message)); // prettier-ignore

test('as many patterns of a number as there is room for are all tried', () => {
  const patterns = Array.from({ length: 64 }, (_, i) =>
    pattern({ lead: ['3'], digits: 3 }, { name: `${i}`, pattern: /[0-9]{3}/y }),
  );
  expect(new PatternSet(patterns).findAll('see 123', 0).map(({ rank }) => rank)).toEqual([...patterns.keys()]);
});

test('sizes are those of the longest pattern', () => {
  const set = new PatternSet([pattern(['ab'], { lookAround: 9 }), pattern(['cd'], { maxLength: 30 })]);
  expect([set.maxLength, set.lookAround]).toEqual([30, 9]);
  expect(new PatternSet([]).maxLength).toBe(0);
});

test('a match of a view is told in the offsets of the text, and once where two views have the same plain text', () => {
  const set = new PatternSet([pattern(['key-'], { pattern: /key-[0-9]/y })]);
  const text = 'a\u200b k\u200bey-7';
  const [view] = viewsOf(text);
  expect(view === undefined ? [] : findData(set, [view, view])).toEqual([
    { pattern: expect.objectContaining({ name: 'some' }), start: 3, end: text.length },
  ]);
  const encoded = Buffer.from('the text has key-7 in it').toString('base64');
  expect(findData(set, viewsOf(`see ${encoded} now`))).toMatchObject([{ start: 4, end: 4 + encoded.length }]);
});
