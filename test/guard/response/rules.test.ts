import * as fc from 'fast-check';
import { canaryOf } from '../../../lambda/guard/canary';
import { canaryRule } from '../../../lambda/guard/response/canary-rule';
import { disclosureRules } from '../../../lambda/guard/response/disclosure';
import { encodingsOf } from '../../../lambda/guard/response/encodings-of';
import { spelledRule } from '../../../lambda/guard/response/spelled-rule';
import { exceptKnown } from '../../../lambda/guard/response/known-in-request';
import { literalRule } from '../../../lambda/guard/response/literal-rule';
import { overlapRule } from '../../../lambda/guard/response/overlap-rule';
import { restoreRule } from '../../../lambda/guard/response/restore-rule';
import { firstMatch, type StreamRule } from '../../../lambda/guard/response/stream-rule';
import { StreamWindow } from '../../../lambda/guard/response/stream-window';
import { ScanStage, chain, type Scanner } from '../../../lambda/guard/response/text-stage';

/** Matches of an expression, as a rule. */
function ruleOf(name: string, expression: RegExp, more: Partial<StreamRule> = {}): StreamRule {
  return {
    name,
    reason: 'data_disclosure',
    action: 'redact',
    replacement: (match) => `[${name}:${match}]`,
    maxLength: 6,
    lookAround: 0,
    next(text, from) {
      const global = new RegExp(expression, 'g');
      global.lastIndex = from;
      const match = global.exec(text);
      return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
    },
    ...more,
  };
}

/** Every match of a rule, as the window would walk over them. */
function allOf(rule: StreamRule, text: string): string[] {
  const found: string[] = [];
  for (let at = 0; ;) {
    const match = firstMatch(rule, text, at);
    if (match === undefined) return found;
    found.push(text.slice(match.start, match.end));
    at = match.end;
  }
}

describe('a window', () => {
  const through = (rules: readonly StreamRule[], pieces: readonly string[]) => {
    const window = new StreamWindow(rules);
    const steps = [...pieces.map((piece) => window.push(piece)), window.end()];
    return {
      text: steps.map((step) => (step.allowed ? step.text : '!')).join(''),
      said: steps.map((step) => (step.allowed ? step.text : '!')),
      findings: steps.flatMap((step) => (step.allowed ? step.findings : [])),
      refused: steps.find((step) => !step.allowed),
    };
  };

  test('without rules passes everything at once', () => {
    expect(through([], ['a', 'b']).said).toEqual(['a', 'b', '']);
  });

  test('takes the leftmost match, then the longest, then the rule listed first', () => {
    const short = ruleOf('short', /ab/);
    const long = ruleOf('long', /abc/);
    const same = ruleOf('same', /abc/);
    const later = ruleOf('later', /bcd/);
    expect(through([short, long, same, later], ['xabcdx']).text).toBe('x[long:abc]dx');
    expect(through([later, same, long, short], ['xabcdx']).text).toBe('x[same:abc]dx');
    expect(through([later, short], ['xabcdx']).text).toBe('x[short:ab]cdx');
    expect(through([later, short], ['xabcdxbcd']).text).toBe('x[short:ab]cdx[later:bcd]');
  });

  test('says what it found where, in the whole text', () => {
    const { findings } = through([ruleOf('x', /b+/)], ['a'.repeat(40), 'bb', 'a'.repeat(40), 'b']);
    const found = { rule: 'x', reason: 'data_disclosure', action: 'redact' };
    expect(findings).toEqual([
      { ...found, start: 40, end: 42 },
      { ...found, start: 82, end: 83 },
    ]);
  });

  test('flags once, and what is flagged may still be redacted by another rule', () => {
    const flag = ruleOf('flag', /b{1,2}/, { action: 'flag' });
    const { text, findings } = through([flag, ruleOf('cut', /bc/)], [...'abbbcab']);
    expect(text).toBe('abb[cut:bc]ab');
    expect(findings.map(({ rule, start, end }) => [rule, start, end])).toEqual([
      ['flag', 1, 3],
      ['cut', 3, 5],
      ['flag', 6, 7],
    ]);
  });

  test('waits where a match may still grow, and goes on after what it flagged, however far it has come', () => {
    const grows = ruleOf('x', /b{2,6}/);
    expect(through([grows], ['a'.repeat(40) + 'bb', 'bb', 'a']).text).toBe(`${'a'.repeat(40)}[x:bbbb]a`);
    const flag = ruleOf('flag', /b/, { action: 'flag' });
    const text = `${'a'.repeat(99)}b${'a'.repeat(9)}b${'a'.repeat(60)}b`;
    for (const pieces of [[text], [...text], [text.slice(0, 80), text.slice(80)]])
      expect(through([flag], pieces).findings.map(({ start }) => start)).toEqual([99, 109, 170]);
  });

  test('says what stands before what it blocks, and the name that a rule gives to its match', () => {
    const named = ruleOf('many', /z/, {
      action: 'block',
      next: (text, from) => {
        const start = text.indexOf('z', from);
        return start < 0
          ? undefined
          : { start, end: start + 1, as: { name: 'one of many', type: 'Z', replacement: '' } };
      },
    });
    const { said, refused } = through([named], ['a'.repeat(50), 'bz']);
    expect(refused).toEqual({ allowed: false, reason: 'data_disclosure', check: 'one of many', score: 1 });
    expect('a'.repeat(50).startsWith(said[0] ?? '!')).toBe(true);
    const redacted = { ...named, action: 'redact' as const };
    expect(through([redacted], ['azb']).text).toBe('ab');
  });

  test('holds back as much as a match may be long and as far as it may look, and no more', () => {
    const rule = ruleOf('x', /b{6}/, { lookAround: 2 });
    expect(through([rule], ['a'.repeat(100)]).said).toEqual(['a'.repeat(92), 'a'.repeat(8)]);
    // with a rule that knows what is open, only that.
    const open = { ...rule, openFrom: (text: string, from: number) => Math.max(from, text.search(/b*$/)) };
    expect(through([open], ['a'.repeat(100)]).said).toEqual(['a'.repeat(100), '']);
    expect(through([open], [`${'a'.repeat(98)}bb`]).said).toEqual(['a'.repeat(98), 'bb']);
    // of what is open no more than a match may be long.
    expect(through([open], ['b'.repeat(100)]).text).toBe('[x:bbbbbb]'.repeat(16) + 'bbbb');
    // of several rules the one that holds most.
    expect(through([open, ruleOf('y', /c{40}/, { maxLength: 40 })], ['a'.repeat(100)]).said[0]).toHaveLength(60);
  });

  test('looks again only after 32 new units, or a quarter of what it waits for', () => {
    let looked = 0;
    const rule = ruleOf('x', /b{500}/, {
      maxLength: 500,
      next: () => {
        looked += 1;
        return undefined;
      },
    });
    const window = new StreamWindow([rule]);
    for (let i = 0; i < 31; i++) window.push('b');
    expect(looked).toBe(0);
    window.push('b');
    expect(looked).toBe(1);
    for (let i = 0; i < 480; i++) window.push('b');
    // at 64, 96, 128, 160, 200, 250, 312, 390, 487.
    expect(looked).toBeGreaterThanOrEqual(9);
    expect(looked).toBeLessThanOrEqual(12);
  });

  test('keeps as much of what it has sent as a rule looks back', () => {
    const word = ruleOf('word', /(?<![a-z]{3})bb/, { lookAround: 3 });
    for (const pieces of [['xyz'.repeat(20), 'bb'], [...('xyz'.repeat(20) + 'bb')]])
      expect(through([word], pieces).text).toBe('xyz'.repeat(20) + 'bb');
    expect(through([word], [`${'xyz'.repeat(20)}-bb`]).text).toBe(`${'xyz'.repeat(20)}-[word:bb]`);
  });

  test('never cuts between the halves of a character', () => {
    const smile = '\u{1f600}';
    const emoji = ruleOf('x', /never/, { maxLength: 5 });
    for (let before = 60; before < 64; before++) {
      const window = new StreamWindow([emoji]);
      const step = window.push('a'.repeat(before) + smile.repeat(5));
      expect(step.allowed && step.text.length).toBeGreaterThan(30);
      expect(step.allowed && /[\ud800-\udbff]$/.test(step.text)).toBe(false);
      // and no more is held than the one half.
      expect(step.allowed && step.text.length).toBeGreaterThanOrEqual(before + 10 - 6);
    }
  });

  test('refuses a rule that does not move on', () => {
    const broken = (start: number, end: number) => () =>
      through([ruleOf('broken', /x/, { next: () => ({ start, end }) })], ['abc']);
    expect(broken(2, 2)).toThrow('broken: expected a match from 0 on, got [2, 2)');
    expect(broken(2, 1)).toThrow('expected a match');
    expect(broken(-1, 1)).toThrow('broken: expected a match from 0 on, got [-1, 1)');
    expect(firstMatch(ruleOf('x', /b/), 'ab', 0)).toEqual({ start: 1, end: 2 });
  });
});

describe('literals', () => {
  const rule = (literals: string[], more: object = {}) =>
    literalRule({ name: 'words', reason: 'data_disclosure', action: 'redact', literals, ...more });

  test('are found in any case, the longest first, with signs as they are', () => {
    expect(allOf(rule(['ab', 'abc', 'a.c', '(x)', '$^*+?|[]{}\\']), 'ABC a.c axc (X) $^*+?|[]{}\\ ab')).toEqual([
      'ABC',
      'a.c',
      '(X)',
      '$^*+?|[]{}\\',
      'ab',
    ]);
  });

  test('become nothing, or what the rule says', () => {
    expect(rule(['ab'])).toMatchObject({ name: 'words', reason: 'data_disclosure', action: 'redact' });
    expect(rule(['ab']).replacement('ab')).toBe('');
    expect(rule(['ab'], { replacement: (match: string) => match + match }).replacement('ab')).toBe('abab');
    expect(rule(['ab', 'abcd'])).toMatchObject({ maxLength: 4, lookAround: 0 });
  });

  test('hold back what may become one, and nothing else', () => {
    const held = (text: string, from = 0) => text.slice(rule(['abcd', 'xy']).openFrom?.(text, from));
    expect(held('one ABC')).toBe('ABC');
    expect(held('one abx')).toBe('x');
    expect(held('one abcd')).toBe('');
    expect(held('one abce')).toBe('');
    expect(held('one aab')).toBe('ab');
    expect(held('one abc', 5)).toBe('');
    expect(held('x', 0)).toBe('x');
    // a letter that gets longer in lower case hides where the others stand.
    expect(held('one \u0130b')).toBe('e \u0130b'.slice(-3));
  });

  test('must be there', () => {
    expect(() => rule([])).toThrow('words: expected literals that are not empty, got 0 of them');
    expect(() => rule(['a', ''])).toThrow('words: expected literals that are not empty, got 2 of them');
  });
});

describe('quotations', () => {
  const rule = (sources: string[], words = 6) =>
    overlapRule({ name: 'quotation', reason: 'system_prompt_disclosure', sources, words });
  const SOURCE = 'one two three four five six seven eight';

  test.each<[string, string[]]>([
    ['so one two three four five six it is', ['one two three four five six']],
    ['one two three four five', []],
    ['two three four five six seven', ['two three four five six seven']],
    ['one two three x four five six seven', []],
    ['ONE, two; Three\n\n four - "five" (six)', ['ONE, two; Three\n\n four - "five" (six']],
    ['one two three four five sixty', []],
    ['xone two three four five six', []],
    ['one two three four five six seven eight', ['one two three four five six']],
    // eight signs are a gap, nine are another sentence.
    [`one two three${' '.repeat(8)}four five six`, [`one two three${' '.repeat(8)}four five six`]],
    [`one two three${' '.repeat(9)}four five six`, []],
  ])('%j', (text, found) => {
    expect(allOf(rule([SOURCE]), text)).toEqual(found);
  });

  test('of a short source are the whole of it, and of a phrase none', () => {
    expect(allOf(rule(['one two three four five']), 'one two three four five')).toHaveLength(1);
    expect(allOf(rule(['one two three four']), 'one two three four')).toEqual([]);
    expect(allOf(rule(['one two three four five']), 'two three four five')).toEqual([]);
  });

  test('do not go on from one source into the next', () => {
    const sources = ['a1 a2 a3 a4 a5 a6', 'b1 b2 b3 b4 b5 b6'];
    expect(allOf(rule(sources), 'a4 a5 a6 b1 b2 b3')).toEqual([]);
    expect(allOf(rule(sources), 'b1 b2 b3 b4 b5 b6')).toHaveLength(1);
    expect(allOf(rule(['a b a c a d a', 'x']), 'a b a c a d')).toHaveLength(1);
  });

  test('end at a word that is longer than any', () => {
    const long = 'x'.repeat(32);
    const longer = 'x'.repeat(33);
    expect(allOf(rule([`one two three ${long} five six`]), `one two three ${long} five six`)).toHaveLength(1);
    expect(allOf(rule([`one two three ${longer} five six`]), `one two three ${longer} five six`)).toEqual([]);
  });

  test('are blocked, by a rule that looks as far as a word', () => {
    expect(rule([SOURCE])).toMatchObject({ name: 'quotation', action: 'block', maxLength: 240, lookAround: 32 });
    expect(rule([SOURCE]).replacement('x')).toBe('');
  });

  test('hold back a run of words that may go on', () => {
    const held = (text: string, from = 0) => text.slice(rule([SOURCE]).openFrom?.(text, from));
    expect(held('well, one two three')).toBe('one two three');
    expect(held('well, one two three ')).toBe('one two three ');
    // the last word may go on, and be another one.
    expect(held('well, one two three, this')).toBe('one two three, this');
    expect(held('well, one two three, this is')).toBe('is');
    expect(held('well, this is it. ')).toBe('');
    expect(held(`well, one two${' '.repeat(9)}`)).toBe('');
    expect(held(`well, one two${' '.repeat(8)}`)).toBe(`one two${' '.repeat(8)}`);
    expect(held(`x ${'y'.repeat(32)}`)).toBe('y'.repeat(32));
    expect(held(`x ${'y'.repeat(33)}`)).toBe('');
    expect(held('')).toBe('');
    // a run that is long enough is a match, whatever follows.
    expect(held('so one two three four five six it is')).toBe('one two three four five six it is');
  });
});

describe('canaries', () => {
  const [own, other] = [canaryOf('11'.repeat(10)), canaryOf('ab'.repeat(10))];
  const rule = canaryRule();

  test('of anybody are found, where they stand alone', () => {
    expect(allOf(rule, `x ${own} y ${other.toUpperCase()}.`)).toEqual([own, other.toUpperCase()]);
    expect(allOf(rule, `x${own}g`)).toEqual([own]);
    for (const none of [`0${own}`, `${own}F`, own.slice(1), `${own.slice(0, -1)}z`, '0'.repeat(32)])
      expect(allOf(rule, none)).toEqual([]);
    expect(allOf(rule, `${'0'.repeat(32)} ${own}`)).toEqual([own]);
    expect(rule).toMatchObject({
      name: 'foreign-canary',
      reason: 'data_disclosure',
      action: 'block',
      maxLength: 32,
      lookAround: 1,
    });
    expect(rule.replacement(own)).toBe('');
  });

  test('hold back the digits at the end, as many as one has', () => {
    const held = (text: string, from = 0) => text.slice(rule.openFrom?.(text, from));
    expect(held('so 12aF')).toBe('12aF');
    expect(held('so 12aFg')).toBe('');
    expect(held(`so ${'1'.repeat(40)}`)).toBe('1'.repeat(32));
    expect(held('so 12aF', 5)).toBe('aF');
  });

  test('are searched for in every form that a model may be told to write', () => {
    expect(encodingsOf('aB-z')).toEqual([
      'aB-z',
      'z-Ba',
      'a B - z',
      'a-B---z',
      'a.B.-.z',
      'nO-m',
      '61422d7a',
      '61 42 2d 7a',
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ]);
    const byte = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
    const bytes = (minLength: number, maxLength: number) =>
      fc.array(byte, { minLength, maxLength }).map((all) => all.join(''));
    fc.assert(
      fc.property(bytes(4, 12), bytes(0, 4), bytes(0, 4), (secret, before, after) => {
        const forms = encodingsOf(secret);
        const base64 = Buffer.from(before + secret + after).toString('base64');
        const core = forms.slice(-3)[before.length % 3] ?? '';
        expect(base64).toContain(core);
        // all but what the bytes beside it change.
        expect(core.length).toBeGreaterThanOrEqual(Math.floor((secret.length * 8) / 6) - 2);
        expect(forms).toContain(Buffer.from(secret).toString('hex'));
        expect(forms).toContain([...secret].reverse().join(''));
      }),
    );
  });
});

describe('spelled words', () => {
  const rule = spelledRule({ name: 'spelled', reason: 'data_disclosure', words: ['a1b-2', 'a1c'] });

  test('are found with up to three signs between their letters, in any case', () => {
    expect(allOf(rule, 'a1b2 A-1_B.2 a, 1, b, 2 "a"\n"1"\n"b"\n"2" a1 c')).toEqual(['a1b2', 'A-1_B.2', 'a, 1, b, 2', 'a"\n"1"\n"b"\n"2', 'a1 c']); // prettier-ignore
    expect(allOf(rule, 'a 1 b  -  2')).toEqual([]);
    expect(allOf(rule, 'a1xb2 a1b3')).toEqual([]);
    expect(rule).toMatchObject({ action: 'block', maxLength: 13, lookAround: 0 });
  });

  test('are held from where one has begun', () => {
    const held = (text: string, from = 0) => text.slice(rule.openFrom?.(text, from));
    expect(held('so a-1')).toBe('a-1');
    expect(held('so a-1 - ')).toBe('a-1 - ');
    expect(held('so a-1 -- ')).toBe('');
    expect(held('so a1b2')).toBe('');
    expect(held('so ax')).toBe('');
    expect(held('so a1a1')).toBe('a1');
    expect(held('so a-1', 4)).toBe('');
  });

  test('must have letters', () => {
    expect(() => spelledRule({ name: 'x', reason: 'data_disclosure', words: ['-'] })).toThrow(/ASCII letters/);
  });
});

describe('what the caller has sent', () => {
  const digits = ruleOf('digits', /\d[\d-]{2,5}/);
  const segments = (...texts: string[]) => texts.map((text, i) => ({ role: 'user' as const, text, path: `/${i}` }));

  test('is no disclosure, whatever stands before and after', () => {
    const rule = exceptKnown(digits, segments('mine are 123 and 4567', 'and 89-0'));
    expect(allOf(rule, '123, 999, 4567, 89-0, 111')).toEqual(['999', '111']);
    expect(allOf(exceptKnown(digits, []), '123')).toEqual(['123']);
    expect(rule).toMatchObject({ name: 'digits', maxLength: 6 });
  });

  test('is looked for when something is found, and once', () => {
    let asked = 0;
    const counting: StreamRule = {
      ...digits,
      next: (text, from) => {
        if (text === 'the request') asked += 1;
        return digits.next(text, from);
      },
    };
    const rule = exceptKnown(counting, segments('the request'));
    expect(allOf(rule, 'nothing')).toEqual([]);
    expect(asked).toBe(0);
    expect(allOf(rule, '123 456')).toEqual(['123', '456']);
    expect(asked).toBe(1);
  });
});

describe('pseudonyms', () => {
  const rule = restoreRule(
    new Map([
      ['[PERSON_1]', 'Ada'],
      ['[MAIL_12]', 'bob@x.org'],
      ['[MAIL_1]', 'ada@x.org'],
    ]),
  ) as StreamRule;

  test('become their originals, in any case', () => {
    const text = 'to [mail_1], [MAIL_12] or [MAIL_3] of [Person_1]';
    expect(allOf(rule, text).map((match) => rule.replacement(match))).toEqual(['ada@x.org', 'bob@x.org', 'Ada']);
    expect(rule.replacement('[MAIL_3]')).toBe('[MAIL_3]');
    expect(rule).toMatchObject({
      action: 'redact',
      maxLength: 10,
      lookAround: 0,
      name: 'pseudonyms',
      reason: 'data_disclosure',
    });
    expect(restoreRule(new Map())).toBeUndefined();
  });

  test('hold back what may become one', () => {
    const held = (text: string, from = 0) => text.slice(rule.openFrom?.(text, from));
    expect(held('to [mail')).toBe('[mail');
    expect(held('to [MAIL_1')).toBe('[MAIL_1');
    expect(held('to [MAIL_1]')).toBe('');
    expect(held('to [MAIL_2')).toBe('');
    expect(held('to [X [PERSON_')).toBe('[PERSON_');
    expect(held('to [MAIL_1', 4)).toBe('');
    expect(held('to [')).toBe('[');
    expect(held('to [Z')).toBe('');
  });

  test('the longest of two that begin alike is restored', () => {
    const alike = restoreRule(new Map([['P', 'short'], ['P1', 'long']])) as StreamRule; // prettier-ignore
    expect(allOf(alike, 'p P1').map((match) => alike.replacement(match))).toEqual(['short', 'long']);
  });
});

describe('the rules of one answer', () => {
  const context = (canaries: string[], systemPrompts: string[]) => ({
    request: { allowed: true as const, segments: [], findings: [], pseudonyms: new Map(), untrustedContent: false },
    channel: 'text' as const,
    canaries,
    systemPrompts,
  });

  test('are those for which there is something to disclose, and the foreign ones always', () => {
    const names = (canaries: string[], prompts: string[]) =>
      disclosureRules({ quotationWords: 6, dataRules: [() => ruleOf('data', /\d/)] }, context(canaries, prompts)).map(
        ({ name, reason, action }) => [name, reason, action],
      );
    const always = [
      ['foreign-canary', 'data_disclosure', 'block'],
      ['data', 'data_disclosure', 'redact'],
    ];
    const canary = ['canary', 'system_prompt_disclosure', 'block'];
    const quotation = ['prompt-quotation', 'system_prompt_disclosure', 'block'];
    expect(names([], [])).toEqual(always);
    expect(names(['abcd'], [])).toEqual([canary, canary, ...always]);
    expect(names([], ['a b c d e f'])).toEqual([quotation, ...always]);
    expect(names(['abcd'], ['a b c d e f'])).toEqual([canary, canary, quotation, ...always]);
  });
});

describe('a stage', () => {
  /** Reads `(…)` as one construct of ten units at most, and writes it in capitals. */
  const brackets = (more: Partial<Scanner> = {}): Scanner => ({
    plain: /[^(]+/y,
    maxConstructUnits: 10,
    construct(text, at, final) {
      const end = text.indexOf(')', at);
      if (end >= 0) return { text: text.slice(at, end + 1).toUpperCase(), next: end + 1 };
      return final || text.length - at >= 10 ? { text: '(', next: at + 1 } : undefined;
    },
    ...more,
  });

  test('waits for a construct, says the rest, and counts what it changed', () => {
    const stage = new ScanStage(brackets());
    expect([stage.push('a(b'), stage.push('c)d'), stage.push('(E)(f'), stage.end()]).toEqual([
      'a',
      '(BC)d',
      '(E)',
      '(f',
    ]);
    expect(stage.altered).toBe(1);
    const same = new ScanStage(brackets({ construct: (text, at) => ({ text: text.slice(at, at + 2), next: at + 2 }) }));
    expect(same.push('a(bc(d')).toBe('a(bc(d');
    expect(same.altered).toBe(0);
    const shorter = new ScanStage(brackets({ construct: (_text, at) => ({ text: '(', next: at + 2 }) }));
    shorter.push('(a(a');
    expect(shorter.altered).toBe(2);
  });

  test('looks again when a quarter more has come', () => {
    let looked = 0;
    const stage = new ScanStage(
      brackets({
        maxConstructUnits: 1_000,
        construct: () => {
          looked += 1;
          return undefined;
        },
      }),
    );
    stage.push(`(${'a'.repeat(99)}`);
    expect(looked).toBe(1);
    for (let i = 0; i < 24; i++) stage.push('a');
    expect(looked).toBe(1);
    stage.push('a');
    expect(looked).toBe(2);
  });

  test.each<[string, Partial<Scanner>, string]>([
    [
      'never decides',
      { construct: () => undefined },
      'text stage: expected a decision within 10 units, got none after 11',
    ],
    [
      'goes back',
      { construct: (_text, at) => ({ text: '', next: at - 1 }) },
      'text stage: expected to go on after 1, got 0',
    ],
    ['stands', { construct: (_text, at) => ({ text: 'x', next: at }) }, 'text stage: expected to go on after 1, got 1'],
  ])('that %s is broken', (_name, more, message) => {
    expect(() => new ScanStage(brackets(more)).push(`a(${'b'.repeat(10)}`)).toThrow(message);
  });

  test('that does not decide what is final is broken', () => {
    const stage = new ScanStage(brackets({ construct: () => undefined }));
    expect(stage.push('(')).toBe('');
    expect(() => stage.end()).toThrow('expected a decision within 10 units, got none after 1');
  });

  test('may change its mind once where it stands', () => {
    let code = false;
    const [outside, inside] = [/[^(]+/y, /[^)]+/y];
    const stage = new ScanStage({
      get plain() {
        return code ? inside : outside;
      },
      maxConstructUnits: 2,
      construct(text, at) {
        if (text[at] === '(' && !code) {
          code = true;
          return { text: '', next: at };
        }
        return { text: '.', next: at + 1 };
      },
    });
    expect(stage.push('a(b')).toBe('a(b');
  });

  test('after another reads what that one says', () => {
    const made = chain([new ScanStage(brackets()), new ScanStage(brackets({ plain: /[^(]+/y }))]);
    expect(made.push('a(b') + made.push('c') + made.end()).toBe('a(bc');
    expect(chain([]).push('a') + chain([]).end()).toBe('a');
    const both = chain([new ScanStage(brackets()), new ScanStage({ plain: /[^A-Z]+/y, maxConstructUnits: 1, construct: (_t, at) => ({ text: '*', next: at + 1 }) })]); // prettier-ignore
    expect(both.push('a(b)') + both.end()).toBe('a(*)');
    expect(both.altered).toBe(2);
  });
});
