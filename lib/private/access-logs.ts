import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * Sends a bucket's server access logs to another bucket.
 *
 * By bucket policy, never by ACL, whatever feature flags the app has; and only for this bucket of this account.
 */
export function logAccess(bucket: s3.Bucket, target: s3.IBucket, prefix: string): void {
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.loggingConfiguration = { destinationBucketName: target.bucketName, logFilePrefix: prefix };
  target.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [target.arnForObjects(`${prefix}*`)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account },
        ArnLike: { 'aws:SourceArn': bucket.bucketArn },
      },
    }),
  );
}
