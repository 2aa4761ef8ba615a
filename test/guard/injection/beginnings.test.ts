import { beginningsOf } from '../../../lambda/guard/injection/beginnings';

// `+` asks for the start of a word, `!` says that the word is whole, `~` is a line break.
test.each([
  ['abc', 'abc', false],
  ['\\bab\\b', '+ab!', false],
  ['\\bab', '+ab', false],
  ['ab|cd', 'ab | cd', false],
  ['(?:ab|cd)e', 'abe | cde', false],
  ['a?b', 'ab | b', false],
  ['a*b', 'a | b', false],
  ['a+b', 'a', false],
  ['ab+c', 'ab', false],
  ['ab{2}c', 'abbc', false],
  ['ab{1,2}c', 'ab', false],
  ['ab{2,}c', 'ab', false],
  ['ab+?c', 'ab', false],
  ['[a-c]x', 'ax | bx | cx', false],
  ['[a\\]b]x', ']x | ax | bx', false],
  ['a[\\w]b', 'a', false],
  ['\\ba\\sb', '+a!', false],
  ['\\s+a', '~a |  a', false],
  ['\\na', '~a', false],
  ['a\\s{1,4}b', 'a b', false],
  ['a\\s\\s+b', 'a b', false],
  ['a\\tb', 'a b', false],
  ['ab\\rc', 'ab c', false],
  ['a[^b]c', 'a', false],
  ['ab.c', 'ab', false],
  ['a$b', 'ab', false],
  ['(?=x)ab', 'ab', false],
  ['(?<=x)ab', 'ab', false],
  ['(?!x)ab', 'ab', false],
  ['(?<!x)ab', 'ab', false],
  ['(a)b', 'ab', false],
  ['(?:^|\\n)a', '~a', true],
  ['^a|b', 'b', true],
  ['a^b', 'ab', false],
  ['\\Bab', 'ab', false],
  ['a\\db', 'a0b | a1b | a2b | a3b | a4b | a5b | a6b | a7b | a8b | a9b', false],
  ['a\\Wb', 'a', false],
  ['a\\Db', 'a', false],
  ['a\\Sb', 'a', false],
  ['\\u0041b', 'Ab', false],
  ['\\.a', '.a', false],
  ['[\\n]a', '~a', false],
  ['\\bab[ -~]c', '+ab', false],
  ['abcdefghij', 'abcdef', false],
  ['\\babcdefghijklmnopqrstuvwxyz', '+abcdefghijklmnopqrst', false],
  ['\\bab-c', '+ab!', false],
  ['\\bab\\W', '+ab', false],
  ['\\b(?:ab)?c', '+abc | +c', false],
  ['aé', 'aé', false],
  ['\\b1\\b', '+1', false],
  ['a[ b]{3}c', 'a b c | a bbc | a bc | a c | ab bc | ab c | abb c | abbbc', false],
  ['ab??c', 'abc | ac', false],
  ['ab{1}?c', 'abc', false],
  ['\\u{e9}a', '\u00e9a', false],
] as const)('%s begins with "%s", elsewhere at the start of a text: %s', (source, expected, atStart) => {
  const { found, atStart: free } = beginningsOf(source);
  const shown = found.map(({ units, atWord, isWord }) => `${atWord ? '+' : ''}${units}${isWord ? '!' : ''}`);
  expect([shown.sort().join(' | ').replaceAll('\n', '~'), free]).toEqual([expected, atStart]);
});

test('an expression that would be tried everywhere is named, the beginning of a long one', () => {
  expect(() => beginningsOf('.'.repeat(70))).toThrow(
    new Error(`rule: expected a beginning that says something, got ${'.'.repeat(60)}`),
  );
});
