import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Profile } from '../profile';
import { logRetentionOf, removalPolicyOf } from './retention';

/** What an encrypted log group needs. */
export interface EncryptedLogGroupProps {
  readonly key: kms.IKey;
  readonly profile: Profile;
  /** Only where AWS asks for a prefix, as WAF does. */
  readonly logGroupName?: string;
}

/**
 * Defines a log group under a customer-managed key, with a retention.
 *
 * CDK does not touch the key's policy for a log group, and CloudWatch Logs then refuses to create it. The statement
 * names no single group, because the key's policy and the group would need each other; the encryption context keeps
 * the service to log groups of this account and Region.
 */
export class EncryptedLogGroup extends logs.LogGroup {
  public constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    super(scope, id, {
      encryptionKey: props.key,
      logGroupName: props.logGroupName,
      retention: logRetentionOf(scope, props.profile),
      removalPolicy: removalPolicyOf(props.profile),
    });
    const { partition, region, account } = Stack.of(this);
    props.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LogGroupsOfThisAccount',
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
        },
      }),
    );
  }
}
