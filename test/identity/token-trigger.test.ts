import { clientOwnerTable } from '../../lambda/identity/client-owner-table';
import { createTokenTrigger, type TokenTriggerEvent } from '../../lambda/identity/token-trigger';

const owners: Record<string, { tenant: string; roles: string[] }> = {
  'client-a': { tenant: 'acme', roles: ['developer'] },
};
const trigger = createTokenTrigger({ ownerOf: async (id) => owners[id] });

function machineEvent(clientId: string, over: object = {}) {
  return {
    version: '3',
    triggerSource: 'TokenGeneration_ClientCredentials',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_pool',
    userName: 'ClientCredentials',
    callerContext: { awsSdkVersion: 'x', clientId },
    request: { userAttributes: {}, scopes: ['llm/chat'], groupConfiguration: null, ...over },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

function personEvent(
  attributes: Record<string, string>,
  groups: string[] | null,
  triggerSource = 'TokenGeneration_HostedAuth',
) {
  return {
    ...machineEvent('people-client'),
    triggerSource,
    request: {
      userAttributes: { sub: 'aaaa', email: 'ann@acme.example', ...attributes },
      groupConfiguration: { groupsToOverride: groups },
      scopes: ['openid', 'llm/chat'],
    },
  };
}

const claimsOf = async (event: TokenTriggerEvent) =>
  (
    (await trigger(event)).response as {
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: unknown } };
    }
  ).claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride;

test('a machine gets the tenant and the roles of its client', async () => {
  expect(await claimsOf(machineEvent('client-a'))).toEqual({ tenant: 'acme', roles: ['developer'] });
});

test('the rest of the event goes back as it came, and no scope is added', async () => {
  const event = machineEvent('client-a');
  const { response, ...rest } = await trigger(event);
  expect(rest).toEqual({ ...event, response: undefined });
  expect(JSON.stringify(response)).not.toContain('scopes');
});

test('metadata that the caller sends along decides nothing', async () => {
  const event = machineEvent('client-a', { clientMetadata: { tenant: 'globex', roles: 'admin' } });
  expect(await claimsOf(event)).toEqual({ tenant: 'acme', roles: ['developer'] });
});

test('a client that belongs to no tenant gets no token', async () => {
  await expect(trigger(machineEvent('client-z'))).rejects.toThrow('the client belongs to no tenant');
});

test('no token while the table cannot be read', async () => {
  const broken = createTokenTrigger({ ownerOf: () => Promise.reject(new Error('down')) });
  await expect(broken(machineEvent('client-a'))).rejects.toThrow('down');
});

test.each([
  'TokenGeneration_HostedAuth',
  'TokenGeneration_Authentication',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_AuthenticateDevice',
  'TokenGeneration_RefreshTokens',
])('a person (%s) gets the tenant of the account and the groups as roles', async (source) => {
  const event = personEvent({ 'custom:tenant': 'acme' }, ['developer', 'auditor'], source);
  expect(await claimsOf(event)).toEqual({ tenant: 'acme', roles: ['developer', 'auditor'] });
});

test('a person in no group has no role', async () => {
  expect(await claimsOf(personEvent({ 'custom:tenant': 'acme' }, null))).toEqual({ tenant: 'acme', roles: [] });
});

test('THREATS 2: a person who signs in through the client of a machine is a person still', async () => {
  const event = { ...personEvent({ 'custom:tenant': 'globex' }, []), callerContext: { clientId: 'client-a' } };
  expect(await claimsOf(event)).toEqual({ tenant: 'globex', roles: [] });
});

test.each([[{}], [{ 'custom:tenant': '' }], [{ tenant: 'acme' }]])(
  'a person with attributes %p gets no token',
  async (attributes) => {
    await expect(trigger(personEvent(attributes as Record<string, string>, ['developer']))).rejects.toThrow(
      'the user belongs to no tenant',
    );
  },
);

test('a way of signing in that we do not know gets no token', async () => {
  await expect(trigger(personEvent({ 'custom:tenant': 'acme' }, [], 'TokenGeneration_Something'))).rejects.toThrow(
    'not known here',
  );
});

describe('the owner of a client', () => {
  const lookup = (item: unknown) => {
    const send = jest.fn(async (_command: { input: unknown }) => ({ Item: item }));
    return { send, ownerOf: clientOwnerTable({ send } as never, 'Tenants') };
  };

  test('is read consistently, by key, and nothing but its two attributes', async () => {
    const { send, ownerOf } = lookup({ tenant: { S: 'acme' }, roles: { SS: ['developer'] } });
    expect(await ownerOf('client-a')).toEqual({ tenant: 'acme', roles: ['developer'] });
    expect(send.mock.calls[0]![0].input).toEqual({
      TableName: 'Tenants',
      Key: { pk: { S: 'C#client-a' }, sk: { S: 'META' } },
      ConsistentRead: true,
      ProjectionExpression: '#tenant, #roles',
      ExpressionAttributeNames: { '#tenant': 'tenant', '#roles': 'roles' },
    });
  });
  test('may have its roles as a list', async () => {
    const { ownerOf } = lookup({ tenant: { S: 'acme' }, roles: { L: [{ S: 'a' }, { N: '1' }, { S: 'b' }] } });
    expect(await ownerOf('x')).toEqual({ tenant: 'acme', roles: ['a', 'b'] });
  });
  test('has no role where none is written', async () => {
    expect(await lookup({ tenant: { S: 'acme' } }).ownerOf('x')).toEqual({ tenant: 'acme', roles: [] });
  });
  test.each([[undefined], [{}], [{ tenant: { S: '' } }], [{ tenant: { N: '1' } }]])(
    'is nobody for the item %p',
    async (item) => {
      expect(await lookup(item).ownerOf('x')).toBeUndefined();
    },
  );
});
