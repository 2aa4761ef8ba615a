import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Monitoring } from './monitoring';

/**
 * Properties for `TamperAlarms`.
 */
export interface TamperAlarmsProps {
  /**
   * Who is told.
   */
  readonly monitoring: Monitoring;

  /**
   * Keys whose loss would lose what they encrypt.
   */
  readonly keys: kms.IKey[];

  /**
   * Buckets whose protections nobody should touch.
   */
  readonly buckets: s3.IBucket[];

  /**
   * Tables whose protections nobody should touch.
   */
  readonly tables: dynamodb.ITable[];

  /**
   * Receives what could not be sent.
   */
  readonly deadLetterQueue: sqs.IQueue;

  /**
   * ARNs of secrets.
   *
   * @default - none
   */
  readonly secretArns?: string[];
}

interface Watched {
  readonly source: string;
  readonly calls: readonly string[];
  /** What of the event must be one of ours. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly description: string;
}

/** Calls that take a key away, or give it to others. */
export const KEY_CALLS = [
  'CancelKeyDeletion',
  'DeleteImportedKeyMaterial',
  'DisableKey',
  'DisableKeyRotation',
  'PutKeyPolicy',
  'ReplicateKey',
  'ScheduleKeyDeletion',
];

/** Calls that take a protection from a bucket. */
export const BUCKET_CALLS = [
  'DeleteBucket',
  'DeleteBucketEncryption',
  'DeleteBucketLifecycle',
  'DeleteBucketPolicy',
  'DeleteBucketReplication',
  'DeleteObject',
  'DeleteObjects',
  'DeletePublicAccessBlock',
  'PutBucketAcl',
  'PutBucketEncryption',
  'PutBucketLifecycle',
  'PutBucketLogging',
  'PutBucketObjectLockConfiguration',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketReplication',
  'PutBucketVersioning',
];

/** Calls that take a protection from a table. */
export const TABLE_CALLS = [
  'DeleteResourcePolicy',
  'DeleteTable',
  'DisableKinesisStreamingDestination',
  'PutResourcePolicy',
  'UpdateContinuousBackups',
  'UpdateTable',
  'UpdateTimeToLive',
];

/** Calls that take backups away before their time. */
export const BACKUP_CALLS = [
  'DeleteBackupPlan',
  'DeleteBackupSelection',
  'DeleteBackupVault',
  'DeleteBackupVaultAccessPolicy',
  'DeleteBackupVaultLockConfiguration',
  'DeleteRecoveryPoint',
  'PutBackupVaultAccessPolicy',
  'UpdateRecoveryPointLifecycle',
];

/** Calls that show a secret to others, or end its rotation. */
export const SECRET_CALLS = [
  'CancelRotateSecret',
  'DeleteResourcePolicy',
  'DeleteSecret',
  'PutResourcePolicy',
  'ReplicateSecretToRegions',
  'UpdateSecret',
];

/** Calls that blind the account. */
export const TRAIL_CALLS = ['DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail'];

/** Calls that would silence these very alarms. */
export const RULE_CALLS = ['DeleteRule', 'DisableRule', 'PutRule', 'RemoveTargets'];

/**
 * Defines alarms on calls that would take a key, a lock, a backup, a secret or the account's own trail away: who called
 * what, from where, is sent at once, refused attempts included.
 *
 * CloudTrail has to log management events in the Region; EventBridge sees them only then. A deployment that changes a
 * policy rings as well: somebody changed it. The messages pass through a topic under the data key, so whoever takes
 * that key away silences them; the alarms beside the rules keep the state.
 */
export class TamperAlarms extends Construct {
  /**
   * Rules by what they watch: `Keys`, `Buckets`, `Tables`, `Backups`, `Secrets`, `Trails`, `Rules`.
   */
  public readonly rules: Record<string, events.Rule> = {};

  public constructor(scope: Construct, id: string, props: TamperAlarmsProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const arns = (of: readonly { readonly tableArn: string }[]) => of.map(({ tableArn }) => tableArn);
    const secretArns = props.secretArns ?? [];
    const watched: Readonly<Record<string, Watched | undefined>> = {
      Keys: {
        source: 'kms',
        calls: KEY_CALLS,
        detail: { resources: { ARN: props.keys.map(({ keyArn }) => keyArn) } },
        description: 'A key of the API is being taken away or lent: what it encrypts is lost with it.',
      },
      Buckets: {
        source: 's3',
        calls: BUCKET_CALLS,
        detail: { requestParameters: { bucketName: props.buckets.map(({ bucketName }) => bucketName) } },
        description: 'A protection of a bucket was changed, or somebody tried.',
      },
      Tables: {
        source: 'dynamodb',
        calls: TABLE_CALLS,
        detail: {
          $or: [
            {
              requestParameters: {
                tableName: [...props.tables.map(({ tableName }) => tableName), ...arns(props.tables)],
              },
            },
            { requestParameters: { resourceArn: arns(props.tables) } },
          ],
        },
        description: 'A protection of a table was changed, or somebody tried.',
      },
      Backups: {
        source: 'backup',
        calls: BACKUP_CALLS,
        description: 'Backups of this account are being taken away before their time.',
      },
      Secrets:
        secretArns.length === 0
          ? undefined
          : {
              source: 'secretsmanager',
              calls: SECRET_CALLS,
              detail: { requestParameters: { secretId: secretArns } },
              description: 'The key of an upstream was shown to others, deleted, or its rotation ended.',
            },
      Trails: {
        source: 'cloudtrail',
        calls: TRAIL_CALLS,
        description: "The account's own trail was changed or stopped.",
      },
      Rules: {
        source: 'events',
        calls: RULE_CALLS,
        detail: {
          $or: [
            { requestParameters: { name: [{ prefix: `${stackName}-` }] } },
            { requestParameters: { rule: [{ prefix: `${stackName}-` }] } },
          ],
        },
        description: 'A rule of this stack was changed: somebody may be silencing these alarms.',
      },
    };
    for (const [name, what] of Object.entries(watched)) {
      if (what !== undefined) this.rules[name] = this.watch(name, what, props);
    }
    const { monitoring, deadLetterQueue } = props;
    monitoring.topic.addToResourcePolicy(this.rulesMay('sns:Publish', monitoring.topic.topicArn));
    deadLetterQueue.addToResourcePolicy(this.rulesMay('sqs:SendMessage', deadLetterQueue.queueArn));
  }

  private watch(name: string, { source, calls, detail, description }: Watched, props: TamperAlarmsProps): events.Rule {
    const { monitoring, deadLetterQueue } = props;
    const rule = new events.Rule(this, name, {
      description,
      eventPattern: {
        source: [`aws.${source}`],
        detailType: ['AWS API Call via CloudTrail'],
        detail: { eventSource: [`${source}.amazonaws.com`], eventName: [...calls], ...detail },
      },
    });
    const message = events.RuleTargetInput.fromObject({
      alarm: description,
      call: events.EventField.fromPath('$.detail.eventName'),
      who: events.EventField.fromPath('$.detail.userIdentity.arn'),
      from: events.EventField.fromPath('$.detail.sourceIPAddress'),
      at: events.EventField.fromPath('$.time'),
      error: events.EventField.fromPath('$.detail.errorCode'),
      event: events.EventField.fromPath('$.detail.eventID'),
    });
    // CDK's own target lets every rule of every account publish.
    rule.addTarget({
      bind: () => ({
        arn: monitoring.topic.topicArn,
        input: message,
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
      }),
    });
    monitoring.watch(`Tampering${name}`, {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      description,
    });
    return rule;
  }

  private rulesMay(action: string, resource: string): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: 'TamperRules',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: [action],
      resources: [resource],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnEquals: { 'aws:SourceArn': Object.values(this.rules).map(({ ruleArn }) => ruleArn) },
      },
    });
  }
}
