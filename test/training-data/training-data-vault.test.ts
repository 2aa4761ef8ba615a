import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DataStore } from '../../lib/data/data-store';
import { Profile } from '../../lib/profile';
import { TrainingDataVault, type TrainingDataVaultProps } from '../../lib/training-data/training-data-vault';
import { parseApproveConfig, parseIngestConfig } from '../../lambda/training-data/config';

function synth(props: Partial<TrainingDataVaultProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const data = new DataStore(stack, 'Data', { profile: Profile.TRIAL });
  const vault = new TrainingDataVault(stack, 'Vault', {
    accessLogBucket: data.accessLogBucket,
    retentionDays: 365,
    confirmRetentionDays: 365,
    ...props,
  });
  vault.writeOutputs();
  return Template.fromStack(stack);
}

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Condition?: unknown;
}

describe('TrainingDataVault', () => {
  const template = synth();
  const policyOf = (prefix: string): Statement[] =>
    Object.entries(template.findResources('AWS::S3::BucketPolicy')).find(([id]) => id.startsWith(prefix))![1].Properties
      .PolicyDocument.Statement;

  test('lets raw data expire', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 7 })] },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test('locks what may be trained on, and marks it', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
      Tags: Match.arrayWith([{ Key: 'llm:dataset', Value: 'true' }]),
    });
  });

  test("lets the pipeline's roles write and nobody else", () => {
    const statements = policyOf('VaultDatasets');
    const bySid = (sid: string) => statements.find(({ Sid }) => Sid === sid);
    expect(JSON.stringify(bySid('OnlyItsWriterPutsbatches')?.Condition)).toContain('VaultIngestPartsRole');
    expect(JSON.stringify(bySid('OnlyItsWriterPutsmanifests')?.Condition)).toContain('VaultApprovePartsRole');
    expect(bySid('NobodyPutsElsewhere')).toBeDefined();
    expect(bySid('NobodyDeletesObjects')).toBeDefined();
  });

  test('the function that reads raw data cannot sign', () => {
    const [ingest] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
      id.includes('Ingest'),
    );
    const actions = (ingest![1].Properties.PolicyDocument.Statement as Statement[]).flatMap(({ Action }) => Action);
    expect(actions).not.toContain('kms:Sign');
    expect(actions).toContain('s3:PutObject');
  });

  test('the functions can parse what the construct writes', () => {
    const environments = Object.values(template.findResources('AWS::Lambda::Function')).map((fn) =>
      Object.fromEntries(Object.keys(fn.Properties.Environment.Variables).map((name) => [name, name.toLowerCase()])),
    );
    const [ingest, approve] = [parseIngestConfig, parseApproveConfig].map((parse) =>
      environments.filter((environment) => {
        try {
          return parse(environment);
        } catch {
          return false;
        }
      }),
    );
    expect([ingest!.length, approve!.length]).toEqual([1, 1]);
  });
});

describe('fails when', () => {
  test('raw data is kept for more than a month', () => {
    expect(() => synth({ rawRetentionDays: 31 })).toThrow(
      /Stack\/Vault: 'rawRetentionDays' must be from 1 to 30, got 31/,
    );
  });
  test('the locked retention is not said twice', () => {
    expect(() => synth({ confirmRetentionDays: 1 })).toThrow(/'confirmRetentionDays' must repeat 'retentionDays'/);
  });
});
