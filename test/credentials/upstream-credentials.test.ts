import { findingsOf } from '../../lib/compliance/template-findings';
import { newPacks } from '../../lib/compliance/packs';
import { ModelKind, ModelProvider, type ModelConfig } from '../../lib/config/model-config';
import { parseConfig } from '../../lambda/credentials/config';
import { viewOfTemplate } from '../../lib/compliance/template-view';
import { withUpstreamSecrets } from '../../lambda/gateway/config';
import { SHIPPED_CONFIG, synthStack } from '../synth';
import { judge, type TemplateJson } from '../compliance/template';

const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1, asOf: '2026-11-01' };
const upstreamModel = (name: string, more: Partial<ModelConfig> = {}): ModelConfig => ({
  name,
  provider: ModelProvider.OPENAI_COMPATIBLE,
  modelId: name,
  kind: ModelKind.CHAT,
  maxOutputTokens: 100,
  contextTokens: 1_000,
  price,
  baseUrl: 'https://llm.example/v1',
  ...more,
});

jest.setTimeout(120_000);

describe('an upstream without a secret of its own', () => {
  const { app, stack } = synthStack({
    models: [...SHIPPED_CONFIG.models, upstreamModel('one'), upstreamModel('two')],
    egress: { hosts: ['llm.example'] },
    credentials: { rotateAfterDays: 30 },
  });
  const template = app.synth({ skipValidation: true }).getStackByName(stack.stackName).template as TemplateJson;
  const ofType = (type: string) => Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  const only = (type: string) => {
    expect(ofType(type)).toHaveLength(1);
    return ofType(type)[0]!;
  };

  test('gets one secret, empty, under a key of its own, that rotates by a function which may be called for it alone', () => {
    const [secretId, { Properties: secret }] = only('AWS::SecretsManager::Secret');
    expect(secret.SecretString).toBeUndefined();
    expect(secret.GenerateSecretString).toEqual({
      SecretStringTemplate: '{"placeholder":true}',
      GenerateStringKey: 'apiKey',
    });
    expect(JSON.stringify(secret.KmsKeyId)).toContain('CredentialsKey');
    const [, { Properties: schedule }] = only('AWS::SecretsManager::RotationSchedule');
    expect(schedule).toMatchObject({
      SecretId: { Ref: secretId },
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    });
    const permissions = ofType('AWS::Lambda::Permission').filter(
      ([, { Properties }]) => Properties.Principal === 'secretsmanager.amazonaws.com',
    );
    expect(permissions).toHaveLength(1);
    expect(permissions[0]![1].Properties).toMatchObject({
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { Ref: secretId },
    });
  });

  test('nobody reads its key but the gateway and the rotation', () => {
    const [, { Properties }] = only('AWS::SecretsManager::ResourcePolicy');
    const [deny] = Properties.ResourcePolicy.Statement as {
      Effect: string;
      Action: string[];
      Condition: { StringNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': string[] }[] } };
    }[];
    expect(deny).toMatchObject({ Effect: 'Deny', Action: expect.arrayContaining(['secretsmanager:GetSecretValue']) });
    const readers = deny!.Condition.StringNotEquals['aws:PrincipalArn'].map((role) => role['Fn::GetAtt'][0]);
    expect(readers).toEqual([
      expect.stringContaining('GatewayHandlerPartsRole'),
      expect.stringContaining('CredentialsRotationPartsRole'),
    ]);
  });

  test('rotates outside the VPC, without any right to prompts or keys of data', () => {
    const [, rotation] = ofType('AWS::Lambda::Function').find(([id]) => id.includes('CredentialsRotation'))!;
    expect(rotation.Properties.VpcConfig).toBeUndefined();
    expect(JSON.stringify(rotation.Properties.KmsKeyArn)).toContain('CredentialsKey');
    const policy = ofType('AWS::IAM::ManagedPolicy').find(([id]) => id.includes('CredentialsRotationParts'))![1];
    const statements = policy.Properties.PolicyDocument.Statement as object[];
    expect(JSON.stringify(statements)).not.toMatch(/dynamodb|s3:|bedrock:|AuditKey/);
    // messages of its dead-letter queue, and through SQS alone.
    const withDataKey = statements.map((each) => JSON.stringify(each)).filter((each) => each.includes('ApiDataKey'));
    expect(withDataKey).toEqual([expect.stringMatching(/"kms:ViaService":.*"sqs\."/)]);
  });

  test('what is written into both environments is read by both functions', () => {
    const environmentOf = (part: string) =>
      ofType('AWS::Lambda::Function').find(([id]) => id.includes(part))![1].Properties.Environment.Variables as Record<
        string,
        { 'Fn::Join'?: [string, unknown[]] } | string
      >;
    const text = (value: unknown): string =>
      typeof value === 'string'
        ? value
        : (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
            .map((part) => (typeof part === 'string' ? part : 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x'))
            .join('');
    const rotation = environmentOf('CredentialsRotation');
    const config = parseConfig(
      Object.fromEntries(Object.entries(rotation).map(([name, value]) => [name, text(value)])),
    );
    expect(config.upstreams).toHaveLength(1);
    expect(config.upstreams[0]).toMatchObject({
      baseUrl: 'https://llm.example/v1',
      models: [
        { modelId: 'one', kind: 'chat' },
        { modelId: 'two', kind: 'chat' },
      ],
    });
    const [model] = withUpstreamSecrets(
      [{ ...upstreamModel('one'), price: undefined } as never],
      text(environmentOf('GatewayHandler').UPSTREAMS),
    );
    expect(model?.secretArn).toMatch(/^arn:aws:secretsmanager:/);
  });

  test('leaves nothing to any rule but what is acknowledged, each finding by name', () => {
    const key = ({ path, id }: { path: string; id: string }) => `${path} ${id}`;
    expect(stack.llmApi.acknowledgements().map(key).sort()).toEqual(findingsOf(newPacks(), app).map(key).sort());
    expect(judge(template)).toEqual([]);
  });

  test('THREATS 32: no key is in the template, and a secret in an environment fails the synth', () => {
    expect(JSON.stringify(template)).not.toMatch(/resolve:secretsmanager/);
    const rotation = ofType('AWS::Lambda::Function').find(([id]) => id.includes('CredentialsRotation'))!;
    rotation[1].Properties.Environment.Variables.UPSTREAM_API_KEY = 'x';
    expect(judge(template)).toContain('LLM02-ENVSECRET[UPSTREAM_API_KEY]');
    expect(viewOfTemplate(template as never).resources.length).toBeGreaterThan(0);
  });
});

test('an upstream with a secret of its own is not touched', () => {
  const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:upstream-AbCdEf';
  const { app, stack } = synthStack({
    models: [...SHIPPED_CONFIG.models, upstreamModel('one', { secretArn })],
    egress: { hosts: ['llm.example'] },
  });
  const { Resources } = app.synth({ skipValidation: true }).getStackByName(stack.stackName).template as TemplateJson;
  expect(Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::SecretsManager::'))).toEqual([]);
});
