import { Duration, Lazy, Stack, Tags } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionNetwork } from '../function-network';
import { BundledFunction } from '../private/bundled-function';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { LockedBucket } from '../private/locked-bucket';
import { productMetric } from '../private/product-metric';
import { PurposeKey, serviceUse } from '../private/purpose-key';
import { removalPolicyOf } from '../private/retention';
import { Profile } from '../profile';
import type { AuditReplicaTarget } from './audit-replica';
import type { SealerEnv } from './env';
import { journalWrittenOnlyBy, operatorsOnlyPut } from './journal-policy';
import { replicate } from './replicate';

/** Records of a request: chains of writers. */
export const WRITER_KEYS = 'W#*';

/** What the sealer remembers: its head, the positions of chains, requests that are open. */
export const SEALER_KEYS = 'S#*';

/**
 * Properties for `AuditStore`.
 */
export interface AuditStoreProps {
  /**
   * Receives the server access logs of the audit bucket.
   */
  readonly accessLogBucket: s3.IBucket;

  /**
   * Where stale reservations are settled.
   */
  readonly budgetTable: dynamodb.ITable;

  /**
   * Encrypts the budget table.
   */
  readonly budgetKey: kms.IKey;

  /**
   * How much is protected, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * Days for which the audit bucket keeps every object, in compliance mode: nobody shortens it, neither an
   * administrator nor AWS. Needed in the production profile; a trial keeps one day in governance mode.
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

  /**
   * Days for which a sealed record stays in the table, where the sealer could read it again.
   *
   * @default 3
   */
  readonly tableRetentionDays?: number;

  /**
   * Seconds after which a request without an end is settled at its worst case.
   *
   * @default 1200
   */
  readonly staleAfterSeconds?: number;

  /**
   * A key of your own for the audit trail. Readers of the trail need `kms:Decrypt` on it.
   *
   * @default - a new key, rotated each year
   */
  readonly key?: kms.IKey;

  /**
   * An asymmetric P-256 key of your own that signs segments.
   *
   * @default - a new key
   */
  readonly signingKey?: kms.IKey;

  /**
   * Roles of operators, whose commands (`llm-api tenant …`) leave records of their own. A role that is not named here
   * cannot write any; one that is can put items into the journal, and neither change nor remove them by other means.
   *
   * @default - none
   */
  readonly operatorRoleArns?: string[];

  /**
   * Make the new key a multi-Region primary key, so that a replica can be read elsewhere.
   *
   * Security impact: the key's material leaves the Region once a replica is made.
   *
   * @default false
   */
  readonly multiRegionKey?: boolean;

  /**
   * A locked bucket in another account that receives a copy of each segment: what an administrator of this account
   * cannot reach. `AuditReplica` defines one.
   *
   * @default - none
   */
  readonly replica?: AuditReplicaTarget;

  /**
   * Where the sealer runs. It reads records, so in production it belongs into isolated subnets.
   *
   * @default - outside a VPC
   */
  readonly network?: FunctionNetwork;
}

/**
 * Defines the audit trail: a table that only the gateway writes, a sealer that signs what it finds there, and a
 * locked bucket that nobody deletes from.
 *
 * The table is the journal of the last days; the bucket is the trail.
 */
export class AuditStore extends Construct {
  /**
   * Encrypts the table and the bucket.
   */
  public readonly key: kms.IKey;

  /**
   * Signs segments. Its public half is all that a verifier needs.
   */
  public readonly signingKey: kms.IKey;

  /**
   * HMAC key behind pseudonyms of tenants: `kms:GenerateMac` with one message gives the trail's secret.
   */
  public readonly macKey: kms.IKey;

  /**
   * Journal of records, by writer and sequence.
   */
  public readonly table: dynamodb.Table;

  /**
   * Data keys of tenants whose content is kept. Without point-in-time recovery and backups on purpose: a key that is
   * destroyed here must be gone.
   */
  public readonly contentKeyTable: dynamodb.Table;

  /**
   * Sealed segments (`segments/`) and records that could not reach the table (`late/`), under Object Lock.
   */
  public readonly bucket: s3.Bucket;

  /**
   * Seals records into segments.
   */
  public readonly sealer: lambda.Function;

  /**
   * Receives references to batches that the sealer could not read within a day.
   */
  public readonly deadLetterQueue: sqs.Queue;

  /**
   * Copies segments to the replica; absent without one.
   */
  public readonly replicationRole?: iam.Role;

  private readonly writers: string[] = [];

  public constructor(scope: Construct, id: string, props: AuditStoreProps) {
    super(scope, id);
    const profile = props.profile ?? Profile.PRODUCTION;
    const trial = profile === Profile.TRIAL;
    const operators = props.operatorRoleArns ?? [];

    this.key = new PurposeKey(this, 'Key', {
      purpose: 'audit trail',
      profile,
      existing: props.key,
      multiRegion: props.multiRegionKey,
    }).key;
    // what the heartbeat could not deliver goes to an encrypted queue.
    this.key.addToResourcePolicy(serviceUse(this, 'events', 'rule/*'));
    this.signingKey = new PurposeKey(this, 'SigningKey', {
      purpose: 'signatures of the audit trail',
      profile,
      existing: props.signingKey,
      use: 'SIGN',
    }).key;
    this.macKey = new PurposeKey(this, 'MacKey', { purpose: 'pseudonyms in the audit trail', profile, use: 'MAC' }).key;

    const table: dynamodb.TableProps = {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      deletionProtection: !trial,
      removalPolicy: removalPolicyOf(profile),
    };
    this.table = new dynamodb.Table(this, 'Table', {
      ...table,
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // both images: a change and a removal show what was there before.
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'ttl',
      resourcePolicy: new iam.PolicyDocument({
        statements: [
          journalWrittenOnlyBy(
            Lazy.list(
              { produce: () => [...operators, ...this.writers, this.sealer.role!.roleArn] },
              { omitEmpty: false },
            ),
          ),
          ...(operators.length > 0 ? [operatorsOnlyPut(operators)] : []),
        ],
      }),
    });
    this.contentKeyTable = new dynamodb.Table(this, 'ContentKeyTable', table);
    // what the rules and the reviewer need to know: which table is the journal, and which must have no copy.
    Tags.of(this.table).add('llm:journal', 'true');
    Tags.of(this.contentKeyTable).add('llm:erasable', 'true');

    const bucket = new LockedBucket(this, 'Bucket', {
      key: this.key,
      profile,
      accessLog: { bucket: props.accessLogBucket, prefix: 'audit/' },
      retentionDays: props.retentionDays,
      confirmRetentionDays: props.confirmRetentionDays,
    });
    this.bucket = bucket;
    if (props.replica !== undefined) this.replicationRole = replicate(this, bucket, this.key, props.replica);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', { key: this.key, profile });

    const environment: SealerEnv = {
      AUDIT_TABLE: this.table.tableName,
      AUDIT_BUCKET: this.bucket.bucketName,
      AUDIT_MAC_KEY_ARN: this.macKey.keyArn,
      SIGNING_KEY_ARN: this.signingKey.keyArn,
      BUDGET_TABLE: props.budgetTable.tableName,
      STACK_NAME: Stack.of(this).stackName,
      STALE_AFTER_SECONDS: String(props.staleAfterSeconds ?? 1_200),
      TABLE_RETENTION_DAYS: String(props.tableRetentionDays ?? 3),
    };
    this.sealer = new BundledFunction(this, 'Sealer', {
      asset: 'audit',
      description: 'Seals audit records into signed, locked segments',
      environment,
      statements: this.sealerStatements(props),
      key: this.key,
      profile,
      timeout: Duration.minutes(5),
      memoryMiB: 1_024,
      network: props.network,
      reservedConcurrency: 5,
      deadLetterQueue: this.deadLetterQueue,
    });
    this.feed();

    bucket.writtenOnlyBelow({
      'segments/*': [this.sealer.role!.roleArn],
      // the second path of every writer, operators among them: what the journal refuses still leaves a record.
      'late/*': Lazy.list({ produce: () => [...operators, ...this.writers] }, { omitEmpty: false }),
    });
  }

  /**
   * Names a role that writes records. Nobody else can put into the table or below the bucket's `late/`.
   *
   * What the role needs is in `writerStatements`.
   */
  public allowWriter(role: iam.IRole): void {
    this.writers.push(role.roleArn);
  }

  /**
   * Everything that a writer of records may do: append, and read the sealer's head and content keys.
   */
  public writerStatements(): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [WRITER_KEYS] } },
      }),
      new iam.PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [SEALER_KEYS] } },
      }),
      new iam.PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [this.contentKeyTable.tableArn],
      }),
      new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects('late/*')] }),
      new iam.PolicyStatement({ actions: ['kms:GenerateMac'], resources: [this.macKey.keyArn] }),
      this.useOfKey(['dynamodb', 's3']),
    ];
  }

  /**
   * Records that were changed or removed, chains with a gap or a fork: each is an incident.
   */
  public metricTampering(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AuditTampering', { statistic: 'Sum', ...props });
  }

  /**
   * Age of the oldest record that a run sealed, in seconds.
   */
  public metricSealLag(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AuditSealLag', { statistic: 'Maximum', ...props });
  }

  /**
   * Runs of the sealer that ended well: none for some minutes means that nothing is sealed.
   */
  public metricSealerRuns(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AuditSealerRuns', { statistic: 'Sum', ...props });
  }

  /**
   * Requests that began and never ended, settled at their worst case.
   */
  public metricStaleOpens(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AuditStaleOpens', { statistic: 'Sum', ...props });
  }

  private metric(metricName: string, props: cloudwatch.MetricOptions): cloudwatch.Metric {
    return productMetric(this, metricName, props);
  }

  /** The stream, and a heartbeat for what no stream tells: late objects, stale requests, a sealer that was down. */
  private feed(): void {
    new lambda.EventSourceMapping(this, 'Stream', {
      target: this.sealer,
      eventSourceArn: this.table.tableStreamArn!,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      // two records a request: one signature for two thousand requests, as far as 6 MB of a batch reach.
      batchSize: 4_000,
      maxBatchingWindow: Duration.seconds(60),
      // a batch is retried until its records leave the stream; the table keeps them, and the heartbeat finds them there.
      onFailure: new SqsDlq(this.deadLetterQueue),
      filters: [
        lambda.FilterCriteria.filter({ dynamodb: { Keys: { pk: { S: lambda.FilterRule.beginsWith('W#') } } } }),
      ],
    });
    new events.Rule(this, 'Heartbeat', {
      description: 'Seals what the stream did not bring and settles requests that never ended',
      schedule: events.Schedule.rate(Duration.minutes(1)),
      targets: [
        new targets.LambdaFunction(this.sealer, {
          deadLetterQueue: this.deadLetterQueue,
          // the next beat does the same.
          maxEventAge: Duration.minutes(1),
          retryAttempts: 0,
        }),
      ],
    });
  }

  private sealerStatements(props: AuditStoreProps): iam.PolicyStatement[] {
    return [
      // reads the journal.
      new iam.PolicyStatement({
        actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
        resources: [this.table.tableArn],
      }),
      // marks what is sealed for expiry: of a record it can write nothing else.
      new iam.PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [WRITER_KEYS] },
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'ttl'] },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
        },
      }),
      // remembers its own state.
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [SEALER_KEYS] } },
      }),
      new iam.PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.table.tableStreamArn!],
      }),
      // CloudFormation and Lambda list streams before they use one; the action takes no narrower resource.
      new iam.PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      new iam.PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [this.bucket.arnForObjects('segments/*')],
      }),
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [this.bucket.arnForObjects('late/*')] }),
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
      new iam.PolicyStatement({ actions: ['kms:Sign'], resources: [this.signingKey.keyArn] }),
      new iam.PolicyStatement({ actions: ['kms:GenerateMac'], resources: [this.macKey.keyArn] }),
      this.useOfKey(['dynamodb', 's3']),
      new iam.PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [props.budgetTable.tableArn],
      }),
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [props.budgetKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    ];
  }

  /** The key through the services that hold the data, never directly. */
  private useOfKey(services: string[]): iam.PolicyStatement {
    const { region } = Stack.of(this);
    return new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.key.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
      },
    });
  }
}
