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
