import * as fc from 'fast-check';
import { Placeholders } from '../../lambda/guard/placeholders';
import { rewriteText, type Replacement } from '../../lambda/guard/rewrite-text';

describe('a text with its spans replaced', () => {
  const at = (start: number, end: number, text: string): Replacement => ({ start, end, text });

  test.each<[string, Replacement[], string]>([
    ['0123456789', [], '0123456789'],
    ['0123456789', [at(2, 4, 'A')], '01A456789'],
    ['0123456789', [at(6, 8, 'B'), at(2, 4, 'A')], '01A45B89'],
    ['0123456789', [at(0, 10, 'A')], 'A'],
    ['0123456789', [at(2, 4, 'A'), at(4, 6, 'B')], '01AB6789'],
    // of two that overlap the longer says what stands there, and nothing of the other is left.
    ['0123456789', [at(2, 4, 'A'), at(3, 8, 'B')], '01B89'],
    ['0123456789', [at(2, 7, 'A'), at(6, 8, 'B')], '01A89'],
    ['0123456789', [at(2, 4, 'A'), at(2, 8, 'B')], '01B89'],
    ['0123456789', [at(2, 8, 'A'), at(4, 5, 'B')], '01A89'],
    ['0123456789', [at(2, 5, 'A'), at(4, 7, 'B')], '01A789'],
    ['0123456789', [at(1, 3, 'A'), at(2, 5, 'B'), at(4, 9, 'C')], '0C9'],
    ['0123456789', [at(1, 6, 'A'), at(2, 4, 'B'), at(5, 8, 'C')], '0A89'],
  ])('%s with %j is %s', (text, replacements, expected) => {
    expect(rewriteText(text, replacements)).toBe(expected);
    expect(rewriteText(text, replacements.toReversed())).toBe(expected);
  });

  test('nothing that a span covers is left, and everything else is', () => {
    const span = fc
      .tuple(fc.nat(39), fc.integer({ min: 1, max: 12 }))
      .map(([start, length]) => at(start, Math.min(40, start + length), '#'));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const text = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
        const covered = (i: number) => spans.some(({ start, end }) => i >= start && i < end);
        const kept = [...text].filter((_, i) => !covered(i)).join('');
        expect(rewriteText(text, spans).replaceAll('#', '')).toBe(kept);
      }),
    );
  });

  test.each([
    ['{"card": 4111, "n": 1}', '{"card": "[X_1]", "n": 1}'],
    ['{"card":4111}', '{"card":"[X_1]"}'],
    ['[4111]', '["[X_1]"]'],
    ['[1,4111,2]', '[1,"[X_1]",2]'],
    ['[1,\n4111\n]', '[1,\n"[X_1]"\n]'],
    ['  {"a":4111 }', '  {"a":"[X_1]" }'],
    ['{"card": "4111"}', '{"card": "[X_1]"}'],
    ['{"a": "no 4111 here", "b": "4111"}', '{"a": "no [X_1] here", "b": "[X_1]"}'],
    // with one number that must become a string, what stands in strings stays as it is.
    ['{"a": ": 4111, ", "b": 4111}', '{"a": ": [X_1], ", "b": "[X_1]"}'],
    ['{"a": "\\" 4111 ", "b": 4111}', '{"a": "\\" [X_1] ", "b": "[X_1]"}'],
    ['{"a\\\\": 4111}', '{"a\\\\": "[X_1]"}'],
    [`{"a": "${'long '.repeat(300)}4111 ", "b": 4111}`, `{"a": "${'long '.repeat(300)}[X_1] ", "b": "[X_1]"}`],
    ['{"a": "x4111", "b": 4111}', '{"a": "x[X_1]", "b": "[X_1]"}'],
    ['{"a": "4111x ", "b": 4111}', '{"a": "[X_1]x ", "b": "[X_1]"}'],
    // no JSON stays none.
    ['card: 4111, n', 'card: [X_1], n'],
    ['{card: 4111}', '{card: [X_1]}'],
    ['4111', '[X_1]'],
    [`${' '.repeat(65)}{"a":4111}`, `${' '.repeat(65)}{"a":[X_1]}`],
  ])('a number in JSON leaves JSON behind: %j', (text, expected) => {
    const spans = [...text.matchAll(/4111/g)].map(({ index }) => at(index, index + 4, '[X_1]'));
    expect(rewriteText(text, spans)).toBe(expected);
  });
});

test('JSON stays JSON, whatever stands in its strings', () => {
  const text = fc.string({ unit: fc.constantFrom('"', '\\', '4111', ' ', ':', ',', '{', '\n', 'a'), maxLength: 9 });
  const value = fc.oneof(fc.constantFrom(4111, 7, null, true), text);
  fc.assert(
    fc.property(fc.oneof(fc.array(value), fc.dictionary(text, value)), fc.constantFrom(0, 2), (json, indent) => {
      const written = JSON.stringify(json, null, indent);
      const spans = [...written.matchAll(/4111/g)].map(({ index }) => ({
        start: index,
        end: index + 4,
        text: '[X_1]',
      }));
      const expected = JSON.parse(written, (_key, each: unknown) => (each === 4111 ? '[X_1]' : each));
      const replaced = JSON.stringify(expected, null, indent).replaceAll('4111', '[X_1]');
      expect(rewriteText(written, spans)).toBe(replaced);
    }),
  );
});

describe('placeholders', () => {
  test('number the values of a type, the same value by the same number', () => {
    const names = new Placeholders([]);
    expect(names.for('CREDIT_CARD', '4111 1111', false)).toBe('[CREDIT_CARD_1]');
    expect(names.for('CREDIT_CARD', '5500 0000', false)).toBe('[CREDIT_CARD_2]');
    expect(names.for('PHONE_NUMBER', '4111 1111', false)).toBe('[PHONE_NUMBER_1]');
    for (const same of ['4111-1111', '41111111', '4111.1111', '(4111) 1111', '4111\t1111', '4111/1111', '4111:1111'])
      expect(names.for('CREDIT_CARD', same, false)).toBe('[CREDIT_CARD_1]');
    expect(names.for('CREDIT_CARD', '4111_1111', false)).toBe('[CREDIT_CARD_3]');
  });

  test.each<[string, string, string, boolean]>([
    ['EMAIL_ADDRESS', 'Ada@X.org', 'ada@x.ORG', true],
    ['EMAIL_ADDRESS', 'a.b@x.org', 'ab@x.org', false],
    ['IP_ADDRESS', '1.1.1.11', '11.1.1.1', false],
    ['PERSON', 'Ada  Lovelace', 'ada\nlovelace', true],
    ['PERSON', 'Ada Love lace', 'Ada Lovelace', false],
    ...[
      'IBAN_CODE',
      'US_SSN',
      'NATIONAL_ID',
      'PASSPORT',
      'DRIVER_LICENSE',
      'BANK_ACCOUNT',
      'PHONE_NUMBER',
      'MAC_ADDRESS',
    ].map((type): [string, string, string, boolean] => [type, 'AB 12-34.56:78', 'ab12345678', true]),
  ])('%s %j and %j are one: %s', (type, a, b, same) => {
    const names = new Placeholders([]);
    expect(names.for(type, a, false) === names.for(type, b, false)).toBe(same);
  });

  test('that are restored are never what a caller wrote; others may be', () => {
    const names = new Placeholders(['Say [MAIL_1]', 'nothing', 'and [MAIL_2] or [MAIL_4][CARD_1]']);
    expect(names.for('MAIL', 'a', true)).toBe('[MAIL_3]');
    expect(names.for('MAIL', 'b', true)).toBe('[MAIL_5]');
    expect(names.for('CARD', 'c', false)).toBe('[CARD_1]');
    const many = new Placeholders(['[MAIL_10]']);
    const tenth = Array.from({ length: 10 }, (_, i) => many.for('MAIL', `mail ${'x'.repeat(i)}`, true)).at(-1);
    expect(tenth).toBe('[MAIL_11]');
    // in whatever case and with whatever between that nobody sees.
    for (const written of ['[mail_1]', '[MAIL\u200b_1]', '[MA\u00adIL_1\ufe0f]'])
      expect(new Placeholders([written]).for('MAIL', 'a', true)).toBe('[MAIL_2]');
    expect(new Placeholders(['[_1]', '[MAIL1]', 'MAIL_1']).for('MAIL', 'a', true)).toBe('[MAIL_1]');
  });
});
