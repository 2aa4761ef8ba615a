import { Template } from 'aws-cdk-lib/assertions';
import { Profile } from '../../lib/profile';
import { identityStack, identityTemplate } from './synth-identity';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: unknown;
}

const OWN = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

function statementsOf(template: Template, marker: string): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy'));
  const [, policy] = policies.find(([id]) => id.includes(marker))!;
  const statements: Statement[] = policy.Properties.PolicyDocument.Statement;
  return statements.filter(({ Action }) => ![Action].flat().every((action) => OWN.includes(action)));
}

describe('rights', () => {
  const template = identityTemplate();

  test('the authorizer has none beyond its own logs and traces', () => {
    expect(statementsOf(template, 'Authorizer')).toEqual([]);
  });

  test('the token trigger may read who owns a client, and nothing else', () => {
    const [lookup, decrypt, ...rest] = statementsOf(template, 'TokenTrigger');
    expect(rest).toEqual([]);
    expect(lookup).toEqual({
      Action: 'dynamodb:GetItem',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Tenants/), 'Arn'] },
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['C#*'] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'tenant', 'roles'] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    });
    expect(decrypt).toEqual({
      Action: 'kms:Decrypt',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
      Condition: {
        StringEquals: {
          'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:aws:dynamodb:tableName': { Ref: expect.stringMatching(/^Tenants/) },
        },
      },
    });
  });

  test('neither function is in a network of ours', () => {
    for (const fn of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(fn.Properties.VpcConfig).toBeUndefined();
    }
  });

  test('the trigger can be called by this pool alone', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    expect(permissions).toHaveLength(1);
    expect(permissions[0]!.Properties).toMatchObject({
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^IdentityUsers/), 'Arn'] },
    });
  });
});

describe('THREATS 7: no secret of a client is in the template', () => {
  test.each([Profile.PRODUCTION, Profile.TRIAL])('%s', (profile) => {
    const text = JSON.stringify(Template.fromStack(identityStack({ profile }).stack).toJSON());
    expect(text).not.toMatch(/ClientSecret|resolve:secretsmanager|AwsCustomResource|Custom::/);
    expect(text).toContain('"GenerateSecret":false');
    expect(text).not.toContain('"GenerateSecret":true');
  });

  test('no environment variable has the name or the look of a secret', () => {
    for (const fn of Object.values(identityTemplate().findResources('AWS::Lambda::Function'))) {
      for (const [name, value] of Object.entries(fn.Properties.Environment.Variables)) {
        expect(name).not.toMatch(/SECRET|PASSWORD|TOKEN$/);
        expect(JSON.stringify(value)).not.toMatch(/[A-Za-z0-9+/]{40,}/);
      }
    }
  });
});
