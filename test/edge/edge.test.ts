import Ajv from 'ajv-draft-04';
import { SCOPE_TABLE } from '../../lib/private/scope-table';
import { requestModels } from '../../lib/edge/request-models';
import { all, first, type Json, productionTemplate } from '../compliance/template';

const template = productionTemplate();

describe('the REST API', () => {
  test('has every method of the scope table and no other, each streamed from one function', () => {
    const methods = all(template, 'AWS::ApiGateway::Method').map(({ Properties }) => Properties);
    expect(methods).toHaveLength(SCOPE_TABLE.length);
    expect(new Set(methods.map(({ Integration }) => JSON.stringify(Integration.Uri))).size).toBe(1);
    for (const { Integration, ApiKeyRequired, AuthorizationType } of methods) {
      expect(Integration).toMatchObject({
        Type: 'AWS_PROXY',
        ResponseTransferMode: 'STREAM',
        TimeoutInMillis: 315_000,
      });
      expect([ApiKeyRequired, AuthorizationType]).toEqual([true, 'CUSTOM']);
    }
  });

  test('is regional, takes the key from the authorizer and refuses old TLS', () => {
    expect(first(template, 'AWS::ApiGateway::RestApi').Properties).toMatchObject({
      ApiKeySourceType: 'AUTHORIZER',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  test('the function ends before the integration does, so that it can still settle and answer', () => {
    const gateway = first(template, 'AWS::Lambda::Function', ({ Description }) =>
      /answers every call/.test(Description),
    );
    expect(gateway.Properties.Timeout * 1000).toBeLessThan(315_000 - 2_000);
  });

  test('throttles each method by itself', () => {
    const settings: Json[] = first(template, 'AWS::ApiGateway::Stage').Properties.MethodSettings;
    const paths = settings.map(
      ({ HttpMethod, ResourcePath }) => `${HttpMethod} ${String(ResourcePath).replaceAll('~1', '/')}`,
    );
    for (const { method, path } of SCOPE_TABLE) expect(paths).toContain(`${method} /${path}`);
    expect(settings.every(({ ThrottlingRateLimit }) => ThrottlingRateLimit === 200)).toBe(true);
  });

  test('has a usage plan for each tier, with throttle and quota', () => {
    const plans = all(template, 'AWS::ApiGateway::UsagePlan').map(({ Properties }) => Properties);
    expect(plans.map(({ Description }) => Description).sort()).toEqual(['Tier bronze', 'Tier gold', 'Tier silver']);
    for (const plan of plans)
      expect(plan).toMatchObject({ Quota: { Period: 'DAY' }, Throttle: { RateLimit: expect.any(Number) } });
  });
});

describe('request models', () => {
  const models = requestModels({ maxBodyBytes: 1_048_576, maxMessages: 3 });
  const accepts = (path: string, body: unknown) => {
    const deployed = first(template, 'AWS::ApiGateway::Model', ({ Schema }) => Schema.title === models[path]?.title);
    return new Ajv({ strict: false }).validate({ ...deployed.Properties.Schema, $schema: undefined }, body);
  };
  const message = { role: 'user', content: 'hello' };
  const chat = { model: 'nova-lite', messages: [message] };

  test.each(Object.keys(models))('%s compiles under draft-04, the dialect of API Gateway', (path) => {
    const deployed = first(template, 'AWS::ApiGateway::Model', ({ Schema }) => Schema.title === models[path]?.title);
    expect(deployed.Properties.Schema.$schema).toBe('http://json-schema.org/draft-04/schema#');
    expect(() =>
      new Ajv({ strict: false }).compile({ ...deployed.Properties.Schema, $schema: undefined }),
    ).not.toThrow();
  });

  test('let through what SDKs send, with fields of tomorrow and nulls', () => {
    expect(accepts('/chat/completions', { ...chat, temperature: null, n: 1, brand_new: { a: 1 }, stream: true })).toBe(
      true,
    );
    expect(
      accepts('/chat/completions', { ...chat, messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] }),
    ).toBe(true);
    expect(accepts('/responses', { model: 'm', input: [{ role: 'user', content: 'x' }] })).toBe(true);
    expect(accepts('/embeddings', { model: 'm', input: ['a', 'b'] })).toBe(true);
    expect(accepts('/guard', { items: [{ id: 1, text: 'x', sink: 'html' }] })).toBe(true);
  });

  test.each<[string, string, unknown]>([
    ['no model', '/chat/completions', { messages: [message] }],
    ['no messages', '/chat/completions', { model: 'm', messages: [] }],
    ['too many messages', '/chat/completions', { model: 'm', messages: Array(600).fill(message) }],
    ['a model of an endless name', '/chat/completions', { ...chat, model: 'm'.repeat(300) }],
    ['many answers at once', '/chat/completions', { ...chat, n: 9 }],
    ['endless output', '/chat/completions', { ...chat, max_tokens: 1e10 }],
    ['a body that is a list', '/responses', []],
    ['too many texts', '/embeddings', { model: 'm', input: Array(3000).fill('x') }],
  ])('refuse %s', (_, path, body) => {
    expect(accepts(path, body)).toBe(false);
  });
});

describe('the web ACL', () => {
  const { Rules } = first(template, 'AWS::WAFv2::WebACL').Properties;
  const rule = (name: string): Json => Rules.find(({ Name }: Json) => Name === name);

  test('asks the stop first, then addresses and rates, and the managed groups last', () => {
    expect(Rules.map(({ Name }: Json) => Name)).toEqual([
      'Stopped',
      'BlockedAddresses',
      'RatePerAddress',
      'AnonymousRatePerAddress',
      'EncodedBody',
      'BodyTooLarge',
      'BodyBeyondInspection',
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesSQLiRuleSet',
      'BodyRulesOutsidePrompts',
    ]);
  });

  test('labels a body beyond its inspection and lets the guard judge it', () => {
    expect(rule('BodyBeyondInspection')).toMatchObject({
      Action: { Count: {} },
      RuleLabels: [{ Name: 'llm-api:body-beyond-inspection' }],
    });
  });

  test('leaves address sets empty for containment to fill, one pair for the stop and one for addresses', () => {
    const sets = all(template, 'AWS::WAFv2::IPSet').map(({ Properties }) => Properties);
    expect(sets.map(({ Addresses }) => Addresses)).toEqual([[], [], [], []]);
  });

  test('stands before the stage and the user pool', () => {
    expect(all(template, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(2);
  });
});
