import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataStore, type DataStoreProps } from '../../lib/data/data-store';
import { Profile } from '../../lib/profile';

function synth(props: DataStoreProps = {}) {
  const stack = new Stack(new App(), 'Stack');
  const store = new DataStore(stack, 'Data', { backupRetentionDays: 35, confirmBackupRetentionDays: 35, ...props });
  return { stack, store, template: () => Template.fromStack(stack) };
}

describe('DataStore in production', () => {
  const template = synth().template();

  test('keeps both tables under the key, with point-in-time recovery and against deletion', () => {
    const tables = Object.values(template.findResources('AWS::DynamoDB::Table'));
    expect(tables).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of tables) {
      expect(Properties).toMatchObject({
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: expect.anything() },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
      });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('ends items only by a TTL of their own, which no budget or tenant has', () => {
    template.resourcePropertiesCountIs(
      'AWS::DynamoDB::Table',
      { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
      1,
    );
  });

  test('rotates the key, keeps the root, and can take a deletion back for 30 days', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:*', Effect: 'Allow', Resource: '*' })]),
      },
    });
  });

  test('lets a service use the key for resources of this account only', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    const services = key!.Properties.KeyPolicy.Statement.filter((s: { Principal: object }) => 'Service' in s.Principal);
    expect(services).toHaveLength(2);
    for (const { Condition } of services) {
      expect(Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    }
  });

  test('backs both tables up into a locked vault', () => {
    template.hasResourceProperties('AWS::Backup::BackupVault', {
      LockConfiguration: { MinRetentionDays: 35, ChangeableForDays: 3 },
    });
    template.resourceCountIs('AWS::Backup::BackupSelection', 2);
  });

  test('refuses plain HTTP to the access logs, and lets them expire', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 400 })]) },
    });
  });
});

test('a trial has no backups and leaves nothing behind', () => {
  const template = synth({ profile: Profile.TRIAL }).template();
  template.resourceCountIs('AWS::Backup::BackupVault', 0);
  for (const [id, { DeletionPolicy }] of Object.entries(template.toJSON().Resources as Record<string, never>)) {
    expect([id, DeletionPolicy]).not.toEqual([id, 'Retain']);
  }
});

test('two stores in one app never fight over an alias', () => {
  const stack = new Stack(new App(), 'Stack');
  new DataStore(stack, 'One', { profile: Profile.TRIAL });
  new DataStore(stack, 'Two', { profile: Profile.TRIAL });
  const names = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Alias')).map(
    (a) => a.Properties.AliasName,
  );
  expect(new Set(names).size).toBe(2);
});

describe('fails when', () => {
  test('the locked retention of backups is not said', () => {
    expect(() => synth({ backupRetentionDays: undefined })).toThrow(/Stack\/Data: 'backupRetentionDays' is needed/);
  });
  test('the locked retention is not said twice', () => {
    expect(() => synth({ confirmBackupRetentionDays: 36 })).toThrow(
      /'confirmBackupRetentionDays' must repeat 'backupRetentionDays' \(35\).*got 36/,
    );
  });
  test('the retention is not a number of days', () => {
    expect(() => synth({ backupRetentionDays: NaN, confirmBackupRetentionDays: NaN })).toThrow(/got NaN/);
  });
});

// THREATS.md 21 and 22: lock-out and confused deputies.
describe("a key of the caller's", () => {
  const rootless = new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/admin')],
        actions: ['kms:*'],
        resources: ['*'],
      }),
    ],
  });

  function synthWith(policy?: iam.PolicyDocument, more: iam.PolicyStatement[] = []) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const key = new kms.Key(stack, 'Key', { policy });
    for (const statement of more) key.addToResourcePolicy(statement);
    new DataStore(stack, 'Data', { key, profile: Profile.TRIAL });
    return app;
  }

  test('is used in place of a new one', () => {
    const app = synthWith();
    Template.fromStack(app.node.findChild('Stack') as Stack).resourceCountIs('AWS::KMS::Key', 1);
  });
  test('fails when nobody could ever change its policy again', () => {
    expect(() => synthWith(rootless).synth()).toThrow(/no statement lets the root of the account administer the key/);
  });
  test('fails when a service may use it for any account', () => {
    const deputy = new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt'],
      resources: ['*'],
    });
    expect(() => synthWith(undefined, [deputy]).synth()).toThrow(
      /cloudwatch\.amazonaws\.com may use the key for resources of any account/,
    );
  });
  test('fails when anyone may use it', () => {
    const anyone = new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:Decrypt'],
      resources: ['*'],
    });
    expect(() => synthWith(undefined, [anyone]).synth()).toThrow(/lets anyone use the key/);
  });
});
