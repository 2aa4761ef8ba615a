import { join } from 'node:path';
import { explainAccess } from '../../cli/clients/explain-access';
import { readGrants } from '../../cli/grants';
import { usageKeyValue } from '../../cli/onboarding/usage-key';

const GRANTS = readGrants(join(__dirname, '..', '..', 'llm-api.config.json'));
const TENANT = {
  tenant: 'acme',
  tier: 'bronze',
  status: 'active' as const,
  name: 'Acme',
  createdAt: 0,
  auditContent: false,
  narrowing: { models: ['nova-micro'], limits: { tokensPerDay: 5 } },
};
const CLIENT = {
  tenant: 'acme',
  client: 'c1',
  status: 'active' as const,
  name: 'one',
  createdAt: 0,
  roles: ['assistant', 'operator', 'unknown'],
  narrowing: {},
};
const whyOf = (what: string) =>
  explainAccess(GRANTS, { tenant: TENANT, client: CLIENT }, ['llm/chat', 'llm/admin']).find(
    (line) => line.what === what,
  );

test.each([
  ['role assistant', true, "tier 'bronze' allows it"],
  ['role operator', false, "tier 'bronze' does not allow it"],
  ['role unknown', false, 'the config has no such role'],
  ['scope llm/chat', true, 'granted by role assistant'],
  ['scope llm/admin', false, 'no role of the client grants it'],
  ['scope llm/usage', false, 'granted by role assistant, but its tokens cannot carry it'],
  ['model nova-micro', true, 'granted by role assistant'],
  ['model nova-lite', false, "granted by role assistant, taken away by the tenant's row"],
  ['model titan-embed', false, 'no role of the client grants it'],
  ['tenant tokensPerDay', 5, "narrowed by the tenant's row"],
  ['tenant requestsPerMinute', 60, "tier 'bronze'"],
])('%s is %s because %s', (what, allowed, why) => {
  expect(whyOf(what)).toEqual({ what, allowed, why });
});

test('whoever may do nothing is told why', () => {
  const rows = { tenant: { ...TENANT, status: 'disabled' as const }, client: CLIENT };
  expect(explainAccess(GRANTS, rows, [])).toEqual([
    { what: 'any request', allowed: false, why: 'tenant_disabled: The access of the tenant is suspended.' },
  ]);
});

test('the usage key differs by stack and tenant, and says neither', () => {
  const keys = [usageKeyValue('stack-1', 'a'), usageKeyValue('stack-2', 'a'), usageKeyValue('stack-1', 'b')];
  expect(new Set(keys).size).toBe(3);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
});
