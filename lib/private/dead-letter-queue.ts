import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Profile } from '../profile';
import { deadLetterDaysOf, removalPolicyOf } from './retention';

/** What a dead-letter queue needs. */
export interface DeadLetterQueueProps {
  readonly key: kms.IKey;
  readonly profile: Profile;
}

/** Defines a queue for what failed: encrypted, TLS only. Whoever has one watches it. */
export class DeadLetterQueue extends sqs.Queue {
  public constructor(scope: Construct, id: string, { key, profile }: DeadLetterQueueProps) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(deadLetterDaysOf(scope)),
      removalPolicy: removalPolicyOf(profile),
    });
  }
}
