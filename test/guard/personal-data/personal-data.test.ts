import { PatternSet } from '../../../lambda/guard/pattern-set';
import { PERSONAL_DATA_PATTERNS } from '../../../lambda/guard/personal-data';
import { CHECK_DIGITS } from './check-digits';
import { FORMS, NO_FORMS } from './forms';
import { PERSONAL_DATA_FIXTURES } from './fixtures';

const patterns = new PatternSet(PERSONAL_DATA_PATTERNS);
const found = (text: string): string[] =>
  patterns.find(text).map(({ pattern, start, end }) => `${pattern.type} ${text.slice(start, end)}`);

/** Published examples and numbers made for tests; each with one digit or word changed that makes it none. */
const NUMBERS: readonly (readonly [string, string, string, string])[] = [
  ['CREDIT_CARD', 'card ', '4111 1111 1111 1111', '4111 1111 1111 1112'],
  ['CREDIT_CARD', 'card ', '378282246310005', '378282246310006'],
  ['IBAN_CODE', 'to ', 'DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 01'],
  ['IBAN_CODE', 'to ', 'GB29NWBK60161331926819', 'GB29NWBK60161331926818'],
  ['US_SSN', 'ssn ', '536-22-8726', '666-22-8726'],
  ['NATIONAL_ID', 'NHS number ', '943 476 5919', '943 476 5918'],
  ['NATIONAL_ID', 'Steuer-ID: ', '86095742719', '86095742718'],
  ['NATIONAL_ID', 'DNI ', '12345678Z', '12345678A'],
  ['NATIONAL_ID', 'NIE ', 'X1234567L', 'X1234567M'],
  ['NATIONAL_ID', 'CF ', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
  ['NATIONAL_ID', 'BSN: ', '111222333', '111222334'],
  ['NATIONAL_ID', 'nr ', '85.07.30-033.28', '85.07.30-033.29'],
  ['NATIONAL_ID', 'PESEL ', '44051401359', '44051401358'],
  ['NATIONAL_ID', 'nr ', '811228-9874', '811228-9875'],
  ['NATIONAL_ID', 'hetu ', '131052-308T', '131052-308U'],
  ['NATIONAL_ID', 'NIF ', '123456789', '123456788'],
  ['NATIONAL_ID', 'rc ', '736028/5163', '736028/5164'],
  ['NATIONAL_ID', 'OIB ', '94577403194', '94577403195'],
  ['NATIONAL_ID', 'isikukood ', '37605030299', '37605030298'],
  ['NATIONAL_ID', 'AHV ', '756.9217.0769.85', '756.9217.0769.86'],
  ['NATIONAL_ID', 'PPS ', '6433435F', '6433435G'],
  ['NATIONAL_ID', 'TC kimlik ', '10000000146', '10000000148'],
  ['NATIONAL_ID', 'cpf ', '390.533.447-05', '390.533.447-06'],
  ['NATIONAL_ID', 'cuil ', '20-12345678-6', '20-12345678-7'],
  ['NATIONAL_ID', 'id ', '11010519491231002X', '110105194912310021'],
  ['NATIONAL_ID', 'id ', '8001015009087', '8001015009088'],
  ['NATIONAL_ID', 'TFN ', '123 456 782', '123 456 783'],
  ['NATIONAL_ID', 'nric ', 'S1234567D', 'S1234567E'],
  ['NATIONAL_ID', 'id ', 'A123456789', 'A123456788'],
  ['EMAIL_ADDRESS', '', 'ada.king@lovelace.org', 'ada.king@lovelace'],
  ['IP_ADDRESS', 'host ', '203.0.113.77', '203.0.113.377'],
  ['IP_ADDRESS', 'host ', '2001:db8::8a2e:370:7334', '2001:db8::8a2e::7334'],
  ['MAC_ADDRESS', 'at ', '3c:22:fb:4d:10:9e', '3c:22:fb:4d:10'],
  ['PHONE_NUMBER', 'at ', '+44 7700 900123', '44 7700'],
  ['PHONE_NUMBER', 'at ', '(202) 555-0143', '(202) 5'],
  ['PHONE_NUMBER', 'phone: ', '699 956 915', '699 95'],
  ['DOMAIN_NAME', 'see ', 'www.lovelace.org', 'e.g. this'],
  ['DATE_OF_BIRTH', 'born on ', '10.12.1985', '10.12.1985.3'],
  ['STREET_ADDRESS', 'at ', '221 Baker Street', '221 bakers'],
  ['PERSON', 'My name is ', 'Ada Lovelace', 'not important'],
];

describe.each(NUMBERS)('%s', (type, before, value, wrong) => {
  test(`${value} is found, no more and no less`, () =>
    expect(found(`${before}${value} ok`)).toContain(`${type} ${value}`));
  test(`${wrong} is none`, () =>
    expect(found(`${before}${wrong} ok`).filter((one) => one.startsWith(`${type} `))).toEqual([]));
});

test.each([
  'Version 10.4.2.1 of the driver',
  'pi is 3.14159265358979',
  'console.log(node.name) in index.ts and ASP.NET',
  'The years 1990-2000 and 2010-2020',
  'order 1234567, 20 pieces at 12.50',
  'from 12:30 to 13:45:10',
])('%s holds nothing personal', (text) => expect(found(text)).toEqual([]));

test('every form has a fixture, and every fixture a form', () => {
  expect(PERSONAL_DATA_PATTERNS.map(({ name }) => name).sort()).toEqual(Object.keys(PERSONAL_DATA_FIXTURES).sort());
});

describe.each(Object.entries(PERSONAL_DATA_FIXTURES))('%s', (name, [before, value]) => {
  const textWith = (each: string): string => `x: ${before}${each} ok`;
  const namesIn = (text: string): string[] => patterns.find(text).map(({ pattern }) => pattern.name);
  test('is found', () => expect(namesIn(textWith(value))).toContain(name));
  test('is not found without its digits and signs', () => {
    expect(namesIn(textWith(value.toLowerCase().replace(/[\d@.:,()[\]{}<>\n]/g, ' ')))).not.toContain(name);
  });
  test('makes a difference', () => {
    const others = new PatternSet(PERSONAL_DATA_PATTERNS.filter((pattern) => pattern.name !== name));
    expect(others.find(textWith(value))).not.toEqual(patterns.find(textWith(value)));
  });
});

describe('in a stream', () => {
  test.each(PERSONAL_DATA_PATTERNS.map((pattern) => [pattern.name, pattern] as const))(
    'what may still become one is held back, and nothing else: %s',
    (name, pattern) => {
      const set = new PatternSet([pattern]);
      const [before, value] = PERSONAL_DATA_FIXTURES[name] ?? ['', ''];
      const text = `Well: ${before}${value}`;
      const [match] = set.find(`${text} ok`);
      expect([text, match === undefined]).toEqual([text, false]);
      const { start = 0, end = 0 } = match ?? {};
      for (let cut = start + 1; cut < end; cut++) {
        const held = set.openFrom(text.slice(0, cut), 0);
        expect([text.slice(0, cut), Math.min(held, start)]).toEqual([text.slice(0, cut), held]);
      }
      const on = `${text}\n${'and so the story of this went on. '.repeat(3)}`;
      expect(on.length - set.openFrom(on, end)).toBeLessThanOrEqual(50);
    },
  );
});

describe.each(Object.entries(CHECK_DIGITS))('check digits: %s', (name, { right, wrong }) => {
  const alone = new PatternSet(PERSONAL_DATA_PATTERNS.filter((pattern) => pattern.name === name));
  const foundIn = (value: string): string[] => {
    const text = `x: ${PERSONAL_DATA_FIXTURES[name]?.[0] ?? ''}${value} ok`;
    return alone.find(text).map(({ start, end }) => text.slice(start, end));
  };
  test.each(right.split('|'))('%s is right', (value) => expect(foundIn(value)).toEqual([value]));
  test('and a wrong one is seen', () => {
    for (const value of wrong.split('|')) expect([value, foundIn(value)]).toEqual([value, []]);
  });
});

describe.each(Object.entries(FORMS))('%s, however it is written', (name, texts) => {
  const alone = new PatternSet(PERSONAL_DATA_PATTERNS.filter((pattern) => pattern.name === name));
  test.each(texts)('%j', (marked) => {
    const text = marked.replace(/[«»]/g, '');
    const expected = marked.slice(marked.indexOf('«') + 1, marked.indexOf('»'));
    expect(alone.find(text).map(({ start, end }) => text.slice(start, end))).toEqual([expected]);
    // and nothing of it leaves before the rest has come.
    const { start = 0, end = 0 } = alone.find(text)[0] ?? {};
    for (let cut = start + 1; cut < end; cut++) {
      expect([cut, alone.openFrom(text.slice(0, cut), 0) <= start]).toEqual([cut, true]);
    }
  });
});

describe.each(Object.entries(NO_FORMS))('%s, and what is none', (name, texts) => {
  const alone = new PatternSet(PERSONAL_DATA_PATTERNS.filter((pattern) => pattern.name === name));
  test.each(texts)('%j', (text) => expect(alone.find(text)).toEqual([]));
});

describe('payment cards', () => {
  const cards = new PatternSet(PERSONAL_DATA_PATTERNS.filter((pattern) => pattern.name === 'payment-card'));
  /** The number of so many digits with this beginning whose last digit is the right one. */
  const cardOf = (prefix: string, length: number): string => {
    const body = (prefix + '0192837465019283746').slice(0, length - 1);
    const sum = [...body].reverse().reduce((total, digit, i) => {
      const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return body + String((10 - (sum % 10)) % 10);
  };
  const lengths = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const NETWORKS: readonly (readonly [string, readonly number[]])[] = [
    ['4', [13, 16, 19]],
    ...['51', '55', '2221', '2229', '223', '229', '23', '26', '270', '271', '2720'].map(
      (prefix) => [prefix, [16]] as const,
    ),
    ['34', [15]],
    ['37', [15]],
    ...['1800', '2131'].map((prefix) => [prefix, lengths(15, 19)] as const),
    ...['81', '2200', '2204'].map((prefix) => [prefix, lengths(16, 19)] as const),
    ...['300', '305', '3095', '38', '39'].map((prefix) => [prefix, lengths(14, 19)] as const),
    ['35', lengths(15, 19)],
    ...['50', '56', '59', '60', '62', '65', '69'].map((prefix) => [prefix, lengths(12, 19)] as const),
    ['3841', lengths(13, 19)],
    ...['1', '7', '9', '2220', '2721', '2205', '306', '31', '80'].map((prefix) => [prefix, []] as const),
  ];
  test.each(NETWORKS)('%s… has %j digits', (prefix, right) => {
    for (const length of lengths(12, 19)) {
      const number = cardOf(prefix, length);
      expect([number, cards.find(`card ${number} ok`).length > 0]).toEqual([number, right.includes(length)]);
    }
  });
});
