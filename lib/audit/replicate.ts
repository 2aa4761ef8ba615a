import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { AuditReplicaTarget } from './audit-replica';

/**
 * Copies every segment of a trail to a bucket of another account, which owns the copies.
 *
 * The role reads segments here and writes replicas there, under that account's key; it deletes nothing, and delete
 * markers are not copied.
 */
export function replicate(scope: Construct, bucket: s3.Bucket, key: kms.IKey, replica: AuditReplicaTarget): iam.Role {
  const { region, account } = Stack.of(scope);
  const { bucketArn, accountId, keyArn } = replica;
  const through = (where: string) => ({ 'kms:ViaService': `s3.${where}.amazonaws.com` });
  const role = new iam.Role(scope, 'ReplicationRole', {
    // by name: the other account names it in its policies before it exists.
    roleName: replicationRoleName(Stack.of(scope).stackName),
    // the bucket names the role, so the role cannot name the bucket: the account is what binds the service.
    assumedBy: new iam.ServicePrincipal('s3.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  new iam.ManagedPolicy(scope, 'ReplicationPolicy', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        resources: [bucket.bucketArn],
      }),
      new iam.PolicyStatement({
        actions: [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        resources: [bucket.arnForObjects('segments/*')],
      }),
      new iam.PolicyStatement({
        actions: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject', 's3:ReplicateTags'],
        resources: [`${bucketArn}/segments/*`],
      }),
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: through(region) },
      }),
      new iam.PolicyStatement({
        actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
        resources: [keyArn],
        conditions: { StringEquals: through(replica.region ?? region) },
      }),
    ],
  });
  (bucket.node.defaultChild as s3.CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: [
      {
        id: 'segments',
        status: 'Enabled',
        priority: 1,
        filter: { prefix: 'segments/' },
        deleteMarkerReplication: { status: 'Disabled' },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
        destination: {
          bucket: bucketArn,
          account: accountId,
          accessControlTranslation: { owner: 'Destination' },
          encryptionConfiguration: { replicaKmsKeyId: keyArn },
          // within 15 minutes, and measured.
          replicationTime: { status: 'Enabled', time: { minutes: 15 } },
          metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } },
        },
      },
    ],
  };
  return role;
}

/** Name of the role that copies the trail of a stack. */
export function replicationRoleName(stackName: string): string {
  return `${stackName}-audit-replication`;
}
