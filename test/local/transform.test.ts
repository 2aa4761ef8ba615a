import { withLateValues } from '../../local/deploy/late-values';
import type { Template } from '../../local/deploy/template';
import { ECHO_HEADER, transform } from '../../local/deploy/transform';

const TEMPLATE: Template = {
  Resources: {
    Set: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL' } },
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: {} },
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      DependsOn: ['Trail', 'Handler'],
      Properties: { Rules: [{ Arn: { 'Fn::GetAtt': ['Set', 'Arn'] } }] },
    },
    Handler: {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables: { TRAIL: { 'Fn::Sub': '${Trail.Arn}/x' } } } },
    },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Handler' } } },
    Chat: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { PathPart: 'chat', ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } },
    },
    Completions: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { PathPart: 'completions', ParentId: { Ref: 'Chat' } },
    },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
    Post: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        HttpMethod: 'POST',
        ResourceId: { Ref: 'Completions' },
        Integration: {
          ResponseTransferMode: 'STREAM',
          Type: 'AWS_PROXY',
          Uri: { 'Fn::Join': ['', ['arn:x/', { Ref: 'Live' }, '/response-streaming-invocations']] },
        },
      },
    },
    Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } },
    Math: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } },
  },
  Outputs: { SetArn: { Value: { 'Fn::GetAtt': ['Set', 'Arn'] } } },
};

const made = transform(TEMPLATE, { 'Set.Arn': 'arn:real-set' }, 'nonce', 'eu-west-1');

test('resources that the emulator refuses are taken out, and said so', () => {
  expect(Object.keys(made.template.Resources)).not.toEqual(expect.arrayContaining(['Set', 'Trail', 'Math']));
  expect(made.template.Resources.Plain).toBeDefined();
  expect(made.changes.filter(({ change }) => change === 'removed').map(({ logicalId }) => logicalId)).toEqual([
    'Set',
    'Trail',
    'Math',
  ]);
});

test('references to them are patched everywhere, in text too', () => {
  const text = JSON.stringify(made.template);
  expect(text).not.toMatch(/"(?:Set|Trail)"|\$\{Trail/);
  expect(made.template.Resources.Acl?.Properties).toEqual({ Rules: [{ Arn: 'arn:real-set' }] });
  expect(made.template.Resources.Acl?.DependsOn).toEqual(['Handler']);
  expect(text).toContain('arn:aws:local:::removed/Trail/x');
});

test('a streaming method is found through an alias, and echoes', () => {
  expect(made.methods).toEqual([{ method: 'POST', resource: '/chat/completions', function: 'Handler' }]);
  const post = JSON.stringify(made.template.Resources.Post);
  expect(post).not.toMatch(/STREAM|streaming/);
  expect(post).toContain('LocalEdgeEcho');
  expect(JSON.stringify(made.template.Resources.LocalEdgeEcho)).toContain(`'${ECHO_HEADER}': 'nonce'`);
});

test('the template itself is not touched', () => {
  expect(TEMPLATE.Resources.Post?.Properties?.Integration).toMatchObject({ ResponseTransferMode: 'STREAM' });
});

test('late values are resolved by the stack that was deployed', () => {
  const late = withLateValues(made.template, made.resources);
  const names = Object.keys(late.template.Outputs ?? {});
  const outputs = Object.fromEntries(
    Object.entries(late.template.Outputs ?? {}).map(([name, { Value }]) => {
      const [between, parts] = (Value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'] ?? ['', ['']];
      return [name, parts.map((_, at) => `value ${at} of ${name}`).join(between)];
    }),
  );
  const resolved = late.resolve(made.resources, outputs) as typeof made.resources;
  expect(JSON.stringify(resolved)).not.toMatch(/"Ref"|"Fn::(?!GetAZs)/);
  expect(names).toContain('SetArn');
  const resolvedValues = JSON.stringify(resolved).match(/value \d+ of LocalValue\d+/g) ?? [];
  expect(new Set(resolvedValues).size).toBeGreaterThan(1);
});

test('a template with many references has few outputs: 200 are the most', () => {
  const Properties = { Names: Array.from({ length: 900 }, (_, at) => ({ Ref: `R${at}` })) };
  const late = withLateValues({ Resources: {} }, { Many: { Type: 'X', Properties } });
  expect(Object.keys(late.template.Outputs ?? {}).length).toBeLessThanOrEqual(100);
});
