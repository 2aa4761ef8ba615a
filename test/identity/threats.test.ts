import { SCOPE_TABLE } from '../../lib/private/scope-table';
import { synthTemplate, TRIAL } from '../synth';

interface Resource {
  readonly Type: string;
  // a template is JSON of any shape; what is read is asserted.
  readonly Properties: Record<string, never> & Record<string, unknown>;
}

interface Method {
  readonly HttpMethod: string;
  readonly AuthorizationType: string;
  readonly AuthorizerId: unknown;
  readonly ApiKeyRequired?: boolean;
  readonly ResourceId: { readonly Ref: string };
  readonly Integration: { readonly Type: string; readonly CacheKeyParameters?: unknown };
}

/** THREATS.md names the abuse; the template of the whole stack is what is judged. */
describe.each([
  ['production', {}],
  ['trial', TRIAL],
])('the template of the %s profile', (_, changes) => {
  const resources = synthTemplate(changes).toJSON().Resources as Record<string, Resource>;
  const all = <Shape>(type: string): [string, Shape][] =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties as unknown as Shape]);

  const methods = all<Method>('AWS::ApiGateway::Method').map(([, method]) => method);
  const callable = methods.filter(({ HttpMethod }) => HttpMethod !== 'OPTIONS');

  function pathOf(resource: string): string {
    const { PathPart, ParentId } = resources[resource]!.Properties as unknown as {
      PathPart: string;
      ParentId: { Ref?: string };
    };
    const parent = ParentId.Ref;
    return `${parent === undefined ? '' : pathOf(parent)}/${PathPart}`;
  }

  test('THREATS 3: the methods are those of the scope table, and no other', () => {
    const deployed = callable.map(({ HttpMethod, ResourceId }) => `${HttpMethod} ${pathOf(ResourceId.Ref)}`);
    expect(deployed.sort()).toEqual(SCOPE_TABLE.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('THREATS 3: the authorizer is cached under the token alone', () => {
    const authorizers = all<Record<string, unknown>>('AWS::ApiGateway::Authorizer');
    expect(authorizers).toHaveLength(1);
    expect(authorizers[0]![1]).toMatchObject({
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization',
    });
  });

  test('THREATS 6: the key comes from the authorizer, and no method takes a key instead of a token', () => {
    const [[, api]] = all<Record<string, unknown>>('AWS::ApiGateway::RestApi') as [[string, Record<string, unknown>]];
    expect(api.ApiKeySourceType).toBe('AUTHORIZER');
    expect(callable.length).toBeGreaterThan(0);
    for (const method of callable) {
      expect(method).toMatchObject({ AuthorizationType: 'CUSTOM', ApiKeyRequired: true });
    }
  });

  test('THREATS 29: one API, one stage, and a web ACL before it and before the pool', () => {
    expect(all('AWS::ApiGateway::RestApi')).toHaveLength(1);
    const stages = all('AWS::ApiGateway::Stage');
    const pools = all('AWS::Cognito::UserPool');
    expect([stages.length, pools.length]).toEqual([1, 1]);
    const guarded = JSON.stringify(
      all<{ ResourceArn: unknown }>('AWS::WAFv2::WebACLAssociation').map(([, { ResourceArn }]) => ResourceArn),
    );
    for (const [id] of [...stages, ...pools]) expect(guarded).toContain(`"${id}"`);
    expect(all('AWS::Lambda::Url')).toEqual([]);
  });

  test('THREATS 30: what can be called without a token reaches no function', () => {
    for (const method of methods.filter(({ AuthorizationType }) => AuthorizationType === 'NONE')) {
      expect([method.HttpMethod, method.Integration.Type]).toEqual(['OPTIONS', 'MOCK']);
    }
    for (const method of callable) expect(method.AuthorizerId).toBeDefined();
  });

  test('THREATS 31: no integration is routed by a stage variable, and no stage has one', () => {
    for (const { Integration } of methods) expect(JSON.stringify(Integration)).not.toContain('stageVariables');
    for (const [, stage] of all<Record<string, unknown>>('AWS::ApiGateway::Stage'))
      expect(stage.Variables).toBeUndefined();
  });

  test('THREATS 33: nothing is cached but what the authorizer said', () => {
    for (const [, stage] of all<Record<string, unknown>>('AWS::ApiGateway::Stage')) {
      expect(stage.CacheClusterEnabled ?? false).toBe(false);
      for (const setting of (stage.MethodSettings ?? []) as { CachingEnabled?: boolean }[]) {
        expect(setting.CachingEnabled ?? false).toBe(false);
      }
    }
    for (const { Integration } of methods) expect(Integration.CacheKeyParameters ?? []).toEqual([]);
  });

  test('THREATS 7: no secret of a client is in a parameter, an output or a variable', () => {
    const text = JSON.stringify({ ...resources });
    expect(text).not.toMatch(/"GenerateSecret":true|DescribeUserPoolClient|ClientSecret/);
  });

  test('the authorizer and the trigger are outside of the network', () => {
    for (const [id, fn] of all<{ VpcConfig?: unknown }>('AWS::Lambda::Function')) {
      if (/Identity/.test(id)) expect([id, fn.VpcConfig]).toEqual([id, undefined]);
    }
  });
});

test('the whole stack stands on federated issuers alone', () => {
  const issuers = [
    { issuer: 'https://idp.example', audience: ['llm'], tenantClaim: 'org', rolesClaim: 'groups', tenants: ['acme'] },
  ];
  const template = synthTemplate({ identity: { federatedOnly: true, issuers } });
  template.resourceCountIs('AWS::Cognito::UserPool', 0);
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
  template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
});
