import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Profile } from '../profile';
import { logAccess } from './access-logs';
import { removalPolicyOf } from './retention';

/** What a bucket of the product needs. */
export interface PrivateBucketProps {
  /** Absent only where AWS delivers to SSE-S3 alone. */
  readonly key?: kms.IKey;
  readonly profile: Profile;
  /** Receives the server access logs. */
  readonly accessLog?: { readonly bucket: s3.IBucket; readonly prefix: string };
  readonly lifecycleRules?: s3.LifecycleRule[];
  /** Makes an object lock possible; `LockedBucket` sets one. */
  readonly objectLock?: s3.ObjectLockRetention;
}

/** Defines a bucket that nobody reads in the clear or from outside: encrypted, versioned, TLS only, never public. */
export class PrivateBucket extends s3.Bucket {
  public constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { key, objectLock } = props;
    super(scope, id, {
      ...(key === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: removalPolicyOf(props.profile),
      lifecycleRules: props.lifecycleRules,
      ...(objectLock && { objectLockEnabled: true, objectLockDefaultRetention: objectLock }),
    });
    if (props.accessLog !== undefined) logAccess(this, props.accessLog.bucket, props.accessLog.prefix);
  }
}
