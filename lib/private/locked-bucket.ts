import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * Statements that keep a locked bucket locked, whatever else an administrator may do.
 *
 * Object Lock already refuses to delete a locked version. These refuse the steps around it: a delete marker that hides
 * an object, a bypass of governance mode, a shorter retention for what is written next, a lifecycle rule.
 */
export function lockStatements(bucket: s3.IBucket): iam.PolicyStatement[] {
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
export function putOnlyBy(bucket: s3.IBucket, prefix: string, roleArns: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: `OnlyItsWriterPuts${prefix.replaceAll(/[^a-z]/g, '')}`,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects(prefix)],
    conditions: { StringNotEquals: { 'aws:PrincipalArn': roleArns } },
  });
}

/** Refuses objects outside of the prefixes that have a writer. */
export function putNowhereBut(bucket: s3.IBucket, prefixes: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'NobodyPutsElsewhere',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    notResources: prefixes.map((prefix) => bucket.arnForObjects(prefix)),
  });
}
