import type { WebAclSets } from '../../local/edge/statements';
import { inspectedBytes, webAcl, type RuleSetting, type WebAclProperties } from '../../local/edge/web-acl';
import type { WebRequest } from '../../local/edge/web-request';

const NONE = [{ Priority: 0, Type: 'NONE' }];
const NO_SETS: WebAclSets = { addresses: () => [], patterns: () => [] };
const block = { Block: {} };

function request(over: Partial<WebRequest> = {}): WebRequest {
  return {
    method: 'POST',
    path: '/v1/chat/completions',
    query: '',
    headers: { host: 'api.example.com', 'user-agent': 'test' },
    body: Buffer.from('{}'),
    inspectedBytes: 65_536,
    sourceIp: '192.0.2.1',
    ...over,
  };
}

function aclOf(...rules: Partial<RuleSetting>[]): WebAclProperties {
  return {
    Name: 'acl',
    DefaultAction: { Allow: {} },
    Rules: rules.map((rule, index) => ({ Name: `r${index}`, Priority: index, Statement: {}, Action: block, ...rule })),
  };
}

const header = (name: string, search: string, position = 'EXACTLY') => ({
  ByteMatchStatement: {
    FieldToMatch: { SingleHeader: { Name: name } },
    PositionalConstraint: position,
    SearchString: search,
    TextTransformations: NONE,
  },
});

const decide = (acl: WebAclProperties, req = request(), sets = NO_SETS) => webAcl(acl, sets)(req, 0);

describe('a web ACL', () => {
  test('evaluates rules by priority, not by their place', () => {
    const acl = aclOf(
      { Priority: 9, Statement: header('host', 'api.example.com') },
      { Priority: 1, Statement: header('host', 'api.example.com'), Action: { Allow: {} } },
    );
    expect(decide(acl)).toMatchObject({ action: 'ALLOW', rule: 'r1' });
  });

  test('takes its default action when nothing matches', () => {
    expect(decide({ ...aclOf(), DefaultAction: block })).toMatchObject({ action: 'BLOCK', rule: 'Default_Action' });
  });

  test('answers a block with its custom response', () => {
    const acl: WebAclProperties = {
      ...aclOf({
        Statement: header('host', 'api.example.com'),
        Action: {
          Block: {
            CustomResponse: {
              ResponseCode: 429,
              CustomResponseBodyKey: 'slow',
              ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
            },
          },
        },
      }),
      CustomResponseBodies: { slow: { ContentType: 'APPLICATION_JSON', Content: '{"a":1}' } },
    };
    expect(decide(acl).response).toEqual({
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '60' },
      body: '{"a":1}',
    });
  });

  test('lets a later rule match the label of a counted one', () => {
    const acl = aclOf(
      { Statement: header('host', 'api.example.com'), Action: { Count: {} }, RuleLabels: [{ Name: 'llm-api:seen' }] },
      { Statement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'llm-api:seen' } } },
    );
    expect(decide(acl)).toMatchObject({ action: 'BLOCK', rule: 'r1', labels: ['llm-api:seen'] });
    expect(decide(acl, request({ headers: { host: 'other' } }))).toMatchObject({ action: 'ALLOW', labels: [] });
  });

  test.each([
    ['a statement', { Statement: { QuantumStatement: {} } }],
    ['no statement', { Statement: {} }],
    ['an action', { Statement: header('host', 'x'), Action: { Captcha: {} } }],
    [
      'a managed group',
      {
        Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'NewRuleSet' } },
        OverrideAction: { None: {} },
      },
    ],
    [
      'a group of another vendor',
      { Statement: { ManagedRuleGroupStatement: { VendorName: 'Acme', Name: 'AWSManagedRulesCommonRuleSet' } } },
    ],
    [
      'a field',
      {
        Statement: {
          ByteMatchStatement: {
            FieldToMatch: { JA9Fingerprint: {} },
            PositionalConstraint: 'EXACTLY',
            SearchString: 'x',
            TextTransformations: NONE,
          },
        },
      },
    ],
    [
      'a transformation',
      {
        Statement: {
          ByteMatchStatement: {
            FieldToMatch: { Method: {} },
            PositionalConstraint: 'EXACTLY',
            SearchString: 'x',
            TextTransformations: [{ Priority: 0, Type: 'ROT13' }],
          },
        },
      },
    ],
    ['an aggregate key', { Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'MOON' } } }],
  ])('fails when it has %s that the edge cannot enforce', (_, rule) => {
    expect(() => webAcl(aclOf(rule), NO_SETS)).toThrow(/acl\.r0: expected/);
  });
});

describe('statements', () => {
  test('count every request of an address in a sliding window', () => {
    const decideAt = webAcl(
      aclOf({ Statement: { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } } }),
      NO_SETS,
    );
    const actions = Array.from({ length: 11 }, (_, second) => decideAt(request(), second * 1_000).action);
    expect(actions.slice(0, 10)).toEqual(Array(10).fill('ALLOW'));
    expect(actions[10]).toBe('BLOCK');
    expect(decideAt(request({ sourceIp: '192.0.2.2' }), 11_000).action).toBe('ALLOW');
    expect(decideAt(request(), 120_000).action).toBe('ALLOW');
  });

  test('count only what the scope of a rate rule matches', () => {
    const anonymous = { NotStatement: { Statement: header('authorization', 'Bearer', 'STARTS_WITH') } };
    const decideAt = webAcl(
      aclOf({
        Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', ScopeDownStatement: anonymous } },
      }),
      NO_SETS,
    );
    const known = request({ headers: { authorization: 'Bearer x' } });
    for (let call = 0; call < 20; call += 1) expect(decideAt(known, 0).action).toBe('ALLOW');
    for (let call = 0; call < 10; call += 1) expect(decideAt(request(), 0).action).toBe('ALLOW');
    expect(decideAt(request(), 0).action).toBe('BLOCK');
  });

  test('see an address that containment adds while they run', () => {
    let addresses: readonly string[] = [];
    const decideNow = webAcl(aclOf({ Statement: { IPSetReferenceStatement: { Arn: 'arn:set' } } }), {
      ...NO_SETS,
      addresses: () => addresses,
    });
    expect(decideNow(request(), 0).action).toBe('ALLOW');
    addresses = ['0.0.0.0/1', '128.0.0.0/1'];
    expect(decideNow(request(), 0).action).toBe('BLOCK');
    expect(decideNow(request({ sourceIp: '2001:db8::1' }), 0).action).toBe('ALLOW');
  });

  test.each([
    ['CONTINUE', 'ALLOW'],
    ['MATCH', 'BLOCK'],
    ['NO_MATCH', 'ALLOW'],
  ])('a body beyond the inspected part with %s: %s', (OversizeHandling, action) => {
    const acl = aclOf({
      Statement: {
        ByteMatchStatement: {
          FieldToMatch: { Body: { OversizeHandling } },
          PositionalConstraint: 'CONTAINS',
          SearchString: 'needle',
          TextTransformations: NONE,
        },
      },
    });
    const body = Buffer.from(`${'x'.repeat(70_000)}needle`);
    expect(decide(acl, request({ body })).action).toBe(action);
  });

  test('a size counts at most the inspected part', () => {
    const size = (Size: number) => ({
      SizeConstraintStatement: {
        ComparisonOperator: 'GE',
        FieldToMatch: { Body: { OversizeHandling: 'CONTINUE' } },
        Size,
        TextTransformations: NONE,
      },
    });
    const body = Buffer.alloc(100_000, 'x');
    expect(decide(aclOf({ Statement: size(65_536) }), request({ body })).action).toBe('BLOCK');
    expect(decide(aclOf({ Statement: size(65_537) }), request({ body })).action).toBe('ALLOW');
  });

  test('a header that is not there has no size', () => {
    const acl = aclOf({
      Statement: {
        SizeConstraintStatement: {
          ComparisonOperator: 'GE',
          FieldToMatch: { SingleHeader: { Name: 'x-a' } },
          Size: 0,
          TextTransformations: NONE,
        },
      },
    });
    expect(decide(acl).action).toBe('ALLOW');
    expect(decide(acl, request({ headers: { 'x-a': '' } })).action).toBe('BLOCK');
  });

  test('a managed group labels what it finds, and blocks unless it is told to count', () => {
    const group = (over: object) => ({
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet', ...over } },
      Action: undefined,
      OverrideAction: { None: {} },
    });
    const big = request({ body: Buffer.alloc(9_000, 'x') });
    expect(decide(aclOf(group({})), big).action).toBe('BLOCK');
    const counted = decide(
      aclOf(group({ RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }] })),
      big,
    );
    expect(counted).toMatchObject({
      action: 'ALLOW',
      labels: ['awswaf:managed:aws:core-rule-set:SizeRestrictions_Body'],
    });
  });

  test.each([
    [{ body: Buffer.from('{"a":"${jndi:ldap://x}"}') }, 'Log4JRCE_BODY'],
    [{ headers: { host: 'localhost:4600' } }, 'Host_localhost_HEADER'],
    [{ path: '/v1/.git/config' }, 'ExploitablePaths_URIPATH'],
  ])('known bad inputs are known: %j (%s)', (over: Partial<WebRequest>, _rule: string) => {
    const acl = aclOf({
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
      Action: undefined,
      OverrideAction: { None: {} },
    });
    expect(decide(acl, request(over)).action).toBe('BLOCK');
    expect(decide(acl).action).toBe('ALLOW');
  });
});

test.each([
  [undefined, 16],
  ['KB_64', 64],
])('an association of %s inspects %i KB', (DefaultSizeInspectionLimit, kilobytes) => {
  const association = DefaultSizeInspectionLimit && { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit } } };
  expect(inspectedBytes({ ...aclOf(), ...(association ? { AssociationConfig: association } : {}) })).toBe(
    kilobytes * 1_024,
  );
});
