import { allowedHosts, allowsDestination } from '../../../lambda/guard/response/sinks/allowed-hosts';
import { controlCharacters } from '../../../lambda/guard/response/sinks/control-characters';
import { csvSink } from '../../../lambda/guard/response/sinks/csv';
import { htmlSink } from '../../../lambda/guard/response/sinks/html';
import { markdownSink } from '../../../lambda/guard/response/sinks/markdown';
import { shellSink, sqlSink } from '../../../lambda/guard/response/sinks/quoted';
import { sinkStage, type TextSink } from '../../../lambda/guard/response/sinks/sink-stage';
import { unseenCharacters } from '../../../lambda/guard/response/sinks/unseen-characters';
import type { TextStage } from '../../../lambda/guard/response/text-stage';
import { allCuts, throughStage } from './splits';

const allows = allowedHosts(['docs.example.com', '*.good.test', '*.other.test', 'localhost']);

/** What a stage makes of a text, however it comes. */
function made(make: () => TextStage, text: string): string {
  const whole = throughStage(make(), [text]);
  expect(throughStage(make(), text.split(''))).toBe(whole);
  if (text.length < 80) for (const cut of allCuts(text)) expect(throughStage(make(), cut)).toBe(whole);
  return whole;
}

/** What a stage says at once of a text that may go on. */
const atOnce = (make: () => TextStage, text: string): string => make().push(text);

describe('hosts', () => {
  test.each(['docs.example.com', 'DOCS.Example.com', 'docs.example.com.', 'a.good.test', 'a.b.good.test', 'localhost'])(
    '%s is allowed',
    (host) => {
      expect(allows(host)).toBe(true);
    },
  );

  test.each([
    'example.com',
    'x.docs.example.com',
    'docs.example.com..',
    'good.test',
    '.good.test',
    'xgood.test',
    'a.good.test.x',
    '',
  ])('%j is not', (host) => {
    expect(allows(host)).toBe(false);
  });

  test.each(['a', '1', 'a-b.c', 'x1.y2', '*.a.b', '*.a', 'a'.repeat(63), `${'a'.repeat(63)}.b`])(
    '%s may be listed',
    (pattern) => {
      expect(() => allowedHosts([pattern])).not.toThrow();
    },
  );

  test.each([
    '-a',
    'a-',
    '-',
    'a_b',
    'a.',
    '.a',
    '*',
    '*a',
    'a.*.b',
    '**.a',
    '*.*.a',
    'a'.repeat(64),
    `${'a'.repeat(64)}.b`,
    'a-.b',
    'A',
    'ä',
  ])('%s may not', (pattern) => {
    expect(() => allowedHosts([pattern])).toThrow(
      `allowed host: expected a lower-case host name or *.host, got '${pattern}'`,
    );
  });

  test.each([
    'https://docs.example.com',
    'http://docs.example.com',
    'HTTPS://DOCS.example.com/',
    'https://docs.example.com/a/b?c=d#e',
    'https://docs.example.com?x',
    'https://docs.example.com#x',
    'https://docs.example.com:8443/x',
    'https://a.good.test:1',
    '',
    '#top',
    '#a/b~c.d-e',
    'guide.md',
    './a/../b~c',
    'a/b.md#c',
    'a'.repeat(512),
    `a#${'b'.repeat(256)}`,
  ])('a link may point to %.60s', (destination) => {
    expect(allowsDestination(destination, allows)).toBe(true);
  });

  test.each([
    'https://evil.test',
    'https://docs.example.com.evil.test',
    'https://docs.example.com@evil.test',
    'https://docs.example.com:x@evil.test',
    'https://docs.example.com:123456',
    'https://docs.example.com\\@evil.test',
    'https://docs.example.comx',
    'xhttps://docs.example.com',
    'https:/docs.example.com',
    'https:docs.example.com',
    'ftp://docs.example.com',
    'javascript:alert(1)',
    'mailto:a@b.c',
    '//evil.test',
    '/etc/passwd',
    'www.evil.test',
    'a//b',
    'a#//b',
    'a?b=c',
    'a b',
    'a#b#c',
    'a'.repeat(513),
    `a#${'b'.repeat(257)}`,
  ])('a link may not point to %.60s', (destination) => {
    expect(allowsDestination(destination, allows)).toBe(false);
  });
});

describe('control characters', () => {
  const ESC = '\u001b';
  test.each([
    ['colours', `a${ESC}[31mb${ESC}[0m`, 'ab'],
    ['a private mode', `a${ESC}[?25lb`, 'ab'],
    ['several parameters', `a${ESC}[1;2Hb`, 'ab'],
    ['an intermediate', `a${ESC}[4 qb`, 'ab'],
    ['a sequence that is broken off', `a${ESC}[31\nb`, 'a[31\nb'],
    ['its one-character form', 'a\u009b31mb', 'ab'],
    ['a title, to a bell', `a${ESC}]0;title\u0007b`, 'ab'],
    ['a link, to a terminator', `a${ESC}]8;;http://x${ESC}\\b`, 'ab'],
    ['a link, to a one-character terminator', `a${ESC}]8;;http://x\u009cb`, 'ab'],
    ['a string that another escape breaks off', `a${ESC}]8;;x${ESC}[0mb`, 'a]8;;xb'],
    ['a device string', `a${ESC}Pq#0${ESC}\\b`, 'ab'],
    ['a start of string', `a${ESC}Xq${ESC}\\b`, 'ab'],
    ['a privacy message', `a${ESC}^q${ESC}\\b`, 'ab'],
    ['an application command', `a${ESC}_q${ESC}\\b`, 'ab'],
    ...['\u009d', '\u0090', '\u0098', '\u009e', '\u009f'].map((c1) => [
      `${JSON.stringify(c1)}`,
      `a${c1}q\u0007b`,
      'ab',
    ]),
    ['a reset', `a${ESC}cb`, 'ab'],
    ['an escape at the end', `a${ESC}`, 'a'],
    ['an open sequence at the end', `a${ESC}[31`, 'a[31'],
    ['a one-character one at the end', 'a\u009b31', 'a31'],
    ['other C1 controls', 'a\u0080\u0085\u0091\u0099\u009cb', 'ab'],
    ['C0 controls', 'a\u0000\u0001\u0007\u0008\u000b\u000c\u000e\u001a\u001fb\u007f', 'ab'],
    ['what lays a text out', 'a\tb\nc\u00a0d\u0300', 'a\tb\nc\u00a0d\u0300'],
    ['a lone carriage return', 'a\rb\r', 'ab'],
    ['a Windows line end', 'a\r\nb\r\r\n', 'a\r\nb\r\n'],
    ['overrides of the direction', 'a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b', 'ab'],
    ['their neighbours', '\u2029\u202f\u2065\u206a', '\u2029\u202f\u2065\u206a'],
    ['tag characters', 'a\u{e0001}\u{e0041}\u{e007f}b', 'ab'],
    ['what stands beside them', 'a\u{e0080}\u{e0100}b', 'a\u{e0080}\u{e0100}b'],
    ['half of one', 'a\udb40b\udb40', 'a\ufffdb\ufffd'],
    ['other characters of two units', 'a\u{1f600}\u{10ffff}', 'a\u{1f600}\u{10ffff}'],
  ])('%s', (_name, text, expected) => {
    expect(made(controlCharacters, text)).toBe(expected);
  });

  test.each([
    [`ab${ESC}`, 'ab'],
    [`ab${ESC}[3`, 'ab'],
    [`ab${ESC}]8;;http`, 'ab'],
    ['ab\u009b3', 'ab'],
    ['ab\r', 'ab'],
    ['ab\udb40', 'ab'],
  ])('%j waits for its end', (text, said) => {
    expect(atOnce(controlCharacters, text)).toBe(said);
  });

  test('a sequence is as long as 1,024 units, and a longer one loses its introducer alone', () => {
    const link = (units: number) => `${ESC}]${'x'.repeat(units - 3)}\u0007`;
    expect(throughStage(controlCharacters(), [link(1024)])).toBe('');
    expect(throughStage(controlCharacters(), [link(1025)])).toBe(link(1025).slice(1, -1));
    expect(atOnce(controlCharacters, link(1023).slice(0, -1))).toBe('');
    expect(atOnce(controlCharacters, `${ESC}]${'x'.repeat(1100)}`)).toBe(`]${'x'.repeat(1100)}`);
  });
});

describe('unseen characters', () => {
  test.each([
    ['4111\u200b1111', '41111111'],
    ['a\u00ad\u2060\ufeffb', 'ab'],
    ['a\u{e0100}\u{e01ef}b', 'ab'],
    ['a@\u200bb.\u200bc', 'a@b.c'],
    ['1 \u200b2', '1 2'],
    ['a\u200bé', 'a\u200bé'],
    ['é\u200ba', 'é\u200ba'],
    ['\u200ba', '\u200ba'],
    ['a\u200b', 'a\u200b'],
    // marks of the direction belong beside blanks and at the end of a sentence.
    ['a\u200fb', 'ab'],
    ['1\u200e.2', '1.2'],
    ['a \u200fb', 'a \u200fb'],
    ['a\u200f b', 'a\u200f b'],
    ['a\u200f. b', 'a\u200f. b'],
    ['a\u200f.', 'a\u200f.'],
    ['\ud83d\ude00\udb40', '\ud83d\ude00\udb40'],
    // more than any script has in a row goes by itself.
    [`a${'\u200b'.repeat(32)}é`, 'aé'],
    [`a${'\u200b'.repeat(31)}é`, `a${'\u200b'.repeat(31)}é`],
    [`a${'\u{e0100}'.repeat(32)}é`, 'aé'],
    [`a${'\u{e0100}'.repeat(31)}é`, `a${'\u{e0100}'.repeat(31)}é`],
  ])('%j becomes %j', (text, expected) => {
    expect(made(unseenCharacters, text)).toBe(expected);
  });
});

describe('HTML', () => {
  test.each([
    [`&<>"'\``, '&amp;&lt;&gt;&quot;&#39;&#96;'],
    ['plain text, with jumps and data', 'plain text, with jumps and data'],
    ['javascript:x', 'unsafe:javascript:x'],
    ['JavaScript:x', 'unsafe:JavaScript:x'],
    ['vbscript:x', 'unsafe:vbscript:x'],
    ['data:x', 'unsafe:data:x'],
    ['xjavascript:x', 'xjavascript:x'],
    ['1data:x', '1data:x'],
    ['Zdata:x', 'Zdata:x'],
    ['ddata:x', 'ddata:x'],
    ['-data:x', '-unsafe:data:x'],
    [' data:x', ' unsafe:data:x'],
    ['&data:x', '&amp;unsafe:data:x'],
    ['x&data:x', 'x&amp;unsafe:data:x'],
    ['j\nav\ra\tscript\n:x', 'unsafe:j\nav\ra\tscript\n:x'],
    ['java script:x', 'java script:x'],
    ['javascript x', 'javascript x'],
    ['data', 'data'],
    ['dat', 'dat'],
    ['d', 'd'],
    ['vbscript', 'vbscript'],
    ['a\tb', 'a\tb'],
    [`d${'\n'.repeat(62)}ata:x`, `unsafe:d${'\n'.repeat(62)}ata:x`],
    [`d${'\n'.repeat(63)}ata:x`, `unsafe:d${'\n'.repeat(63)}ata:x`],
    [`d${'\n'.repeat(62)}`, `d${'\n'.repeat(62)}`],
    [`d${'\n'.repeat(63)}`, `unsafe:d${'\n'.repeat(63)}`],
  ])('%j becomes %j', (text, expected) => {
    expect(made(htmlSink, text)).toBe(expected);
  });

  test.each([
    ['a d', 'a '],
    ['a dat', 'a '],
    ['a javascript', 'a '],
    ['a dax', 'a dax'],
    ['a xd', 'a xd'],
    ['a data:', 'a unsafe:data:'],
  ])('of %j is said at once: %j', (text, said) => {
    expect(atOnce(htmlSink, text)).toBe(said);
  });
});

describe('CSV', () => {
  test.each([
    ['=1', "'=1"],
    ['+a', "'+a"],
    ['-a', "'-a"],
    ['@a', "'@a"],
    ['\uff1da,\uff0ba,\uff0da,\uff20a', "'\uff1da,'\uff0ba,'\uff0da,'\uff20a"],
    ['\ufe62a,\ufe63a,\ufe66a,\ufe6ba', "'\ufe62a,'\ufe63a,'\ufe66a,'\ufe6ba"],
    ['a=1', 'a=1'],
    ['a;=1', "a;'=1"],
    ['a|=1', "a|'=1"],
    ['a\n=1', "a\n'=1"],
    ['a\t=1', "a\t'=1"],
    ['"=1"', '"\'=1"'],
    ['a\r\n=1', "a\r\n'=1"],
    ['\r=1', "'\r=1"],
    ['\r\n=1', "\r\n'=1"],
    ['\t=1', "\t'=1"],
    ['a\r=1', 'a\r=1'],
    ['\t\t', '\t\t'],
    [' =1', " '=1"],
    ['\ufeff=1', "\ufeff'=1"],
    ['\u00a0\u3000=1', "\u00a0\u3000'=1"],
    ['a =1', 'a =1'],
    ['==', "'=="],
    ['-5', '-5'],
    ['+5', '+5'],
    ['-5,+3.25;-1,000.5|+7%\n-1e5\t-1E-10', '-5,+3.25;-1,000.5|+7%\n-1e5\t-1E-10'],
    ['-5"', '-5"'],
    ['-5\r', '-5\r'],
    ['-5+1', "'-5+1"],
    ['-5 ', "'-5 "],
    ['-5e', "'-5e"],
    ['-5e12345', "'-5e12345"],
    ['--5', "'--5"],
    ['-', "'-"],
    ['-.5', "'-.5"],
    ['-5,=1', "-5,'=1"],
    [`-${'1'.repeat(32)}`, `-${'1'.repeat(32)}`],
    [`-${'1'.repeat(33)}`, `'-${'1'.repeat(33)}`],
    ['-1.2.3.4.5.6.7.8.9', '-1.2.3.4.5.6.7.8.9'],
    ['-1.2.3.4.5.6.7.8.9.0', "'-1.2.3.4.5.6.7.8.9.0"],
  ])('%j becomes %j', (text, expected) => {
    expect(made(csvSink, text)).toBe(expected);
  });

  test.each([
    ['a,-', 'a,'],
    ['a,-12', 'a,'],
    ['a,-1e', 'a,'],
    ['a,-x', "a,'-x"],
    ['a,=', "a,'="],
    ['a,\r', 'a,'],
    ['a,-12,', 'a,-12,'],
  ])('of %j is said at once: %j', (text, said) => {
    expect(atOnce(csvSink, text)).toBe(said);
  });

  test('a number of more than 319 units is none', () => {
    const number = `-${Array.from({ length: 9 }, () => '1'.repeat(32)).join('.')}`;
    expect(made(csvSink, number)).toBe(number);
    expect(made(csvSink, `${number}e-1234${'%'}`)).toBe(`${number}e-1234%`);
    expect(made(csvSink, `-${'1.'.repeat(200)}`)).toBe(`'-${'1.'.repeat(200)}`);
  });
});

describe('SQL and shell', () => {
  test.each([
    [sqlSink, `a'b\\c\0\u001ad"`, `'a''b\\\\cd"'`],
    [shellSink, `a'b\\c\0$(d)"`, `'a'\\''b\\c$(d)"'`],
    [sqlSink, '', `''`],
    [shellSink, '', `''`],
  ])('%p %j', (make, text, expected) => {
    expect(made(make, text)).toBe(expected);
  });

  test('a quotation opens with the first piece, and is told as changed where its text is', () => {
    const stage = shellSink();
    expect([stage.push('a'), stage.push(`'`), stage.end()]).toEqual([`'a`, `'\\''`, `'`]);
    expect(stage.altered).toBe(1);
    const plain = sqlSink();
    expect([plain.push('a'), plain.end(), plain.altered]).toEqual([`'a`, `'`, 0]);
  });
});

describe('a sink', () => {
  const TEXT = "=<b>\u001b[1m=1 ' http://evil.test";
  test.each<[TextSink, string]>([
    ['text', "=<b>=1 ' http://evil.test"],
    ['markdown', "=&lt;b>=1 ' http[:]//evil[.]test"],
    ['html', '=&lt;b&gt;=1 &#39; http://evil.test'],
    ['csv', "'=<b>=1 ' http://evil.test"],
    ['sql', "'=<b>=1 '' http://evil.test'"],
    ['shell', "'=<b>=1 '\\'' http://evil.test'"],
  ])('%s takes control characters away and does its own', (sink, expected) => {
    expect(throughStage(sinkStage(sink, allows), [TEXT])).toBe(expected);
  });
});

describe('Markdown', () => {
  const markdown = () => markdownSink(allows);
  const SAFE = [
    ['prose', 'Hello, *world* [x] (y) ~z~ 1 < 2, a<1 <- <= \\* #1'],
    ['a fence', '```js\n<b>`x` ![a](http://evil.test)\n```\nend'],
    ['a longer fence', '````\n```\n<b>\n````\n'],
    ['a fence of tildes', '~~~ `x`\n<b>\n```\n~~~\n'],
    ['a fence that closes longer and with blanks', '```\n<b>\n   `````  \t\nx'],
    ['a fence without end', '```\n<b>\n'],
    ['two fences', '```\n<a>\n```\n\n```\n<b>\n```\n'],
    ['an empty fence', '```\n```\n'],
    ['a fence with a line of backticks and words', '```\n``` x\n<b>\n```\n'],
    ['a fence that is indented too far to close', '```\n    ```\n<b>\n```\n'],
    ['a tilde line in a fence of backticks', '```\n~~~\n<b>\n```\n'],
    ['a span', 'a `<b>` c'],
    ['a span of two', 'a ``<b>`c`` d'],
    ['a span at the start', '`<b>` a'],
    ['tildes in a line', 'a ~~~<1 b'],
    ['a link', '[a](https://docs.example.com/x)'],
    ['a link with a title', '[a](https://docs.example.com/x "t")'],
    ['a link with brackets', '[a](https://docs.example.com/x_(y))'],
    ['an image', '![a](https://a.good.test/i.png)'],
    ['a link below the page', '[a](#b) [c](d.md)'],
    ['a definition', '[a]: https://docs.example.com/x\n'],
    ['a definition on the next line', '[a]:\n  https://docs.example.com/x\n'],
    ['a definition at the end', '[a]: #x'],
    ['an address', 'at https://docs.example.com/x, and http://a.good.test.'],
    ['an address with a port', 'https://docs.example.com:8080/x'],
    ['an address at the end', 'https://docs.example.com'],
    ['an address in brackets', '<https://docs.example.com/x>'],
    ['an address in brackets, without TLS', '<http://docs.example.com/x>'],
    ['a definition over two lines with blanks', '[a]: \t\n \t https://docs.example.com/x\n'],
    ['a fence that is closed and one that is not trusted no more', '```\na\n```\n`<b>` ```'],
    ['what only begins like an address', 'http h ht https: ftp: www wwww hw www'],
    ['an escaped sign', '\\* \\\\ \\['],
  ] as const;
  test.each(SAFE)('%s stays', (_name, text) => {
    expect(made(markdown, text)).toBe(text);
  });

  const dead = (text: string) => text.replace('://', '[:]//').replaceAll('.', '[.]');
  test.each([
    ['a tag', '<b>', '&lt;b>'],
    ['an end tag', '</b>', '&lt;/b>'],
    ['a comment', '<!--', '&lt;!--'],
    ['an instruction', '<?x', '&lt;?x'],
    ['an address elsewhere in brackets', '<http://evil.test>', '&lt;http[:]//evil[.]test>'],
    ['a scheme in brackets', '<javascript:x>', '&lt;javascript:x>'],
    ['a tag at the end', 'a<b', 'a&lt;b'],
    ['an address elsewhere', 'http://evil.test/x?y', `${dead('http://evil.test')}/x?y`],
    ['another scheme', 'ftp://docs.example.com', dead('ftp://docs.example.com')],
    ['a name that becomes a link', 'WWW.evil.test', 'WWW[.]evil[.]test'],
    ['one that is allowed, without a scheme', 'www.good.test', 'www[.]good[.]test'],
    ['an address without a host', 'http://', 'http[:]//'],
    ['a user before the host', 'https://docs.example.com@evil.test', `${dead('https://docs.example.com')}@evil.test`],
    [
      'a user and a password',
      'https://docs.example.com:1@evil.test',
      `${dead('https://docs.example.com')}:1@evil.test`,
    ],
    ['two addresses in one', 'http://x.ftp://y.z', `${dead('http://x.')}${dead('ftp://y.z')}`],
    ['a host with a word for a scheme in it', 'http://httpx.y:z', `${dead('http://httpx.y')}:z`],
    ['one of many points', 'www.a.b.c.', 'www[.]a[.]b[.]c[.]'],
    ['an odd sign after the host', 'https://docs.example.com\\x', `${dead('https://docs.example.com')}\\x`],
    ['a port that is none', 'https://docs.example.com:x', `${dead('https://docs.example.com')}:x`],
    ['a port that is too long', 'https://docs.example.com:123456', `${dead('https://docs.example.com')}:123456`],
    ['an address in an address', 'http://xhttp://evil.test', `${dead('http://x')}${dead('http://evil.test')}`],
    ['a link elsewhere', '[a](http://evil.test)', `[a] (${dead('http://evil.test')})`],
    ['a link to a path', '[a](/x)', '[a] (/x)'],
    ['a link with blanks', '[a](  #x)', '[a] (  #x)'],
    ['a link in brackets', '[a](<#x>)', '[a] (<#x>)'],
    ['a link without end', '[a](#x', '[a] (#x'],
    ['a title without end', '[a](#x "y', '[a] (#x "y'],
    ['a link over lines', '[a](\n#x)', '[a] (\n#x)'],
    ['a definition elsewhere', '[a]: http://evil.test', `[a] : ${dead('http://evil.test')}`],
    ['a definition on the next line', '[a]:\nhttp://evil.test\n', `[a] :\n${dead('http://evil.test')}\n`],
    ['code after an open backtick', 'a ` b\n`<b>`', 'a ` b\n`&lt;b>`'],
    ['code after an escaped one', '\\`a `<b>`', '\\`a `&lt;b>`'],
    ['code in a table', 'a `|<b>` c', 'a `|&lt;b>` c'],
    ['code over lines', '`a\n<b>`', '`a\n&lt;b>`'],
    ['a span of other length', '``<b>`', '``&lt;b>`'],
    ['code in an address', 'https://docs.example.com/`<b>`', 'https://docs.example.com/`&lt;b>`'],
    ['a fence that is indented', ' ```\n<b>\n ```', ' ```\n&lt;b>\n ```'],
    ['a fence with a backtick in its first line', '```a`\n<b>\n```', '```a`\n&lt;b>\n```'],
    ['two tildes', '~~\n<b>\n~~', '~~\n&lt;b>\n~~'],
    ['two backticks', '``\n<b>\n``', '``\n&lt;b>\n``'],
    ['a fence after a word', 'a ~~~\n<b>\n~~~', 'a ~~~\n&lt;b>\n~~~'],
    ['what follows a fence', '```\na\n```\n<b>', '```\na\n```\n&lt;b>'],
    ['what follows a fence of the other kind', '~~~\n```\n~~~\n<b>', '~~~\n```\n~~~\n&lt;b>'],
  ])('%s loses its life', (_name, text, expected) => {
    expect(made(markdown, text)).toBe(expected);
  });

  test('a stray backtick counts to the end of its paragraph', () => {
    expect(made(markdown, 'a ` b\n\n`<b>`')).toBe('a ` b\n\n`<b>`');
    expect(made(markdown, 'a ` b\n \t\n`<b>`')).toBe('a ` b\n \t\n`<b>`');
    expect(made(markdown, 'a ` b\n .\n`<b>`')).toBe('a ` b\n .\n`&lt;b>`');
    expect(made(markdown, 'https://docs.example.com/x `<b>`')).toBe('https://docs.example.com/x `<b>`');
    expect(made(markdown, 'https://docs.example.com/x\n`<b>`')).toBe('https://docs.example.com/x\n`<b>`');
  });

  test('what is too long for its kind is not trusted', () => {
    const span = (units: number) => `\`${'<b>'.padEnd(units - 2, 'x')}\``;
    expect(throughStage(markdown(), [`${span(512)} y`])).toBe(`${span(512)} y`);
    expect(throughStage(markdown(), [`${span(513)} y`])).toContain('&lt;b>');
    const info = (units: number) => `\`\`\`${'x'.repeat(units - 3)}\n<b>\n\`\`\`\n`;
    expect(throughStage(markdown(), [info(255)])).toBe(info(255));
    expect(throughStage(markdown(), [info(256)])).toContain('&lt;b>');
    // and neither is any code after it: another reader may see a fence that we do not.
    expect(throughStage(markdown(), [`${info(256)}\n\n\`<b>\``])).toContain('`&lt;b>`');
    const link = (units: number) => `[a](https://docs.example.com/${'x'.repeat(units)})`;
    expect(throughStage(markdown(), [link(990)])).toBe(link(990));
    expect(throughStage(markdown(), [link(1_100)])).toContain('] (');
    const closing = (units: number) => `\`\`\`\n${'`'.repeat(units)}`;
    expect(atOnce(markdown, closing(255))).toBe('```\n');
    expect(throughStage(markdown(), [`${closing(300)} x\n<b>`])).toContain('<b>');
  });

  test.each([
    ['a `b', 'a '],
    ['a `b`', 'a '],
    ['a `b` ', 'a `b` '],
    ['a `b\n', 'a `b\n'],
    ['``', ''],
    ['```', ''],
    ['```js', ''],
    ['```js\n', '```js\n'],
    ['```\na', '```\na'],
    ['```\n``', '```\n'],
    ['```\n`` x', '```\n`` x'],
    ['```\n  ', '```\n'],
    ['~', ''],
    ['~~', ''],
    ['~x', '~x'],
    ['a ~', 'a ~'],
    ['a <', 'a '],
    ['a <b', 'a &lt;b'],
    ['a <h', 'a '],
    ['a <https://docs.exam', 'a '],
    ['a <https://docs.exam ple', 'a &lt;https[:]//docs[.]exam ple'],
    ['a <hx', 'a &lt;hx'],
    ['a <xhttp', 'a &lt;x'],
    ['a <http:', 'a '],
    ['a <https:/', 'a '],
    ['a <http:/', 'a '],
    ['a <http://x', 'a '],
    ['[a]', '[a'],
    ['[a](', '[a'],
    ['[a](#x', '[a'],
    ['[a](#x)', '[a](#x)'],
    ['[a](#x\n', '[a] (#x\n'],
    ['[a]:', '[a'],
    ['[a]: #x', '[a'],
    ['[a]: #x ', '[a]: #x '],
    ['[a]x', '[a]x'],
    ['a \\', 'a '],
    ['a \\x', 'a \\x'],
    ['a h', 'a '],
    ['a hx', 'a hx'],
    ['a http:/', 'a '],
    ['a https://docs.exa', 'a '],
    ['a https://docs.example.com', 'a '],
    ['a https://docs.example.com:', 'a '],
    ['a https://docs.example.com:80', 'a '],
    ['a https://docs.example.com/', 'a https://docs.example.com/'],
    ['a w', 'a '],
    ['a www', 'a '],
    ['a wx', 'a wx'],
    ['a f', 'a '],
    ['a ftp:', 'a '],
    ['a fx', 'a fx'],
  ])('of %j is said at once: %j', (text, said) => {
    expect(atOnce(markdown, text)).toBe(said);
  });
});
