import * as fc from 'fast-check';
import { groundingOf, type GroundingSource } from '../../../lambda/guard/response/grounding';

const sources: GroundingSource[] = [
  {
    id: 'lease.pdf',
    text: 'The tenant pays 1,250.00 euros a month. The notice period is three months, to the end of a quarter. Signed 2024-03-17.',
  },
  { id: 'house-rules', text: 'Quiet hours are from 22:00 to 06:00. Bicycles belong in the cellar.' },
];
const unsupported = (answer: string, question = ''): string[] =>
  groundingOf(answer, sources, question)
    .claims.filter((claim) => !claim.supported)
    .map((claim) => `${claim.kind} ${answer.slice(claim.start, claim.end)}`);

test.each([
  [
    'figures of a document',
    'The rent is 1250 euros [1], due since 2024-03-17; quiet hours start at 22:00 [house-rules].',
  ],
  [
    'a quotation in other punctuation',
    'It says “the notice period is: three months — to the end of a QUARTER” [lease.pdf].',
  ],
  ['small numbers and plain prose', 'There are 2 documents. Neither mentions a deposit.'],
])('%s is supported', (_name, answer) => {
  expect(unsupported(answer)).toEqual([]);
});

test.each([
  ['an invented figure', 'The rent is 1,350 euros.', ['number 1,350']],
  [
    'an invented quotation',
    'It says "the landlord may enter at any time" somewhere.',
    ['quotation "the landlord may enter at any time"'],
  ],
  ['a citation of nothing', 'Pets are fine [3] as the contract says [doc 7].', ['citation [3]', 'citation [doc 7]']],
])('%s is found', (_name, answer, found) => {
  expect(unsupported(answer)).toEqual(found);
});

test('a number of the question needs no source', () => {
  expect(unsupported('For 480 days that is fine.', 'What about 480 days?')).toEqual([]);
});

test('a quotation that begins within a word of the document is not its quotation', () => {
  expect(unsupported('"ant pays 1,250.00 euros a month"')).toHaveLength(1);
});

test('the score is the share of what a source supports', () => {
  expect(groundingOf('22:00 and 99 and 98 and 97', sources).score).toBeCloseTo(2 / 5);
  expect(groundingOf('Nothing to check.', sources)).toEqual({ score: 1, claims: [] });
});

test('whatever is said, spans lie within the answer and the score between 0 and 1', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('"', '[', ']', '1', '2', '.', ',', ' ', 'a', 'doc', '\n', '“', '”'),
        maxLength: 200,
      }),
      (answer) => {
        const { score, claims } = groundingOf(answer, sources);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        for (const { start, end } of claims) expect(start >= 0 && start < end && end <= answer.length).toBe(true);
      },
    ),
  );
});

describe('what is checked, and what is not', () => {
  const claims = (answer: string, question?: string): string[] =>
    groundingOf(answer, sources, question).claims.map(
      ({ kind, start, end, supported }) => `${supported ? '+' : '-'}${kind} ${answer.slice(start, end)}`,
    );

  test.each<[string, string[]]>([
    // quotations of four words on, in four kinds of marks, within a line.
    ['"bicycles belong in the"', ['+quotation "bicycles belong in the"']],
    ['"bicycles belong in"', []],
    ['"in the the the"', ['-quotation "in the the the"']],
    ['"a b c d e"', []],
    ['"a b c d e f"', []],
    ['"a b c d e f g"', ['-quotation "a b c d e f g"']],
    ['\u201cbicycles belong in the\u201d', ['+quotation \u201cbicycles belong in the\u201d']],
    ['\u00abbicycles belong in the\u00bb', ['+quotation \u00abbicycles belong in the\u00bb']],
    ['\u201ebicycles belong in the\u201c', ['+quotation \u201ebicycles belong in the\u201c']],
    ['"bicycles belong\nin the"', []],
    ['\u201cbicycles belong\nin the\u201d', []],
    [`"${'long '.repeat(80)}"`, [`-quotation "${'long '.repeat(80)}"`]],
    [`"${'long '.repeat(80)}x"`, []],
    // whole words, and no quotation over two documents.
    ['"icycles belong in the cellar"', ['-quotation "icycles belong in the cellar"']],
    ['"bicycles belong in the cell"', ['-quotation "bicycles belong in the cell"']],
    ['"2024 03 17 quiet hours are"', ['-quotation "2024 03 17 quiet hours are"']],
  ])('%j', (answer, expected) => {
    expect(claims(answer).filter((claim) => claim.includes('quotation'))).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['[1]', ['+citation [1]']],
    ['[2]', ['+citation [2]']],
    ['[3]', ['-citation [3]']],
    ['[123]', ['-citation [123]']],
    ['[1234]', ['-number 1234']],
    ['[doc 1]', ['+citation [doc 1]']],
    ['[document-2]', ['+citation [document-2]']],
    ['[Source 2]', ['+citation [Source 2]']],
    ['[doc1]', ['+citation [doc1]']],
    ['[source x]', ['-citation [source x]']],
    ['[lease.pdf]', ['+citation [lease.pdf]']],
    ['[LEASE.PDF]', ['+citation [LEASE.PDF]']],
    ['[house-rules]', ['+citation [house-rules]']],
    ['[other.pdf]', []],
    ['[x]', []],
    ['[1](http://x)', []],
    ['[-1]', []],
    [`[doc ${'a'.repeat(64)}]`, [`-citation [doc ${'a'.repeat(64)}]`]],
    [`[doc ${'a'.repeat(65)}]`, []],
    // a number in a citation is none of the answer's, one beside it is.
    ['[12] 12 [1] 99', ['-citation [12]', '+citation [1]', '-number 12', '-number 99']],
    ['12 [1]', ['+citation [1]', '-number 12']],
    ['[1]77', ['+citation [1]', '-number 77']],
  ])('%j', (answer, expected) => {
    expect(claims(answer)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['1250', ['+number 1250']],
    ['1,250.00', ['+number 1,250.00']],
    ['1.250,00', ['+number 1.250,00']],
    ['1,250', ['+number 1,250']],
    ['1250.0', ['+number 1250.0']],
    ['1250.50', ['-number 1250.50']],
    ['1250.00', ['+number 1250.00']],
    ['12.50', ['-number 12.50']],
    ['125000', ['-number 125000']],
    ['12,50', ['-number 12,50']],
    ['1.250', ['+number 1.250']],
    ['12.500', ['-number 12.500']],
    ['9', []],
    ['10', ['-number 10']],
    ['0', []],
    ['06', ['+number 06']],
    ['a10', []],
    ['10a', []],
    ['x.10', []],
    [`${'1'.repeat(15)}`, [`-number ${'1'.repeat(15)}`]],
    [`${'1'.repeat(16)}`, []],
    ['11.12.13.14.15', ['-number 11.12.13.14.15']],
    ['11.12.13.14.15.16', ['-number 11.12.13.14.15']],
  ])('%j', (answer, expected) => {
    expect(claims(answer)).toEqual(expected);
  });

  test('numbers of the question are known, in whatever form', () => {
    expect(claims('1,999 and 1999.0', 'is it 1999?')).toEqual(['+number 1,999', '+number 1999.0']);
    expect(claims('1999', 'is it 1,999.00?')).toEqual(['+number 1999']);
    const known = (answer: string, question: string) => claims(answer, question)[0]?.[0] === '+';
    for (const same of ['1234567.5', '1,234,567.5', '1.234.567,5', '12,34,567.50', '1234567,500'])
      for (const question of ['1234567.5', '1,234,567.5', '1.234.567,5'])
        expect([same, known(same, question)]).toEqual([same, true]);
    for (const other of ['12345675', '123456.75', '1234567', '1,2345,67.5', '1234.567,5', '1.234.567.5', '01234567.5'])
      expect([other, known(other, '1,234,567.5')]).toEqual([other, false]);
    // what is no number is itself.
    expect(known('10.12.13', '10.12.13')).toBe(true);
    expect(known('10.12.13', '101213')).toBe(false);
  });

  test('an answer is read for 200,000 units', () => {
    expect(claims(`${'x '.repeat(99_998)}77 `)).toEqual(['-number 77']);
    expect(claims(`${'x '.repeat(100_000)}77`)).toEqual([]);
  });

  test('without documents nothing is supported, and quotations of nothing neither', () => {
    expect(groundingOf('"some words in a row" [1] 77', [])).toMatchObject({ score: 0, claims: { length: 3 } });
    expect(groundingOf('"... ... ... ... ..."', sources)).toEqual({ score: 1, claims: [] });
  });
});
