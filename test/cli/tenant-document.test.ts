import { parseTenantDocument } from '../../cli/tenants/import-tenants';

const TIERS = ['bronze', 'silver'];
const tenant = (change: object = {}) => ({
  tenant: 'acme',
  tier: 'bronze',
  clients: [{ client: 'c1', name: 'one', roles: ['reader'] }],
  ...change,
});
const parse = (...tenants: object[]) => parseTenantDocument(JSON.stringify({ version: 1, tenants }), TIERS);

test('a document is read with its defaults', () => {
  expect(parse(tenant())).toEqual([
    {
      tenant: 'acme',
      tier: 'bronze',
      status: 'active',
      name: 'acme',
      auditContent: false,
      narrowing: {},
      clients: [{ client: 'c1', name: 'one', status: 'active', roles: ['reader'], narrowing: {} }],
    },
  ]);
});

test.each([
  ['not JSON', 'no', /the file: expected JSON/],
  ['another version', '{"version":2,"tenants":[]}', /version: expected 1/],
  ['no list', '{"version":1}', /tenants: expected a list/],
])('fails when it is %s', (_what, json, message) => {
  expect(() => parseTenantDocument(json, TIERS)).toThrow(message);
});

test.each([
  ['an unknown tier', { tier: 'gold' }, /tenants\[0\]\.tier: expected one of bronze, silver/],
  ['an id that would need escaping', { tenant: 'a#b' }, /tenant id: expected/],
  ['an unknown status', { status: 'gone' }, /tenants\[0\]\.status: expected one of/],
  [
    'a negative limit',
    { narrowing: { limits: { tokensPerDay: -1 } } },
    /tenants\[0\]\.narrowing\.limits\.tokensPerDay: expected a whole number/,
  ],
  ['a client without a name', { clients: [{ client: 'c1' }] }, /tenants\[0\]\.clients\[0\]\.name: expected text/],
])('fails with the path of %s', (_what, change, message) => {
  expect(() => parse(tenant(change))).toThrow(message);
});

test('THREATS 1: two tenants with one client are refused', () => {
  expect(() => parse(tenant(), tenant({ tenant: 'other' }))).toThrow(
    /tenants\[1\]\.clients\[0\]\.client: expected a client of one tenant, got one of 'acme' and 'other'/,
  );
});

test('one tenant twice is refused', () => {
  expect(() => parse(tenant(), tenant())).toThrow(/expected each tenant once/);
});
