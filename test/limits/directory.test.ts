import * as fc from 'fast-check';
import { accessFrom, narrowLimits } from '../../lambda/gateway/directory/access';
import { DynamoDirectory } from '../../lambda/gateway/directory/dynamo-directory';
import { parseNarrowing, type ClientRow, type TenantRow } from '../../lambda/gateway/directory/rows';
import type { GatewayDeployment } from '../../lib/gateway/deployment';

const ROLE = { scopes: [], tools: [], maxOutputTokens: 100, maxPromptBytes: 1_000, guardPolicy: 'strict' };
const MODEL = {
  provider: 'bedrock' as const,
  modelId: 'm',
  kind: 'chat' as const,
  maxOutputTokens: 1,
  contextTokens: 1,
};
const PRICE = { inputMicroUsdPerMillionTokens: 1, outputMicroUsdPerMillionTokens: 1, asOf: '2026-01-01' };
const DEPLOYMENT: Pick<GatewayDeployment, 'roles' | 'tiers' | 'models'> = {
  models: ['small', 'large', 'vector'].map((name) => ({ ...MODEL, name, price: PRICE })),
  roles: [
    { ...ROLE, name: 'reader', models: ['small'] },
    {
      ...ROLE,
      name: 'builder',
      models: ['small', 'large'],
      tools: [{ name: 'search', kind: 'read', maxRounds: 3 }],
      maxOutputTokens: 500,
      guardPolicy: 'standard',
    },
    { ...ROLE, name: 'everything', models: ['small', 'large', 'vector'] },
  ],
  tiers: [
    {
      name: 'bronze',
      roles: ['reader', 'builder'],
      tenantLimits: { tokensPerDay: 1_000 },
      clientLimits: { requestsPerMinute: 10 },
      budgetShards: 1,
    },
  ],
};

const TENANT: TenantRow = {
  tenant: 'acme',
  tier: 'bronze',
  status: 'active',
  name: 'Acme',
  createdAt: 0,
  auditContent: false,
  narrowing: {},
};
const CLIENT: ClientRow = {
  tenant: 'acme',
  client: 'c1',
  status: 'active',
  name: 'one',
  createdAt: 0,
  roles: ['reader'],
  narrowing: {},
};
const CALLER = { tenant: 'acme', client: 'c1', roles: ['reader', 'everything'], scopes: [] };

describe('access', () => {
  test('is what the roles grant that both token and tier name', () => {
    expect(accessFrom(DEPLOYMENT, { tenant: TENANT, client: CLIENT }, CALLER)).toMatchObject({
      tier: 'bronze',
      models: ['small'],
      maxOutputTokens: 100,
      guardPolicy: 'strict',
      tenantLimits: { tokensPerDay: 1_000 },
      clientLimits: { requestsPerMinute: 10 },
    });
  });

  test('of several roles is the sum of them, with the guard policy of the one that the tier names first', () => {
    const caller = { ...CALLER, roles: ['builder', 'reader'] };
    expect(accessFrom(DEPLOYMENT, { tenant: TENANT, client: CLIENT }, caller)).toMatchObject({
      models: ['small', 'large'],
      maxOutputTokens: 500,
      guardPolicy: 'strict',
      tools: [{ name: 'search', kind: 'read', maxRounds: 3 }],
    });
  });

  test.each([
    ['nobody knows the tenant', { tenant: undefined, client: CLIENT }, 'tenant_unknown'],
    [
      'the tenant is disabled',
      { tenant: { ...TENANT, status: 'disabled' as const }, client: CLIENT },
      'tenant_disabled',
    ],
    ['the config lost the tier', { tenant: { ...TENANT, tier: 'gone' }, client: CLIENT }, 'tenant_unknown'],
    ['a machine has no row', { tenant: TENANT, client: undefined }, 'client_revoked'],
    ['the client is revoked', { tenant: TENANT, client: { ...CLIENT, status: 'revoked' as const } }, 'client_revoked'],
    ['the client is deleted', { tenant: TENANT, client: { ...CLIENT, status: 'deleted' as const } }, 'client_revoked'],
  ])('is refused when %s', (_when, rows, refused) => {
    expect(accessFrom(DEPLOYMENT, rows, CALLER)).toEqual({ refused });
  });

  test('of a person needs no row of the app client that people share', () => {
    const person = { ...CALLER, user: 'user-1' };
    expect(accessFrom(DEPLOYMENT, { tenant: TENANT, client: undefined }, person)).toMatchObject({ models: ['small'] });
  });

  test('without a role grants nothing', () => {
    const access = accessFrom(DEPLOYMENT, { tenant: TENANT, client: CLIENT }, { ...CALLER, roles: [] });
    expect(access).toMatchObject({ models: [], tools: [], maxOutputTokens: 0, maxPromptBytes: 0 });
  });

  test('is narrowed by rows and never widened, whatever they say', () => {
    const names = fc.subarray(['small', 'large', 'vector', 'unknown']);
    const narrowing = fc.record(
      {
        models: names,
        tools: fc.subarray(['search', 'unknown']),
        maxOutputTokens: fc.nat(1_000),
        maxPromptBytes: fc.nat(2_000),
        limits: fc.record({ tokensPerDay: fc.nat(2_000), requestsPerMinute: fc.nat(20) }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(narrowing, narrowing, (ofTenant, ofClient) => {
        const caller = { ...CALLER, roles: ['builder', 'everything'] };
        const wide = accessFrom(DEPLOYMENT, { tenant: TENANT, client: CLIENT }, caller);
        const rows = { tenant: { ...TENANT, narrowing: ofTenant }, client: { ...CLIENT, narrowing: ofClient } };
        const narrow = accessFrom(DEPLOYMENT, rows, caller);
        if ('refused' in wide || 'refused' in narrow) throw new Error('expected access');
        expect(wide.models).toEqual(expect.arrayContaining([...narrow.models]));
        expect(wide.tools).toEqual(expect.arrayContaining([...narrow.tools]));
        expect(narrow.maxOutputTokens).toBeLessThanOrEqual(wide.maxOutputTokens);
        expect(narrow.maxPromptBytes).toBeLessThanOrEqual(wide.maxPromptBytes);
        expect(narrow.tenantLimits.tokensPerDay).toBeLessThanOrEqual(1_000);
        expect(narrow.clientLimits.requestsPerMinute).toBeLessThanOrEqual(10);
        for (const models of [ofTenant.models, ofClient.models]) {
          if (models) expect(models).toEqual(expect.arrayContaining([...narrow.models]));
        }
      }),
    );
  });
});

test('a limit of zero narrows to zero', () => {
  expect(narrowLimits({ tokensPerDay: 5 }, { tokensPerDay: 0 })).toEqual({ tokensPerDay: 0 });
  expect(narrowLimits({ tokensPerDay: 0 }, { tokensPerDay: 5 })).toEqual({ tokensPerDay: 0 });
});

test.each([
  ['[]', /narrowing: expected an object/],
  ['{"models":"small"}', /narrowing\.models: expected a list/],
  ['{"limits":{"tokensPerDay":-1}}', /narrowing\.limits\.tokensPerDay: expected a whole number/],
  ['{"limits":{"tokensPerday":1}}', /narrowing\.limits\.tokensPerday: expected one of/],
  ['{"maxOutputTokens":1.5}', /narrowing\.maxOutputTokens: expected a whole number/],
  ['{"model":["small"]}', /narrowing\.model: expected one of/],
])('a narrowing that is not understood is an error: %s', (json, message) => {
  expect(() => parseNarrowing(json, 'narrowing')).toThrow(message);
});

describe('the directory', () => {
  function directory() {
    const clock = { ms: 0 };
    const read = jest.fn(() => Promise.resolve({ tenant: TENANT, client: CLIENT }));
    return { clock, read, directory: new DynamoDirectory(DEPLOYMENT, read, () => clock.ms) };
  }

  test('reads rows once in ten seconds', async () => {
    const { clock, read, directory: subject } = directory();
    await subject.accessOf(CALLER);
    clock.ms = 9_999;
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(1);
    clock.ms = 10_000;
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('reads them again as soon as a budget item shows another version of the policy', async () => {
    const { read, directory: subject } = directory();
    subject.onPolicyVersion('acme', 1);
    await subject.accessOf(CALLER);
    subject.onPolicyVersion('acme', 2);
    await subject.accessOf(CALLER);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('reads them once, though it sees the first version only after that: a cold start is one call', async () => {
    const { read, directory: subject } = directory();
    await subject.accessOf(CALLER);
    subject.onPolicyVersion('acme', 7);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(1);
    subject.onPolicyVersion('acme', 8);
    await subject.accessOf(CALLER);
    subject.onPolicyVersion('acme', 8);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('reads them again where a second version was seen before they were used again', async () => {
    const { read, directory: subject } = directory();
    await subject.accessOf(CALLER);
    subject.onPolicyVersion('acme', 7);
    subject.onPolicyVersion('acme', 8);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('reads rows of another client of a tenant whose versions it knows, and of no other version', async () => {
    const { read, directory: subject } = directory();
    subject.onPolicyVersion('acme', 7);
    subject.onPolicyVersion('acme', 8);
    await subject.accessOf(CALLER);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(1);
    // back to a version that it began with: what was read under another one is not of it.
    subject.onPolicyVersion('acme', 7);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('forgets rows with the versions of too many tenants', async () => {
    const { read, directory: subject } = directory();
    await subject.accessOf(CALLER);
    for (let other = 0; other <= 5_000; other += 1) subject.onPolicyVersion(`other-${other}`, 1);
    subject.onPolicyVersion('acme', 9);
    await subject.accessOf(CALLER);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('THREATS 1: keeps callers of different tenants and clients apart', async () => {
    const { read, directory: subject } = directory();
    await subject.accessOf(CALLER);
    await subject.accessOf({ ...CALLER, tenant: 'other' });
    await subject.accessOf({ ...CALLER, client: 'other' });
    expect(read.mock.calls).toEqual([
      ['acme', 'c1'],
      ['other', 'c1'],
      ['acme', 'other'],
    ]);
  });

  test('reads rows that refuse again after a second', async () => {
    const { clock, read, directory: subject } = directory();
    read.mockResolvedValueOnce({ tenant: { ...TENANT, status: 'disabled' as 'active' }, client: CLIENT });
    expect(await subject.accessOf(CALLER)).toEqual({ refused: 'tenant_disabled' });
    clock.ms = 999;
    expect(await subject.accessOf(CALLER)).toEqual({ refused: 'tenant_disabled' });
    clock.ms = 1_000;
    expect(await subject.accessOf(CALLER)).toMatchObject({ models: ['small'] });
  });

  test('does not keep a failed reading', async () => {
    const { read, directory: subject } = directory();
    read.mockRejectedValueOnce(new Error('down'));
    await expect(subject.accessOf(CALLER)).rejects.toThrow('down');
    await expect(subject.accessOf(CALLER)).resolves.toMatchObject({ tenant: 'acme' });
  });
});

describe('guard policies by tier and tenant', () => {
  const tiers = (changes: object) => ({
    ...DEPLOYMENT,
    tiers: DEPLOYMENT.tiers.map((tier) => ({ ...tier, ...changes })),
  });
  const policyOf = (changes: object, tenant: object = {}, client: object = {}) => {
    const rows = { tenant: { ...TENANT, narrowing: tenant }, client: { ...CLIENT, narrowing: client } };
    return (accessFrom(tiers(changes), rows, CALLER) as { guardPolicy: string }).guardPolicy;
  };

  test('the role decides, unless the tier has one for all', () => {
    expect(policyOf({})).toBe('strict');
    expect(policyOf({ guardPolicy: 'of-tier' })).toBe('of-tier');
  });

  test('a tenant, and a client of it, may have another of those that the tier lists', () => {
    const listed = { guardPolicy: 'of-tier', tenantGuardPolicies: ['own', 'more'] };
    expect(policyOf(listed, { guardPolicy: 'own' })).toBe('own');
    expect(policyOf(listed, { guardPolicy: 'own' }, { guardPolicy: 'more' })).toBe('more');
  });

  test('one that is not listed is none: there is no guard for it, so nothing is answered', () => {
    expect(policyOf({ guardPolicy: 'of-tier' }, { guardPolicy: 'own' })).toBe('');
    expect(policyOf({ tenantGuardPolicies: ['own'] }, { guardPolicy: 'of-tier' })).toBe('');
  });

  test('a name that is no text is refused when it is read', () => {
    expect(() => parseNarrowing('{"guardPolicy":1}', 'narrowing')).toThrow(/narrowing\.guardPolicy: expected/);
  });
});
