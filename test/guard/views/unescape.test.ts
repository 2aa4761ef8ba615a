import { viewsOf } from '../../../lambda/guard/views';

const plainOf = (text: string): string | undefined => viewsOf(text)[0]?.plain;

test.each(
  Object.entries({
    '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot ldquo rdquo', "'": 'apos lsquo rsquo', '(': 'lpar', ')': 'rpar',
    ' ': 'nbsp ensp emsp thinsp', '\t': 'tab', '\n': 'newline', '[': 'lsqb lbrack', ']': 'rsqb rbrack',
    '{': 'lcub lbrace', '}': 'rcub rbrace', ':': 'colon', ';': 'semi', ',': 'comma', '.': 'period', '!': 'excl',
    '?': 'quest', '#': 'num', $: 'dollar', '%': 'percnt', '*': 'ast', '+': 'plus', '=': 'equals', '/': 'sol',
    '\\': 'bsol', _: 'lowbar', '-': 'hyphen dash ndash mdash', '@': 'commat', '`': 'grave', '|': 'vert verbar',
    '^': 'hat', '...': 'hellip', '': 'shy zwj zwnj lrm rlm',
  }),
)('%j as an entity: %s', (sign, names) => {
  for (const name of names.split(' ')) {
    expect([name, plainOf(`go &${name}; on`)]).toEqual([name, `go ${sign} on`]);
    expect([name, plainOf(`go &${name.toUpperCase()} on`)]).toEqual([name, `go ${sign} on`]);
  }
}); // prettier-ignore

test.each([
  ['&#65;&#x42;&#X43;&#68', 'ABCD'],
  ['&#0;', '&#0;'],
  ['&#x110000;', '&#x110000;'],
  ['&#x10ffff;', '\u{10ffff}'],
  ['&unknown;', '&unknown;'],
  ['&constructor;', '&constructor;'],
  ['&amp;amp;lt;', '<'],
  ['&amp;amp;amp;amp;amp;lt;', '&amp;lt;'],
  ['%41%42', 'AB'],
  ['%c3%a9', 'e'],
  ['%ff', '%ff'],
  ['100%', '100%'],
  ['%2525', '%'],
  ['\\u0041\\u{42}\\x43', 'ABC'],
  ['a\\nb\\rc\\td', 'a\nb\nc d'],
  ['\\101\\102\\103\\104', 'ABCD'],
  ['\\101\\102\\103', '\\101\\102\\103'],
  ['=41=42', 'AB'],
  ['=41', '=41'],
  ['so=\nft =\r\nbreak', 'soft break'],
  ['<b>a</b><i>b</i> <u>c</u><b>d</b>', 'ab cd'],
  ['<b>a</b><i>b</i><u>c</u>', '<b>a</b><i>b</i><u>c</u>'],
])('%j reads %j', (escaped, plain) => expect(plainOf(escaped)).toBe(plain));
