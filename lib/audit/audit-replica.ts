import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LockedBucket } from '../private/locked-bucket';
import { PrivateBucket } from '../private/private-bucket';
import { PurposeKey } from '../private/purpose-key';
import { Profile } from '../profile';
import { replicationRoleName } from './replicate';

/**
 * Where copies of the audit trail go.
 */
export interface AuditReplicaTarget {
  /**
   * ARN of the bucket. It is versioned, under Object Lock, and its policy lets the replication role in.
   */
  readonly bucketArn: string;

  /**
   * Account of the bucket: another one, or the copy falls with the original.
   */
  readonly accountId: string;

  /**
   * ARN of the key there, under which the copies are encrypted.
   */
  readonly keyArn: string;

  /**
   * Region of the bucket.
   *
   * @default - the Region of the API
   */
  readonly region?: string;
}

/**
 * Properties for `AuditReplica`.
 */
export interface AuditReplicaProps {
  /**
   * Account of the API whose trail is copied.
   */
  readonly sourceAccountId: string;

  /**
   * Name of the API's stack.
   *
   * @default HardenedLlmApi
   */
  readonly sourceStackName?: string;

  /**
   * Days for which every copy is locked, in compliance mode.
   */
  readonly retentionDays: number;

  /**
   * The same number again: a locked retention is asked for twice.
   */
  readonly confirmRetentionDays: number;
}

/**
 * Defines, in an account of its own, the locked bucket that copies of an audit trail go to.
 *
 * Deploy it first, to an account in which nobody of the API's team administers; then name it in the API's config
 * (`auditReplica`). The copy is verified as the original is, with the same public key.
 */
export class AuditReplica extends Construct {
  /**
   * Encrypts the copies.
   */
  public readonly key: kms.IKey;

  /**
   * Holds the copies.
   */
  public readonly bucket: s3.Bucket;

  public constructor(scope: Construct, id: string, props: AuditReplicaProps) {
    super(scope, id);
    const { partition } = Stack.of(this);
    const roleArn = `arn:${partition}:iam::${props.sourceAccountId}:role/${replicationRoleName(props.sourceStackName ?? 'HardenedLlmApi')}`;
    // the role may not exist yet, and a policy that names an unknown role is refused: its account, and a condition.
    const onlyTheRole = {
      principals: [new iam.AccountPrincipal(props.sourceAccountId)],
      conditions: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
    };
    this.key = new PurposeKey(this, 'Key', { purpose: 'replica of an audit trail', profile: Profile.PRODUCTION }).key;
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({ ...onlyTheRole, actions: ['kms:Encrypt', 'kms:GenerateDataKey'], resources: ['*'] }),
    );
    const accessLogs = new PrivateBucket(this, 'AccessLogs', { profile: Profile.PRODUCTION });
    const bucket = new LockedBucket(this, 'Bucket', {
      key: this.key,
      profile: Profile.PRODUCTION,
      accessLog: { bucket: accessLogs, prefix: 'audit-replica/' },
      retentionDays: props.retentionDays,
      confirmRetentionDays: props.confirmRetentionDays,
    });
    // copies are put by `ReplicateObject`, never by `PutObject`: nobody forges one.
    bucket.writtenOnlyBelow({ 'segments/*': [] });
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        ...onlyTheRole,
        actions: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject', 's3:ReplicateTags'],
        resources: [bucket.arnForObjects('segments/*')],
      }),
    );
    this.bucket = bucket;
  }
}
