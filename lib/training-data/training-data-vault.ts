import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionNetwork } from '../function-network';
import { BundledFunction } from '../private/bundled-function';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { LockedBucket } from '../private/locked-bucket';
import { PrivateBucket } from '../private/private-bucket';
import { PurposeKey, serviceUse } from '../private/purpose-key';
import { Profile } from '../profile';
import type { ApproveEnv, IngestEnv } from './env';

/**
 * Properties for `TrainingDataVault`.
 */
export interface TrainingDataVaultProps {
  /**
   * Receives the server access logs of both buckets.
   */
  readonly accessLogBucket: s3.IBucket;

  /**
   * How much is protected, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * Days for which raw data is kept before it expires: it holds personal data.
   *
   * @default 7
   */
  readonly rawRetentionDays?: number;

  /**
   * Days for which every object of a dataset is locked, in compliance mode. Needed in the production profile.
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
   * A key of your own for training data.
   *
   * @default - a new key, rotated each year
   */
  readonly key?: kms.IKey;

  /**
   * Make the new key a multi-Region primary key, so that a replica can be read elsewhere.
   *
   * Security impact: the key's material leaves the Region once a replica is made.
   *
   * @default false
   */
  readonly multiRegionKey?: boolean;

  /**
   * Where the functions run. They read personal data, so in production they belong into isolated subnets.
   *
   * @default - outside a VPC
   */
  readonly network?: FunctionNetwork;
}

/**
 * Defines where training data comes in, is cleaned, and is kept so that nobody can poison it.
 *
 * Raw data expires. What is kept was anonymized and scanned, cannot be changed, and is read by a signed manifest.
 */
export class TrainingDataVault extends Construct {
  /**
   * Encrypts both buckets.
   */
  public readonly key: kms.IKey;

  /**
   * Signs manifests.
   */
  public readonly signingKey: kms.IKey;

  /**
   * Takes raw batches: `DATASET/BATCH/provenance.json`, then `DATASET/BATCH/examples.jsonl`.
   */
  public readonly rawBucket: s3.Bucket;

  /**
   * Holds what may be trained on, under Object Lock.
   */
  public readonly datasetBucket: s3.Bucket;

  /**
   * Anonymizes and scans a batch.
   */
  public readonly ingest: lambda.Function;

  /**
   * Signs the next version of a dataset. Who may invoke it may approve.
   */
  public readonly approve: lambda.Function;

  /**
   * Receives the batches that were refused.
   */
  public readonly deadLetterQueue: sqs.Queue;

  public constructor(scope: Construct, id: string, props: TrainingDataVaultProps) {
    super(scope, id);
    const profile = props.profile ?? Profile.PRODUCTION;
    const rawDays = props.rawRetentionDays ?? 7;
    if (!(rawDays >= 1 && rawDays <= 30)) {
      throw new Error(`${this.node.path}: 'rawRetentionDays' must be from 1 to 30, got ${rawDays}`);
    }

    this.key = new PurposeKey(this, 'Key', {
      purpose: 'training data',
      profile,
      existing: props.key,
      multiRegion: props.multiRegionKey,
    }).key;
    this.key.addToResourcePolicy(serviceUse(this, 'events', 'rule/*'));
    this.signingKey = new PurposeKey(this, 'SigningKey', {
      purpose: 'signatures of datasets',
      profile,
      use: 'SIGN',
    }).key;

    const accessLog = (prefix: string) => ({ bucket: props.accessLogBucket, prefix });
    const raw = new PrivateBucket(this, 'Raw', {
      key: this.key,
      profile,
      accessLog: accessLog('training-raw/'),
      lifecycleRules: [
        {
          expiration: Duration.days(rawDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // by the property itself: CDK's own switch brings a function with rights to every bucket.
    (raw.node.defaultChild as s3.CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.rawBucket = raw;
    const datasets = new LockedBucket(this, 'Datasets', {
      key: this.key,
      profile,
      accessLog: accessLog('training-datasets/'),
      retentionDays: props.retentionDays,
      confirmRetentionDays: props.confirmRetentionDays,
    });
    Tags.of(datasets).add('llm:dataset', 'true');
    this.datasetBucket = datasets;
    this.deadLetterQueue = new DeadLetterQueue(this, 'Refused', { key: this.key, profile });

    const ingestEnvironment: IngestEnv = {
      RAW_BUCKET: this.rawBucket.bucketName,
      DATASET_BUCKET: this.datasetBucket.bucketName,
    };
    const common = { key: this.key, profile, network: props.network, deadLetterQueue: this.deadLetterQueue };
    const batches = this.datasetBucket.arnForObjects('*/batches/*');
    const manifests = this.datasetBucket.arnForObjects('*/manifests/*');
    const useKey = new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.key.keyArn],
    });
    this.ingest = new BundledFunction(this, 'Ingest', {
      ...common,
      asset: 'training-data',
      description: 'Anonymizes and scans a batch of training data',
      environment: ingestEnvironment,
      statements: [
        new iam.PolicyStatement({
          actions: ['s3:GetObject'],
          resources: ['*/examples.jsonl', '*/provenance.json'].map((key) => this.rawBucket.arnForObjects(key)),
        }),
        new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [batches] }),
        new iam.PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [this.rawBucket.bucketArn, this.datasetBucket.bucketArn],
        }),
        useKey,
      ],
      timeout: Duration.minutes(15),
      memoryMiB: 2_048,
      reservedConcurrency: 2,
    });
    const approveEnvironment: ApproveEnv = {
      DATASET_BUCKET: this.datasetBucket.bucketName,
      SIGNING_KEY_ARN: this.signingKey.keyArn,
    };
    this.approve = new BundledFunction(this, 'Approve', {
      ...common,
      asset: 'training-data-approve',
      description: 'Signs the next version of a dataset',
      environment: approveEnvironment,
      statements: [
        new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [batches] }),
        new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [manifests] }),
        new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.datasetBucket.bucketArn] }),
        new iam.PolicyStatement({
          actions: ['kms:GetPublicKey', 'kms:Sign'],
          resources: [this.signingKey.keyArn],
        }),
        useKey,
      ],
      timeout: Duration.minutes(5),
      memoryMiB: 512,
      reservedConcurrency: 1,
    });

    datasets.writtenOnlyBelow({
      '*/batches/*': [this.ingest.role!.roleArn],
      '*/manifests/*': [this.approve.role!.roleArn],
    });

    new events.Rule(this, 'Arrived', {
      description: 'Ingests a batch when its examples have arrived',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [this.rawBucket.bucketName] },
          object: { key: [{ suffix: '/examples.jsonl' }] },
        },
      },
      targets: [new targets.LambdaFunction(this.ingest, { deadLetterQueue: this.deadLetterQueue, retryAttempts: 2 })],
    });
  }

  /**
   * Writes what `llm-api dataset` reads as outputs of the stack: once a stack.
   */
  public writeOutputs(): void {
    const stack = Stack.of(this);
    new CfnOutput(stack, 'TrainingRawBucketName', { value: this.rawBucket.bucketName });
    new CfnOutput(stack, 'TrainingDatasetBucketName', { value: this.datasetBucket.bucketName });
    new CfnOutput(stack, 'TrainingApproveFunctionName', { value: this.approve.functionName });
    new CfnOutput(stack, 'TrainingSigningKeyArn', { value: this.signingKey.keyArn });
  }
}
