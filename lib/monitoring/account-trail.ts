import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../private/encrypted-log-group';
import { LockedBucket } from '../private/locked-bucket';
import { PurposeKey } from '../private/purpose-key';
import { Profile } from '../profile';

/**
 * Properties for `AccountTrail`.
 */
export interface AccountTrailProps {
  /**
   * Receives the server access logs of the trail's bucket.
   */
  readonly accessLogBucket: s3.IBucket;

  /**
   * Buckets of which every write is logged, too.
   *
   * @default - none: management events alone
   */
  readonly watchedBuckets?: s3.IBucket[];

  /**
   * How much is protected, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * Days for which the trail is locked. Needed in the production profile.
   *
   * @default - none, which the production profile refuses
   */
  readonly retentionDays?: number;

  /**
   * The same number again: a locked retention is asked for twice.
   *
   * @default - none, which the production profile refuses
   */
  readonly confirmRetentionDays?: number;
}

/**
 * Defines a trail of the account's management events, for accounts that have none: without one, EventBridge sees no
 * calls, and alarms on them stay silent.
 */
export class AccountTrail extends Construct {
  /**
   * Encrypts the trail.
   */
  public readonly key: kms.IKey;

  /**
   * Holds the trail, locked.
   */
  public readonly bucket: s3.Bucket;

  /**
   * The trail.
   */
  public readonly trail: cloudtrail.CfnTrail;

  public constructor(scope: Construct, id: string, props: AccountTrailProps) {
    super(scope, id);
    const profile = props.profile ?? Profile.PRODUCTION;
    const { partition, region, account } = Stack.of(this);
    // by name, because key and bucket have to allow a trail that does not exist yet.
    const trailName = `${Stack.of(this).stackName}-management`;
    const trailArn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`;
    const service = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
    const ofThisTrail = { StringEquals: { 'aws:SourceArn': trailArn } };

    this.key = new PurposeKey(this, 'Key', { purpose: 'account trail', profile }).key;
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'TrailEncrypts',
        principals: [service],
        actions: ['kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: ofThisTrail,
      }),
    );
    const bucket = new LockedBucket(this, 'Bucket', {
      key: this.key,
      profile,
      accessLog: { bucket: props.accessLogBucket, prefix: 'account-trail/' },
      retentionDays: props.retentionDays,
      confirmRetentionDays: props.confirmRetentionDays,
    });
    bucket.writtenOnlyByService('cloudtrail.amazonaws.com');
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [service],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: ofThisTrail,
      }),
    );
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [service],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: ofThisTrail,
      }),
    );
    this.bucket = bucket;

    const logGroup = new EncryptedLogGroup(this, 'Logs', { key: this.key, profile });
    const role = new iam.Role(this, 'LogRole', {
      assumedBy: service.withConditions({ StringEquals: { 'aws:SourceAccount': account } }),
    });
    const policy = new iam.ManagedPolicy(this, 'LogPolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
    this.trail = new cloudtrail.CfnTrail(this, 'Resource', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: this.key.keyArn,
      s3BucketName: bucket.bucketName,
      cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      eventSelectors: [
        {
          includeManagementEvents: true,
          readWriteType: 'WriteOnly',
          dataResources: (props.watchedBuckets ?? []).map(({ bucketArn }) => ({
            type: 'AWS::S3::Object',
            values: [`${bucketArn}/`],
          })),
        },
      ],
    });
    // the bucket's policy has to let the trail in when it is made.
    this.trail.node.addDependency(bucket.policy!, policy);
  }
}
