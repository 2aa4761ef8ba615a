import * as fc from 'fast-check';
import { CANARY_UNITS, canaryOf, isCanary } from '../../lambda/guard/canary';
import type { DataPattern } from '../../lambda/guard/data-pattern';
import { dataStreamRule } from '../../lambda/guard/data-stream-rule';
import { dataVerdict } from '../../lambda/guard/data-verdict';
import { viewsOf } from '../../lambda/guard/views';

describe('a canary', () => {
  const hex = (length: number) =>
    fc
      .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
      .map((all) => all.join(''));

  test('is known by its check, in either case, and nothing else is', () => {
    fc.assert(
      fc.property(hex(32), fc.nat(CANARY_UNITS - 1), (random, at) => {
        const canary = canaryOf(random);
        expect(canary).toHaveLength(32);
        expect(canary.slice(0, 20)).toBe(random.slice(-20));
        expect(isCanary(canary)).toBe(true);
        expect(isCanary(canary.toUpperCase())).toBe(true);
        const digit = canary[at] === '0' ? '1' : '0';
        expect(isCanary(canary.slice(0, at) + digit + canary.slice(at + 1))).toBe(false);
        expect(isCanary(canary.slice(1))).toBe(false);
        expect(isCanary(`${canary}0`)).toBe(false);
        expect(isCanary(random)).toBe(false);
      }),
    );
  });

  test('made by another version of this code is known', () => {
    expect(canaryOf('00112233445566778899')).toBe(`00112233445566778899${'bfb6b96d8cc9'}`);
  });
});

describe('data in an answer', () => {
  const numbers: DataPattern = {
    name: 'four-digits',
    type: 'FOUR',
    pattern: /\d{4}(?!\d)/y,
    starts: { lead: ['4'], digits: 4 },
    maxLength: 4,
    lookAround: 1,
    open: /\d{1,4}$/y,
  };
  const named: DataPattern = {
    name: 'pin',
    type: 'PIN',
    pattern: /pin: ([a-z]{3})(?![a-z])/dy,
    starts: ['pin'],
    maxLength: 8,
    lookAround: 2,
    lookAhead: 3,
    open: /pin?:? ?[a-z]{0,3}$/y,
  };
  const open = (patterns: readonly DataPattern[] = [numbers, named]) =>
    dataStreamRule(patterns, { reason: 'data_disclosure', action: 'redact' })();

  test('is one rule, which looks as far as any of its patterns', () => {
    expect(open()).toMatchObject({ name: 'data', reason: 'data_disclosure', action: 'redact', maxLength: 8 });
    // what stands before a group is as long as the pattern.
    expect(open().lookAround).toBe(8);
    expect(open([numbers]).lookAround).toBe(1);
    expect(open([{ ...numbers, lookAhead: 7 }]).lookAround).toBe(7);
    expect(open([]).lookAround).toBe(0);
    expect(open().replacement('4111')).toBe('');
  });

  test('says of each match which pattern it is, from a place on, however it is asked', () => {
    const text = 'a 4111 b pin: abc c 4222';
    const four = (start: number) => ({ start, end: start + 4, as: { name: 'four-digits', replacement: '[FOUR]' } });
    const pin = { start: 14, end: 17, as: { name: 'pin', replacement: '[PIN]' } };
    const expected = (from: number) => [four(2), pin, four(20)].find(({ start }) => start >= from);
    const places = Array.from({ length: text.length + 1 }, (_, i) => i);
    for (const order of [places, places.toReversed(), [20, 0, 14, 14, 3, 24, 2]]) {
      const rule = open();
      for (const from of order) {
        const match = expected(from);
        if (match === undefined) expect(rule.next(text, from)).toBeUndefined();
        else expect(rule.next(text, from)).toMatchObject(match);
      }
    }
    // another text is another search.
    const rule = open();
    expect(rule.next(text, 0)).toMatchObject(four(2));
    expect(rule.next('no 4999', 0)).toMatchObject(four(3));
    expect(rule.next('nothing', 0)).toBeUndefined();
  });

  test('holds back what may still become a match, and no more', () => {
    const heldFrom = (text: string, from = 0) => text.slice(open().openFrom?.(text, from));
    expect(heldFrom('Well, it is 411')).toBe('411');
    expect(heldFrom('Well, the pin: a')).toBe('pin: a');
    expect(heldFrom('Well, it is so. ').length).toBeLessThanOrEqual(3);
    expect(heldFrom('Well, the pin: a', 12)).toBe('n: a');
  });
});

describe('data of a request', () => {
  const text = `AKIA${'Q3EGRZ7PT5LX2WHK'} of ada@lovelace.org`;

  test('is told apart: credentials, and what is personal', () => {
    const { secrets, personalData } = dataVerdict(viewsOf(text));
    expect(secrets.map(({ pattern, start, end }) => [pattern.name, start, end])).toEqual([
      ['aws-access-key-id', 0, 20],
    ]);
    expect(personalData.map(({ pattern, start, end }) => [pattern.type, start, end])).toEqual([
      ['EMAIL_ADDRESS', 24, 40],
    ]);
  });

  test('is looked for once in the same views', () => {
    const views = viewsOf(text);
    expect(dataVerdict(views)).toBe(dataVerdict(views));
    expect(dataVerdict(viewsOf(text))).not.toBe(dataVerdict(views));
  });

  test('of both kinds is found where they overlap: neither hides the other', () => {
    const both = 'postgres://ada:s3cr3tPassw0rdX@db.lovelace.org:5432/engine';
    const { secrets, personalData } = dataVerdict(viewsOf(both));
    expect(secrets).toHaveLength(1);
    expect(personalData.map(({ pattern }) => pattern.type)).toContain('EMAIL_ADDRESS');
  });
});
