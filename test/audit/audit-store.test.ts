import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AuditStore, type AuditStoreProps } from '../../lib/audit/audit-store';
import { DataStore } from '../../lib/data/data-store';
import { Profile } from '../../lib/profile';

function synth(props: Partial<AuditStoreProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const data = new DataStore(stack, 'Data', { profile: Profile.TRIAL });
  const audit = new AuditStore(stack, 'Audit', {
    accessLogBucket: data.accessLogBucket,
    budgetTable: data.budgetTable,
    budgetKey: data.key,
    retentionDays: 365,
    confirmRetentionDays: 365,
    ...props,
  });
  const writer = new iam.Role(stack, 'Writer', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  audit.allowWriter(writer);
  new iam.ManagedPolicy(stack, 'WriterPolicy', { roles: [writer], statements: audit.writerStatements() });
  return { audit, template: Template.fromStack(stack) };
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly NotResource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function bucketStatements(template: Template): Statement[] {
  const [policy] = Object.entries(template.findResources('AWS::S3::BucketPolicy'))
    .filter(([id]) => id.startsWith('AuditBucket'))
    .map(([, resource]) => resource);
  return policy!.Properties.PolicyDocument.Statement as Statement[];
}

const bySid = (template: Template, sid: string) => bucketStatements(template).find(({ Sid }) => Sid === sid)!;

describe('AuditStore in production', () => {
  const { template } = synth();

  test('locks every object in compliance mode, versioned, under its own key', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [Match.objectLike({ BucketKeyEnabled: true })],
      },
      LoggingConfiguration: Match.objectLike({ LogFilePrefix: 'audit/' }),
    });
  });

  test('lets nobody delete, bypass the lock or change the retention', () => {
    expect(bySid(template, 'NobodyDeletesObjects').Action).toEqual(
      expect.arrayContaining([
        's3:BypassGovernanceRetention',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutObjectRetention',
      ]),
    );
    expect(bySid(template, 'NobodyShortensRetention').Action).toEqual(
      expect.arrayContaining(['s3:PutBucketObjectLockConfiguration', 's3:PutLifecycleConfiguration']),
    );
  });

  test('lets only the sealer put segments, only the writer put late records, and nobody put anything else', () => {
    const sealer = { 'Fn::GetAtt': [Match.stringLikeRegexp('SealerPartsRole'), 'Arn'] };
    expect(Object.keys(sealer)).toHaveLength(1);
    expect(JSON.stringify(bySid(template, 'OnlyItsWriterPutssegments').Condition)).toMatch(/AuditSealerPartsRole/);
    expect(JSON.stringify(bySid(template, 'OnlyItsWriterPutslate').Condition)).toMatch(/"Writer/);
    expect(bySid(template, 'NobodyPutsElsewhere').NotResource).toHaveLength(2);
  });

  test('streams both images of the journal, and lets nobody else change it', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: {
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        ResourcePolicy: Match.absent(),
      },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      ResourcePolicy: {
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Effect: 'Deny', Action: Match.arrayWith(['dynamodb:DeleteItem', 'dynamodb:PutItem']) }),
          ],
        },
      },
    });
  });

  test('keeps no copy of a content key that was destroyed', () => {
    const table = Object.entries(template.findResources('AWS::DynamoDB::Table')).find(([id]) =>
      id.includes('ContentKey'),
    );
    expect(table![1].Properties.PointInTimeRecoverySpecification).toBeUndefined();
    expect(table![1].Properties.StreamSpecification).toBeUndefined();
  });

  test('signs with a P-256 key that can do nothing else', () => {
    template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  });

  test('the writer can append and not change, delete or list', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).filter(({ Properties }) =>
      Properties.Roles[0].Ref?.startsWith('Writer'),
    );
    const actions = (policy!.Properties.PolicyDocument.Statement as Statement[]).flatMap(({ Action }) => Action);
    expect(actions).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Delete|Update|Query|Scan|List|Sign|Retention|Bypass/)]),
    );
    expect(actions).toContain('dynamodb:PutItem');
  });

  test('beats each minute, and reads the stream from its beginning', () => {
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 4_000,
      MaximumBatchingWindowInSeconds: 60,
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"W#"}]}}}}' }] },
    });
  });
});

test('a trial locks for a day in governance mode and goes away', () => {
  const { template } = synth({ profile: Profile.TRIAL, retentionDays: undefined, confirmRetentionDays: undefined });
  template.hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
  });
  expect(bucketStatements(template).map(({ Sid }) => Sid)).not.toContain('NobodyDeletesObjects');
});

describe('fails when', () => {
  test('the locked retention is not said in production', () => {
    expect(() => synth({ retentionDays: undefined })).toThrow(/Stack\/Audit: 'retentionDays' is needed/);
  });
  test('it is said once', () => {
    expect(() => synth({ confirmRetentionDays: undefined })).toThrow(
      /'confirmRetentionDays' must repeat 'retentionDays' \(365\)/,
    );
  });
});
