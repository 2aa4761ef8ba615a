import { createGuard } from '../../../lambda/guard/engine';
import type { GuardedRequest, ResponseContext, Sink } from '../../../lambda/guard/guard';
import { readPolicy } from '../../../lambda/guard/policy';
import { controlCharacters } from '../../../lambda/guard/response/sinks/control-characters';
import { unseenCharacters } from '../../../lambda/guard/response/sinks/unseen-characters';
import { allCuts, throughStage } from './splits';

const guard = createGuard(readPolicy('standard'));
const request: GuardedRequest = {
  allowed: true,
  segments: [],
  findings: [],
  pseudonyms: new Map(),
  untrustedContent: false,
};
const CANARY = 'a3f90c417be2d8561f0e2b9c4d7a8e35';

function said(pieces: readonly string[], more: Partial<ResponseContext> = {}): string {
  const response = guard.openResponse({
    request,
    systemPrompts: [],
    canaries: [CANARY],
    channel: 'text',
    sink: 'text',
    ...more,
  });
  return [...pieces.map((piece) => response.push(piece)), response.end()]
    .map((step) => (step.allowed ? step.text : ''))
    .join('');
}

/** What a terminal, a page or a careless reader makes of a text. */
const seen = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|\udb40[\udc00-\udfff]/g,
    '',
  );

const BETWEEN: readonly [string, string][] = [
  ['a NUL', '\0'],
  ['a backspace', '\b'],
  ['a lone carriage return', '\r'],
  ['a terminal colour', '\u001b[0m'],
  ['a terminal hyperlink', '\u001b]8;;https://x.test\u001b\\'],
  ['a C1 control', '\u0085'],
  ['an override of the direction', '\u202e\u202c'],
  ['a zero-width space', '\u200b'],
  ['a word joiner', '\u2060'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a variation selector', '\ufe0f'],
  ['a supplementary one', '\u{e0100}'],
  ['a tag character', '\u{e0041}'],
  ['a tag character in halves', '\udb40\0\udc41'],
  ['several kinds', '\u200b\u001b[1m\u200e\u{e0100}\ufeff'],
  ['very many', '\u200b\u200e'.repeat(40)],
  ['very many pairs', '\u200b' + '\u{e0101}'.repeat(70)],
];

describe.each(BETWEEN)(
  'what an answer must not disclose, with %s in it, is not put together on its way out',
  (_, mark) => {
    test.each([
      ['a card', '4111111111111111'],
      ['an e-mail address', 'grace.hopper@navy.example.org'],
      ['a key', `AKIA${'Q3EGRZ7PT5LX2WHK'}`],
      ['a canary', CANARY],
    ])('%s', (_name, value) => {
      for (let at = 1; at < value.length; at += 1) {
        const answer = `It is ${value.slice(0, at)}${mark}${value.slice(at)} and no more.`;
        for (const more of [{}, { sink: 'markdown' }, { sink: 'csv' }] as const) {
          const whole = said([answer], more);
          expect(seen(whole)).not.toContain(value);
          // of a refused answer something may have been sent before it was known.
          if (whole === '') expect('It is '.startsWith(said([...answer], more))).toBe(true);
          else expect(said([...answer], more)).toBe(whole);
        }
        // everywhere at once.
        expect(seen(said([[...value].join(mark)]))).not.toContain(value);
        expect(seen(said([JSON.stringify({ a: answer })], { channel: 'json' }))).not.toContain(value);
      }
    });
  },
);

test.each([
  [
    'emoji',
    'Good 👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 #\ufe0f\u20e3 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'.slice(
      0,
      26,
    ),
  ],
  ['Persian', 'می\u200cخواهم ۱۲۳ ABC می\u200cروم'],
  ['Hebrew beside Latin', 'ב-ABC\u200f, ו-DEF\u200f.'],
  ['Hindi', 'क्\u200dष'],
  [
    'hyphenation',
    'Donau\u00addampf\u00adschiff'.replaceAll('u\u00adda', 'ü\u00adä').replaceAll('f\u00ads', 'ß\u00adö'),
  ],
  ['a byte order mark at the start', '\ufeffHello'],
])('%s stays as it is', (_, text) => {
  expect(throughStage(unseenCharacters(), [text])).toBe(text);
});

test('what is taken does not depend on how the text is cut', () => {
  for (const [, mark] of BETWEEN) {
    for (const text of [`a4${mark}1b`, `é${mark}1`, `1${mark}é`, `1 ${mark}`, `${mark}1`, `1${mark}${mark}2\udb40`]) {
      for (const make of [unseenCharacters, controlCharacters]) {
        const whole = throughStage(make(), [text]);
        for (const cut of [...allCuts(text), [...text].flatMap((c) => c.split(''))])
          expect(throughStage(make(), cut)).toBe(whole);
      }
    }
  }
});

test.each<Sink>(['text', 'markdown', 'csv', 'html'])('half of a character hides no escape: %s', (sink) => {
  expect(said(['a \udb40\u001b[31mred'], { sink })).toBe('a \ufffdred');
});

describe('a structured answer', () => {
  const json = (text: string): string => said([text], { channel: 'json' });

  test('keeps the digits of its numbers where another member is changed', () => {
    expect(json('{"id":12345678901234567890,"n":1.50,"mail":"ada@lovelace.org"}')).toBe(
      '{"id":12345678901234567890,"n":1.50,"mail":"[EMAIL_ADDRESS]"}',
    );
  });

  test('is read where two members have one name, which readers read differently: refused', () => {
    expect(json('{"a":"4111 1111 1111 1111","a":"x"}')).toBe('');
  });

  test('discloses nothing as a number', () => {
    expect(json('{"card":4111111111111111,"n":[4111111111111112]}')).toBe(
      '{"card":"[CREDIT_CARD]","n":[4111111111111112]}',
    );
  });

  test('is read with the names of its members', () => {
    const secret = 'Zx9Qv7Lm2Kp4Rt';
    expect(json(`{"db_password":"${secret}"}`)).not.toContain(secret);
    expect(json('{"socialSecurityNumber":"536228726"}')).not.toContain('536228726');
    expect(json('{"socialSecurityNumber":536228726}')).not.toContain('536228726');
    expect(json('{"order":"536228726","of":{"ssn":null},"items":[536228727]}')).toContain('536228727');
  });
});

test('what the caller has said is no disclosure under a name that says what it is', () => {
  const segments = [{ role: 'user', text: 'Look up 536228726 for me, and try hunter2xyz9.', path: '/0' }] as const;
  const answer = '{"ssn":"536228726","password":"hunter2xyz9"}';
  expect(said([answer], { channel: 'json', request: { ...request, segments } })).toBe(answer);
  expect(said([answer], { channel: 'json' })).not.toContain('536228726');
});

test('a request that was changed in its JSON answer has the schema of what is sent', () => {
  const validate = (value: unknown): boolean => typeof (value as { card: unknown }).card === 'number';
  expect(said(['{"card":4111111111111111}'], { channel: 'json', validate })).toBe('');
});
