import { sameSetting } from '../../local/ledger/same-setting';

test.each([
  [true, 'true'],
  [5, '5'],
  [{ Enabled: true }, { enabled: true, more: 1 }],
  [
    ['a', 'b'],
    ['b', 'a', 'c'],
  ],
  [{ Statement: [{ Effect: 'Allow' }] }, '{"Statement":[{"Effect":"Allow","Sid":""}]}'],
  ['1234-5678', 'arn:aws:kms:us-east-1:000000000000:key/1234-5678'],
  [false, undefined],
])('%j is kept as %j', (expected, got) => {
  expect(sameSetting(expected, got)).toBe(true);
});

test.each([
  [true, false],
  [true, undefined],
  [{ Enabled: true }, {}],
  [['a', 'b'], ['a']],
  [{ a: 1 }, 'no json'],
  [{ Statement: [{ Effect: 'Deny' }] }, '{"Statement":[{"Effect":"Allow"}]}'],
])('%j is not kept as %j', (expected, got) => {
  expect(sameSetting(expected, got)).toBe(false);
});
