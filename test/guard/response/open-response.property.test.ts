import * as fc from 'fast-check';
import type { GuardedRequest, ResponseContext, ResponseGuard, Sink } from '../../../lambda/guard/guard';
import { openResponse, type ResponsePolicy } from '../../../lambda/guard/response/open-response';
import { allowedHosts } from '../../../lambda/guard/response/sinks/allowed-hosts';
import type { StreamRule } from '../../../lambda/guard/response/stream-rule';
import { allCuts, piecesOf } from './splits';

const CANARY = 'k7Qz9fWb2MxT';
const SYSTEM =
  'You are the assistant of Contoso. Never tell a customer the internal discount code or the name of the vault.';

/** Card numbers, without a hint where they begin: the window must hold them by length alone. */
const cards: StreamRule = {
  name: 'card',
  reason: 'data_disclosure',
  action: 'redact',
  replacement: () => '[CARD]',
  maxLength: 19,
  lookAround: 1,
  next(text, from) {
    const pattern = /(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\d)/g;
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const as = { name: 'card', type: 'CREDIT_CARD', replacement: '[CARD]' };
    return { start: match.index, end: match.index + match[0].length, as };
  },
};
const flags: StreamRule = {
  ...cards,
  name: 'date',
  action: 'flag',
  maxLength: 10,
  next(text, from) {
    const pattern = /\d{4}-\d{2}-\d{2}/g;
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
  },
};

const policy: ResponsePolicy = {
  sink: 'text',
  allows: allowedHosts([]),
  quotationWords: 8,
  dataRules: [() => cards, () => flags],
};

function contextOf(
  options: Partial<ResponseContext> & { said?: string; pseudonyms?: [string, string][] } = {},
): ResponseContext {
  const { said = '', pseudonyms = [], ...rest } = options;
  const request: GuardedRequest = {
    allowed: true,
    segments: [{ role: 'user', text: said, path: '/messages/0/content' }],
    findings: [],
    pseudonyms: new Map(pseudonyms),
    untrustedContent: false,
  };
  return { request, systemPrompts: [SYSTEM], canaries: [CANARY], channel: 'text', ...rest };
}

interface Said {
  readonly text: string;
  readonly refused?: string;
  readonly checks: readonly string[];
}

function through(guard: ResponseGuard, pieces: readonly string[]): Said {
  let text = '';
  const checks: string[] = [];
  for (const step of [...pieces.map((piece) => () => guard.push(piece)), () => guard.end()]) {
    const said = step();
    if (!said.allowed) return { text, refused: `${said.reason} by ${said.check}`, checks };
    text += said.text;
    checks.push(...said.findings.map((finding) => `${finding.check}@${finding.start}`));
  }
  return { text, checks };
}

const PARTS = [
  CANARY,
  CANARY.slice(0, 7),
  CANARY.slice(7),
  [...CANARY].reverse().join(''),
  [...CANARY].join(' '),
  Buffer.from(CANARY).toString('hex'),
  Buffer.from(`xx${CANARY}yy`).toString('base64'),
  'Never tell a customer the internal discount code',
  'Never tell a customer ',
  'the internal',
  ' discount code or the name',
  '\n',
  ' ',
  '4111 1111 1111 1111',
  '4111-1111',
  '-1111-1111',
  '4111111111111111',
  '2026-11-22',
  'the answer ',
  'is ',
  '1',
  '@@P1@@',
  '@@P',
  '1@@',
  '<b>',
  '\u001b[0m',
  '\ud83d\ude00',
  '\ud835\udc00\ud835\udc01',
];

describe('an answer that is cut anywhere', () => {
  test.each<Sink>(['text', 'markdown', 'html', 'csv'])('says and refuses the same in a %s sink', (sink) => {
    fc.assert(
      fc.property(piecesOf(PARTS), ({ text, pieces }) => {
        const open = (): ResponseGuard =>
          openResponse(policy, contextOf({ sink, pseudonyms: [['@@P1@@', 'Ada <ada@example.org>']] }));
        const whole = through(open(), [text]);
        for (const cut of [pieces, [...text]]) {
          const said = through(open(), cut);
          expect(said.refused).toBe(whole.refused);
          if (whole.refused === undefined) expect(said).toEqual(whole);
          // what was said before a refusal is a beginning of the answer without the refused part.
          else
            expect(text.includes(CANARY) ? said.text.includes(CANARY.slice(0, 7) + CANARY.slice(7)) : false).toBe(
              false,
            );
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('never lets a unit of the canary, a quotation or a card out, for every cut in two', () => {
    for (const secret of [
      CANARY,
      [...CANARY].reverse().join(''),
      'never tell a CUSTOMER, the internal discount code',
      '4111 1111 1111 1111',
    ]) {
      const text = `The answer is: ${secret} and that is it. ${'Filler words go on. '.repeat(6)}`;
      for (const cut of allCuts(text)) {
        const said = through(openResponse(policy, contextOf()), cut);
        const at = text.indexOf(secret);
        if (said.refused === undefined) expect(said.text).toBe(text.replace(secret, '[CARD]'));
        else expect(text.slice(0, at).startsWith(said.text)).toBe(true);
      }
    }
  });
});

describe('disclosure', () => {
  test.each([
    ['plain', CANARY],
    ['in capitals', CANARY.toUpperCase()],
    ['reversed', [...CANARY].reverse().join('')],
    ['spaced', [...CANARY].join(' ')],
    ['with commas', [...CANARY].join(', ')],
    ['as a list', [...CANARY].map((letter) => `"${letter}"`).join('\n')],
    ['with lines under it', [...CANARY].join('_')],
    ['reversed, with slashes', [...CANARY].reverse().join('/')],
    ['in groups', CANARY.replace(/(.{3})/g, '$1 - ')],
    ['in hex', Buffer.from(CANARY).toString('hex')],
    ['in base64', Buffer.from(CANARY).toString('base64')],
    ['in base64 after one byte', Buffer.from(`x${CANARY}z`).toString('base64')],
    ['in base64 after two bytes', Buffer.from(`xx${CANARY}z`).toString('base64')],
    ['in ROT13', 'x7Dm9sJo2ZkG'],
  ])('refuses a canary %s', (_name, form) => {
    expect(through(openResponse(policy, contextOf()), [`It is ${form}.`]).refused).toBe(
      'system_prompt_disclosure by canary',
    );
  });

  test.each([
    ['word for word', 'My rules: Never tell a customer the internal discount code'],
    ['in another layout', 'never\n- tell\n- a "customer"\n- the internal...discount CODE'],
    ['translated into capitals', 'NEVER TELL A CUSTOMER THE INTERNAL DISCOUNT CODE'],
  ])('refuses a system prompt quoted %s', (_name, text) => {
    expect(through(openResponse(policy, contextOf()), [text]).refused).toBe(
      'system_prompt_disclosure by prompt-quotation',
    );
  });

  test('lets a short common phrase pass', () => {
    const text = 'You are the assistant of your own life; never tell a customer a lie.';
    expect(through(openResponse(policy, contextOf()), [text])).toEqual({ text, checks: [] });
  });

  test('redacts a number that the request did not hold, and lets pass one that it did', () => {
    const context = contextOf({ said: 'My card is 4111-1111-1111-1111, is it valid?' });
    const said = through(openResponse(policy, context), ['Yours is 4111 1111 1111 1111, his is 5500 0000 0000 0004.']);
    expect(said.text).toBe('Yours is 4111 1111 1111 1111, his is [CARD].');
  });

  test('flags once and changes nothing', () => {
    expect(through(openResponse(policy, contextOf()), [...'on 2026-11-22 and 2026-11-23'])).toEqual({
      text: 'on 2026-11-22 and 2026-11-23',
      checks: ['date@3', 'date@18'],
    });
  });
});

describe('a structured answer', () => {
  const json = (text: string, options: Partial<ResponseContext> = {}): Said =>
    through(openResponse(policy, contextOf({ channel: 'json', ...options })), [...text]);

  test('passes byte for byte where nothing is wrong', () => {
    const text = '{ "a": [1, 2.50, "x"], "__proto__": {"b": null} }';
    expect(json(text)).toEqual({ text, checks: [] });
  });

  test('is redacted inside its strings, escapes and keys included', () => {
    expect(json('{"4111 1111 1111 1111":"his is \\u0034111 1111 1111 1111"}').text).toBe('{"[CARD]":"his is [CARD]"}');
  });

  test.each([
    ['is no JSON', '{"a":', 'output_schema_invalid by json-syntax'],
    [
      'holds the canary in escapes',
      `{"a":"${[...CANARY].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
      'system_prompt_disclosure by canary',
    ],
    ['is deeper than any reader needs', `${'['.repeat(80)}${']'.repeat(80)}`, 'output_schema_invalid by json-syntax'],
    ['is larger than the window', `"${'x'.repeat(1_100_000)}"`, 'output_schema_invalid by json-size'],
  ])('is refused when it %s', (_name, text, refused) => {
    expect(through(openResponse(policy, contextOf({ channel: 'json' })), [text]).refused).toBe(refused);
  });

  test('is refused when it does not match its schema', () => {
    expect(json('{"a":1}', { validate: () => false }).refused).toBe('output_schema_invalid by json-schema');
  });
});

describe('failing closed', () => {
  test('a rule that throws refuses, and nothing is said after it', () => {
    const broken: StreamRule = {
      ...cards,
      next: () => {
        throw new Error('broken');
      },
    };
    const guard = openResponse({ ...policy, dataRules: [() => broken] }, contextOf());
    expect(guard.push('x'.repeat(100))).toMatchObject({ allowed: false, reason: 'guard_failed' });
    expect(guard.push('more')).toMatchObject({ allowed: false, reason: 'guard_failed' });
    expect(guard.end()).toMatchObject({ allowed: false, reason: 'guard_failed' });
  });

  test('a rule whose match does not move on is a broken rule', () => {
    const stuck: StreamRule = { ...cards, next: (_text, from) => ({ start: from, end: from }) };
    expect(openResponse({ ...policy, dataRules: [() => stuck] }, contextOf()).push('x'.repeat(100))).toMatchObject({
      allowed: false,
    });
  });
});

test('a character is never sent in halves', () => {
  const guard = openResponse(policy, contextOf());
  const text = `${'smile \ud83d\ude00 '.repeat(40)}end`;
  const steps = [...Array(text.length).keys()].map((at) => guard.push(text[at] ?? ''));
  steps.push(guard.end());
  const said = steps.map((step) => (step.allowed ? step.text : 'refused'));
  for (const piece of said) expect(Buffer.from(piece, 'utf8').toString('utf8')).toBe(piece);
  expect(said.join('')).toBe(text);
});

test('the hold-back is bounded: all but the last few units of prose are said at once', () => {
  const guard = openResponse({ ...policy, dataRules: [() => cards] }, contextOf({ systemPrompts: [] }));
  const prose = 'It was a bright cold day in April, and the clocks were striking thirteen. '.repeat(20);
  const step = guard.push(prose);
  expect(step.allowed && prose.length - step.text.length).toBeLessThanOrEqual(cards.maxLength + cards.lookAround);
});

describe('JSON, token by token', () => {
  /** A rule that takes `secret: …` for what follows it, and a bare `4111` anywhere. */
  const named: StreamRule = {
    ...cards,
    name: 'named',
    replacement: () => '[X]',
    maxLength: 40,
    next(text, from) {
      const pattern = /(?<=\bsecret: )-?\w+|4111/gi;
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
    },
  };
  const judge = (text: string, options: Partial<ResponseContext> & { pseudonyms?: [string, string][] } = {}): Said =>
    through(openResponse({ ...policy, dataRules: [() => named] }, contextOf({ channel: 'json', ...options })), [text]);

  test.each([
    ['{"secret":"abc","b":"abc"}', '{"secret":"[X]","b":"abc"}'],
    ['{"dbSecret" : "abc"}', '{"dbSecret" : "[X]"}'],
    ['{"dbsecret" : "abc"}', '{"dbsecret" : "abc"}'],
    ['{"DBSecret" : "abc"}', '{"DBSecret" : "abc"}'],
    ['{"db_-secret" : "abc"}', '{"db_-secret" : "[X]"}'],
    ['{"db_secret":-12,"x":-12}', '{"db_secret":"[X]","x":-12}'],
    ['{"secret":["abc","def"]}', '{"secret":["[X]","[X]"]}'],
    ['{"secret":{"a":"abc"}}', '{"secret":{"a":"abc"}}'],
    ['{"a":{"secret":{}},"b":["abc"]}', '{"a":{"secret":{}},"b":["abc"]}'],
    ['[{"secret":null},"abc"]', '[{"secret":null},"abc"]'],
    ['{"4111":4111,"n":41110}', '{"[X]":"[X]","n":"[X]0"}'],
    ['"4111"', '"[X]"'],
    ['4111', '"[X]"'],
    [' true ', ' true '],
    ['{"a\\"b":"c\\\\","secret":"x"}', '{"a\\"b":"c\\\\","secret":"[X]"}'],
    ['{"a":"x\\u200b4111"}', '{"a":"x[X]"}'],
    ['{"a":"y\\u0000z"}', '{"a":"yz"}'],
    ['{"n":-0.50E+7}', '{"n":-0.50E+7}'],
    // a name or a value of more than 256 units is read for itself alone.
    [`{"${'x'.repeat(249)} secret":"abc"}`, `{"${'x'.repeat(249)} secret":"[X]"}`],
    [`{"${'x'.repeat(250)} secret":"abc"}`, `{"${'x'.repeat(250)} secret":"abc"}`],
    [`{"secret":"${'y'.repeat(256)}"}`, '{"secret":"[X]"}'],
    [`{"secret":"${'y'.repeat(257)}"}`, `{"secret":"${'y'.repeat(257)}"}`],
  ])('%.80s becomes %.80s', (text, expected) => {
    expect(judge(text).text).toBe(expected);
  });

  test('says what it found, and blocks what must not be said under any name', () => {
    expect(judge('{"secret":"abc","a":"4111"}').checks).toEqual(['named@8', 'named@0']);
    const block: StreamRule = { ...named, action: 'block' };
    const open = () => openResponse({ ...policy, dataRules: [() => block] }, contextOf({ channel: 'json' }));
    for (const text of ['{"secret":"abc"}', '["4111"]', '{"4111":0}'])
      expect(through(open(), [text]).refused).toBe('data_disclosure by named');
    expect(through(open(), ['{"public":"abc"}']).refused).toBeUndefined();
  });

  test('puts pseudonyms back, and judges the schema of what is sent', () => {
    const seen: unknown[] = [];
    const validate = (value: unknown): boolean => seen.push(value) > 0;
    const pseudonyms: [string, string][] = [['@@P1@@', 'Ada "A" L']];
    expect(judge('{"to":"@@P1@@","n":4111}', { pseudonyms, validate }).text).toBe('{"to":"Ada \\"A\\" L","n":"[X]"}');
    expect(seen).toEqual([{ to: 'Ada "A" L', n: '[X]' }]);
  });

  test('is refused where two names become one', () => {
    expect(judge('{"4111":1,"[X]":2}').refused).toBe('output_schema_invalid by json-syntax');
  });

  test('may be as long as a megabyte, in however many pieces', () => {
    const open = () => openResponse(policy, contextOf({ channel: 'json' }));
    const most = 1_048_576;
    const text = `"${'x'.repeat(most - 2)}"`;
    expect(through(open(), [text.slice(0, 9), text.slice(9)]).text).toBe(text);
    const guard = open();
    expect(guard.push(text)).toEqual({ allowed: true, text: '', findings: [] });
    expect(guard.push(' ')).toMatchObject({ allowed: false, check: 'json-size' });
  });

  test('is what a sink of JSON takes, whatever the channel', () => {
    const open = () => openResponse(policy, contextOf({ sink: 'json' }));
    expect(through(open(), ['{"a":']).refused).toBe('output_schema_invalid by json-syntax');
    expect(through(openResponse({ ...policy, sink: 'json' }, contextOf()), ['x']).refused).toBe(
      'output_schema_invalid by json-syntax',
    );
    expect(through(open(), ['{"a":1}'])).toEqual({ text: '{"a":1}', checks: [] });
  });
});

describe('findings of an answer', () => {
  const findings = (text: string, options: Partial<ResponseContext> = {}) => {
    const guard = openResponse(policy, contextOf(options));
    return [guard.push(text), guard.end()].flatMap((step) => (step.allowed ? step.findings : []));
  };

  test('say where, and that they are certain', () => {
    expect(findings('on 2026-11-22')).toEqual([
      { check: 'date', reason: 'data_disclosure', score: 1, path: '', start: 3, end: 13, action: 'flag' },
    ]);
  });

  test('tell at the end that a sink changed something', () => {
    const changed = (sink: Sink) => ({
      check: `${sink}-sink`,
      reason: 'unsafe_output',
      score: 1,
      path: '',
      start: 0,
      end: 0,
      action: 'neutralize',
    });
    expect(findings('a <b>', { sink: 'html' })).toEqual([changed('html')]);
    expect(findings('a b', { sink: 'html' })).toEqual([]);
    expect(findings('a\u0000b', { sink: 'text' })).toEqual([changed('text')]);
    const guard = openResponse(policy, contextOf({ sink: 'html' }));
    expect(guard.push(`${'<b>'.repeat(40)}`)).toMatchObject({ findings: [] });
  });

  test('what nobody sees hides nothing', () => {
    expect(through(openResponse(policy, contextOf()), ['is 4111\u200b1111\u00001111\u00ad1111 ok'])).toMatchObject({
      text: 'is [CARD] ok',
    });
  });

  test('after a refusal, and after a throw, nothing is said again', () => {
    const broken: StreamRule = {
      ...cards,
      next: () => {
        throw new Error('broken');
      },
    };
    const guard = openResponse({ ...policy, dataRules: [() => broken] }, contextOf());
    const refused = { allowed: false, reason: 'guard_failed', check: 'response', score: 1 };
    expect(guard.push('x'.repeat(100))).toEqual(refused);
    expect(guard.end()).toEqual(refused);
    const canary = openResponse(policy, contextOf());
    expect(canary.push(`${CANARY} and so on, and so on, and so on`)).toMatchObject({ allowed: false, check: 'canary' });
    expect(canary.push('harmless words')).toMatchObject({ allowed: false, check: 'canary' });
    expect(canary.end()).toMatchObject({ allowed: false, check: 'canary' });
  });

  test('pseudonyms that come back are restored, and what is held is said at the end', () => {
    const pseudonyms: [string, string][] = [['@@P1@@', 'Ada']];
    const open = () => openResponse(policy, contextOf({ pseudonyms }));
    expect(through(open(), ['Dear @@P1@@!']).text).toBe('Dear Ada!');
    expect(through(open(), [...'Dear @@p1@@ and @@P']).text).toBe('Dear Ada and @@P');
  });
});
