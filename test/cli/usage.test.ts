import { csvField, groupUse, usd } from '../../cli/usage';
import { daysOf } from '../../lambda/gateway/budget/usage-ledger';

const DAY = {
  tenant: 'acme',
  client: 'c1',
  model: 'small',
  day: '2026-11-22',
  requests: 1,
  inputTokens: 2,
  outputTokens: 3,
  microUsd: 4,
};

test('use is summed by the columns that were asked for', () => {
  const days = [DAY, { ...DAY, day: '2026-11-23' }, { ...DAY, model: 'large' }];
  expect(groupUse(days, ['model'])).toEqual([
    { key: ['large'], requests: 1, inputTokens: 2, outputTokens: 3, microUsd: 4 },
    { key: ['small'], requests: 2, inputTokens: 4, outputTokens: 6, microUsd: 8 },
  ]);
});

test.each([
  [0, '0.000000'],
  [1, '0.000001'],
  [12_345_678, '12.345678'],
])('%i millionths are %s dollars', (microUsd, text) => {
  expect(usd(microUsd)).toBe(text);
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['=1+1', "'=1+1"],
])('the field %s is written as %s', (field, written) => {
  expect(csvField(field)).toBe(written);
});

test('a ledger item gives one row for each day that was used', () => {
  const item = { r07: { N: '2' }, i07: { N: '10' }, o07: { N: '20' }, m07: { N: '30' } };
  expect(daysOf(item, { tenant: 'acme', client: 'c1', model: 'small', month: '2026-11' })).toEqual([
    { ...DAY, day: '2026-11-07', requests: 2, inputTokens: 10, outputTokens: 20, microUsd: 30 },
  ]);
});
