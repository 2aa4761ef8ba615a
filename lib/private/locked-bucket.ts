import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Profile } from '../profile';
import { checkLockedDays } from './locked-retention';
import { PrivateBucket } from './private-bucket';

/** What a locked bucket needs. */
export interface LockedBucketProps {
  readonly key: kms.IKey;
  readonly profile: Profile;
  readonly accessLog: { readonly bucket: s3.IBucket; readonly prefix: string };
  /** Days of the lock; needed in the production profile. */
  readonly retentionDays?: number;
  /** The same number again. */
  readonly confirmRetentionDays?: number;
}

/**
 * Defines a bucket whose objects nobody changes or deletes before their time: in compliance mode, or for a day in
 * governance mode in a trial, which has to go away with its stack.
 */
export class LockedBucket extends PrivateBucket {
  private readonly trial: boolean;

  public constructor(scope: Construct, id: string, props: LockedBucketProps) {
    const { key, profile, accessLog } = props;
    const trial = profile === Profile.TRIAL;
    super(scope, id, {
      key,
      profile,
      accessLog,
      objectLock: trial
        ? s3.ObjectLockRetention.governance(Duration.days(1))
        : s3.ObjectLockRetention.compliance(
            Duration.days(checkLockedDays(scope, 'retentionDays', props.retentionDays, props.confirmRetentionDays)),
          ),
    });
    this.trial = trial;
  }

  /**
   * Says who puts objects below which prefix. Nobody else puts there, and nobody at all puts elsewhere.
   *
   * @param writers ARNs of roles by prefix, e.g. `segments/*`
   */
  public writtenOnlyBelow(writers: Readonly<Record<string, string[]>>): void {
    const statements = [
      ...(this.trial ? [] : lockStatements(this)),
      putNowhereBut(this, Object.keys(writers)),
      ...Object.entries(writers).map(([prefix, roleArns]) => putOnlyBy(this, prefix, roleArns)),
    ];
    for (const statement of statements) this.addToResourcePolicy(statement);
  }

  /** Leaves putting objects to one service of AWS. */
  public writtenOnlyByService(service: string): void {
    const statements = [
      ...(this.trial ? [] : lockStatements(this)),
      new iam.PolicyStatement({
        sid: 'OnlyTheServicePuts',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: { StringNotEquals: { 'aws:PrincipalServiceName': service } },
      }),
    ];
    for (const statement of statements) this.addToResourcePolicy(statement);
  }
}

/**
 * Statements that keep a locked bucket locked, whatever else an administrator may do.
 *
 * Object Lock already refuses to delete a locked version. These refuse the steps around it: a delete marker that hides
 * an object, a bypass of governance mode, a shorter retention for what is written next, a lifecycle rule.
 */
function lockStatements(bucket: s3.IBucket): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'NobodyDeletesObjects',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: [
        's3:BypassGovernanceRetention',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutObjectLegalHold',
        's3:PutObjectRetention',
      ],
      resources: [bucket.arnForObjects('*')],
    }),
    new iam.PolicyStatement({
      sid: 'NobodyShortensRetention',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: [
        's3:DeleteBucket',
        's3:PutBucketObjectLockConfiguration',
        's3:PutBucketVersioning',
        's3:PutLifecycleConfiguration',
      ],
      resources: [bucket.bucketArn],
    }),
  ];
}

/** Refuses every writer below a prefix but the given roles. With none given, nobody writes there. */
function putOnlyBy(bucket: s3.IBucket, prefix: string, roleArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `OnlyItsWriterPuts${prefix.replaceAll(/[^a-z]/g, '')}`,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects(prefix)],
    // an empty list of values is no policy.
    ...(roleArns.length > 0 && { conditions: { StringNotEquals: { 'aws:PrincipalArn': roleArns } } }),
  });
}

/** Refuses objects outside of the prefixes that have a writer. */
function putNowhereBut(bucket: s3.IBucket, prefixes: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'NobodyPutsElsewhere',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    notResources: prefixes.map((prefix) => bucket.arnForObjects(prefix)),
  });
}
