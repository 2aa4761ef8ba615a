import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AuditReplica } from '../../lib/audit/audit-replica';
import { findingsOf } from '../../lib/compliance/template-findings';
import { newPacks } from '../../lib/compliance/packs';
import { synthStack } from '../synth';
import { judge, type Json, type TemplateJson } from '../compliance/template';

jest.setTimeout(120_000);

const TARGET = {
  bucketArn: 'arn:aws:s3:::replica-of-the-trail',
  accountId: '444455556666',
  keyArn: 'arn:aws:kms:eu-west-1:444455556666:key/11112222-3333-4444-5555-666677778888',
};

/** Actions that a role may use on what, from the policies that name it. */
function allowed(resources: TemplateJson['Resources'], part: string): (readonly [string, string])[] {
  return Object.values(resources)
    .filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::ManagedPolicy' && JSON.stringify(Properties.Roles).includes(part),
    )
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
    .flatMap(({ Action, Resource }) =>
      [Action].flat().map((action: string) => [action, JSON.stringify(Resource)] as const),
    );
}

describe('THREATS 20: a copy of the trail in another account', () => {
  const { app, stack } = synthStack({ auditReplica: TARGET });
  const template = app.synth({ skipValidation: true }).getStackByName(stack.stackName).template as TemplateJson;
  const [, bucket] = Object.entries(template.Resources).find(
    ([id, { Type }]) => Type === 'AWS::S3::Bucket' && id.includes('AuditBucket'),
  )!;

  test('is made of every segment, is owned there, and is encrypted under a key of that account', () => {
    const [rule] = bucket.Properties.ReplicationConfiguration.Rules as Json[];
    expect(rule).toMatchObject({
      Status: 'Enabled',
      Filter: { Prefix: 'segments/' },
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: {
        Bucket: TARGET.bucketArn,
        Account: TARGET.accountId,
        AccessControlTranslation: { Owner: 'Destination' },
        EncryptionConfiguration: { ReplicaKmsKeyID: TARGET.keyArn },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
      },
    });
  });

  test('is made by a role that reads segments here, puts copies there, and deletes nothing', () => {
    const actions = allowed(template.Resources, 'AuditReplicationRole');
    expect(actions.length).toBeGreaterThan(5);
    for (const [action, resource] of actions) {
      expect(action).not.toMatch(/Delete|PutObject|PutBucket|Bypass|\*/);
      expect(resource).toMatch(/segments\/\*|AuditBucket|AuditKey|replica-of-the-trail|key\/1111/);
    }
    const role = Object.entries(template.Resources).find(([id]) => id.includes('AuditReplicationRole'))![1];
    expect(JSON.stringify(role.Properties.AssumeRolePolicyDocument)).toContain('aws:SourceAccount');
  });

  test('answers the rule that asks for one; nothing else is found', () => {
    const key = ({ path, id }: { path: string; id: string }) => `${path} ${id}`;
    const found = findingsOf(newPacks(), app).map(key).sort();
    expect(stack.llmApi.acknowledgements().map(key).sort()).toEqual(found);
    expect(found.join('\n')).not.toMatch(/Audit\/Bucket\/Resource .*S3BucketReplicationEnabled/);
    expect(judge(template)).toEqual([]);
  });
});

describe('the bucket there', () => {
  const stack = new Stack(new App(), 'Replica', { env: { account: TARGET.accountId, region: 'eu-west-1' } });
  new AuditReplica(stack, 'AuditReplica', {
    sourceAccountId: '111122223333',
    retentionDays: 365,
    confirmRetentionDays: 365,
  });
  const template = Template.fromStack(stack);

  test('is locked in compliance mode', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
    });
  });

  test('takes copies from the role of the source alone, and objects from nobody', () => {
    const statements = Object.values(template.findResources('AWS::S3::BucketPolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Json[],
    );
    const allows = statements.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('111122223333'),
    );
    expect(allows).toHaveLength(1);
    expect(allows[0]).toMatchObject({
      Action: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject', 's3:ReplicateTags'],
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/HardenedLlmApi-audit-replication'],
            ],
          },
        },
      },
    });
    const puts = statements.filter(
      ({ Action, Effect }) => Effect === 'Deny' && [Action].flat().includes('s3:PutObject'),
    );
    expect(puts.some(({ Condition }) => Condition === undefined)).toBe(true);
  });
});
