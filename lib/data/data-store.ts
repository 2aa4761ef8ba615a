import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkLockedDays } from '../private/locked-retention';
import { PrivateBucket } from '../private/private-bucket';
import { PurposeKey, serviceUse } from '../private/purpose-key';
import { removalPolicyOf } from '../private/retention';
import { Profile } from '../profile';

/**
 * Properties for `DataStore`.
 */
export interface DataStoreProps {
  /**
   * How much is protected, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * A key of your own for the API's data. Its policy must keep the account's root and bind every service to this
   * account; where the key is part of the app, synth checks it.
   *
   * @default - a new key, rotated each year
   */
  readonly key?: kms.IKey;

  /**
   * Make the new key a multi-Region primary key, so that a replica of the tables can be read elsewhere.
   *
   * Security impact: the key's material leaves the Region once a replica is made.
   *
   * @default false
   */
  readonly multiRegionKey?: boolean;

  /**
   * Days for which backups of the tables are kept in a locked vault. Nobody can shorten it after the vault's grace
   * time of three days. Needed in the production profile; a trial has no backups.
   *
   * @default - none, which the production profile refuses
   */
  readonly backupRetentionDays?: number;

  /**
   * The same number again: a locked retention is asked for twice.
   *
   * @default - none, which the production profile refuses
   */
  readonly confirmBackupRetentionDays?: number;

  /**
   * Days for which access logs of buckets are kept.
   *
   * @default 400
   */
  readonly accessLogRetentionDays?: number;
}

/**
 * Defines what the API remembers about tenants and budgets, the key that encrypts it, and its backups.
 */
export class DataStore extends Construct {
  /**
   * Encrypts the API's own data: tables, queues, topics, logs, environments. Never audit or training data.
   */
  public readonly key: kms.IKey;

  /**
   * One item a tenant: limits used, requests in flight, revocations; never with a TTL, which may lag by two days. Only
   * the items of used idempotency keys have one (`ttl`).
   */
  public readonly budgetTable: dynamodb.Table;

  /**
   * Tenants and their clients.
   */
  public readonly tenantTable: dynamodb.Table;

  /**
   * Receives the server access logs of the other buckets.
   */
  public readonly accessLogBucket: s3.Bucket;

  private readonly plan?: backup.BackupPlan;
  private readonly backupRole?: iam.Role;
  private readonly backedUp: dynamodb.ITable[] = [];

  public constructor(scope: Construct, id: string, props: DataStoreProps = {}) {
    super(scope, id);
    const profile = props.profile ?? Profile.PRODUCTION;

    this.key = new PurposeKey(this, 'Key', {
      purpose: 'API data',
      profile,
      existing: props.key,
      multiRegion: props.multiRegionKey,
    }).key;
    // alarms and the rules that watch for tampering publish to an encrypted topic.
    this.key.addToResourcePolicy(serviceUse(this, 'cloudwatch', 'alarm:*'));
    this.key.addToResourcePolicy(serviceUse(this, 'events', 'rule/*'));

    const table = {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: profile !== Profile.TRIAL,
      removalPolicy: removalPolicyOf(profile),
    };
    this.budgetTable = new dynamodb.Table(this, 'BudgetTable', { ...table, timeToLiveAttribute: 'ttl' });
    this.tenantTable = new dynamodb.Table(this, 'TenantTable', {
      ...table,
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    });

    // the log delivery service writes only where SSE-S3 is the default: no key of ours.
    this.accessLogBucket = new PrivateBucket(this, 'AccessLogs', {
      profile,
      lifecycleRules: [
        {
          expiration: Duration.days(props.accessLogRetentionDays ?? 400),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });

    if (profile !== Profile.TRIAL) {
      const days = checkLockedDays(
        this,
        'backupRetentionDays',
        props.backupRetentionDays,
        props.confirmBackupRetentionDays,
      );
      const vault = new backup.BackupVault(this, 'Vault', {
        encryptionKey: this.key,
        removalPolicy: removalPolicyOf(profile),
        // three days to notice a wrong number, then nobody can change it.
        lockConfiguration: { minRetention: Duration.days(days), changeableFor: Duration.days(3) },
      });
      this.plan = new backup.BackupPlan(this, 'Backups', {
        backupVault: vault,
        backupPlanRules: [
          new backup.BackupPlanRule({ ruleName: 'Daily', backupVault: vault, deleteAfter: Duration.days(days) }),
        ],
      });
      this.backupRole = new iam.Role(this, 'BackupRole', {
        assumedBy: new iam.ServicePrincipal('backup.amazonaws.com', {
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      });
      this.allowBackups(this.backupRole, vault);
      this.backUp(this, 'BudgetBackup', this.budgetTable);
      this.backUp(this, 'TenantBackup', this.tenantTable);
    }
  }

  /**
   * Adds a table to the daily backups. Does nothing in a trial, which has none.
   */
  public backUp(scope: Construct, id: string, table: dynamodb.ITable): void {
    if (this.plan === undefined || this.backupRole === undefined) return;
    this.backedUp.push(table);
    new backup.BackupSelection(scope, id, {
      backupPlan: this.plan,
      resources: [backup.BackupResource.fromDynamoDbTable(table)],
      role: this.backupRole,
      disableDefaultBackupPolicy: true,
    });
  }

  /**
   * What a backup of the tables takes. AWS's own policy for it reads every table, volume and database of the account.
   */
  private allowBackups(role: iam.Role, vault: backup.BackupVault): void {
    const tables = () => this.backedUp.map(({ tableArn }) => tableArn);
    new iam.ManagedPolicy(this, 'BackupPolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: [
            'dynamodb:CreateBackup',
            'dynamodb:DescribeTable',
            'dynamodb:ListTagsOfResource',
            'dynamodb:StartAwsBackupJob',
          ],
          resources: Lazy.list({ produce: tables }),
        }),
        new iam.PolicyStatement({
          actions: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
          resources: Lazy.list({ produce: () => tables().map((arn) => `${arn}/backup/*`) }),
        }),
        new iam.PolicyStatement({
          actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
          resources: [vault.backupVaultArn],
        }),
        new iam.PolicyStatement({
          actions: ['kms:DescribeKey'],
          resources: Lazy.list({ produce: () => this.backupKeys() }),
        }),
        // through the services that read and keep the data, never directly: whoever takes the role decrypts nothing.
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: Lazy.list({ produce: () => this.backupKeys() }),
          conditions: {
            StringEquals: {
              'kms:ViaService': ['backup', 'dynamodb'].map((name) => `${name}.${Stack.of(this).region}.amazonaws.com`),
            },
          },
        }),
        new iam.PolicyStatement({
          actions: ['kms:CreateGrant'],
          resources: Lazy.list({ produce: () => this.backupKeys() }),
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
      ],
    });
  }

  /** The vault's key, and those of tables that brought their own. */
  private backupKeys(): string[] {
    const keys = this.backedUp.map(({ encryptionKey }) => encryptionKey?.keyArn ?? this.key.keyArn);
    return [...new Set([this.key.keyArn, ...keys])];
  }
}
