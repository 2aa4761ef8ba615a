import { fold } from '../../../lambda/guard/views';

test.each([
  ["'", '\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u2035\u00b4\u02c8'],
  ['"', '\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58'],
  [' ', '\u2800\u1680\u0085\u00a0\u2003\u3000'],
  ['\n', '\u2028\u2029\u000b\u000c'],
  ['<', '\u2039\u27e8\u3008'],
  ['>', '\u203a\u27e9\u3009'],
  ['|', '\u2223\u23d0\u01c0'],
  ['.', '\u3002\u2024'],
  ['_', '\u2017'],
])('%j is written in many ways', (ascii, typographic) => {
  for (const sign of typographic) expect([sign, fold(`a${sign}b`)]).toEqual([sign, `a${ascii}b`]);
});

test.each([
  ['a backquote stays', 'run `ls`, \u2026', 'run `ls`, ...'],
  ['tabs and line breaks stay', 'a\tb\nc\r\n\u200b', 'a\tb\nc\r\n'],
  ['digits of other scripts', '\u0660\u0661\u0669 \u096a\u096f \uff11\u{1d7d8}\u{1d7e1}', '019 49 109'],
  ['a digit in a circle', '\u2460\u2468', '19'],
  ['a backspace at the start', '\bab', 'ab'],
  ['a backspace takes back a whole character', 'a\u{1f600}\bb', 'ab'],
  ['accents of Latin and Greek letters', '\u00e9 e\u0301 \u03ac \u01d6', 'e e \u03b1 u'],
  ['a mark before all letters', '\u0301a', '\u0301a'],
  ['a mark that makes another letter', '\u0438\u0306 \u0627\u0654 \u304b\u3099 \u306f\u309a', '\u0439 \u0623 \u304c \u3071'],
  ['Hangul that is written in its parts', '\u1112\u1161\u11ab', '\ud55c'],
  ['more marks than anybody writes', `\u0995${'\u09bc'.repeat(40)}`, `\u0995${'\u09bc'.repeat(30)}`],
  ['marks of two letters', `${`\u0995${'\u09bc'.repeat(20)}`.repeat(2)}`, `${`\u0995${'\u09bc'.repeat(20)}`.repeat(2)}`],
  ['a ligature', '\ufb01le', 'file'],
  ['small capitals', '\u026a\u0274', 'IN'],
  ['enclosed letters', '\u{1f150}\u{1f1e6}\u24d0', 'AAa'],
  ['one Cyrillic letter in a Latin word', 'p\u0430ssword', 'password'],
  ['a Cyrillic letter that needs good will', 'pass\u0448ord', 'passWord'],
  ['a Latin letter in a Cyrillic word', '\u043co\u0436\u043d\u043e', '\u043co\u0436\u043d\u043e'],
  ['a word of twins alone', '\u0441\u043e\u0440\u0435', 'cope'],
  ['one twin alone', '\u0430', '\u0430'],
  ['one twin among words that were mixed', '\u0430 p\u0430ssword', 'a password'],
  ['twins in a Russian text', '\u043d\u043e\u0441 \u0434\u043b\u044f', '\u043d\u043e\u0441 \u0434\u043b\u044f'],
  ['a word of Cherokee that reads as Latin', '\u13aa\u13df\u13a0', 'ACD'],
  ['an astral letter in a Latin word', '\u{10296}end', 'Send'],
  ['a noncharacter', 'a\u0000\u007f\u00adb', 'ab'],
])('%s', (_what, text, folded) => expect(fold(text)).toBe(folded)); // prettier-ignore
