import { Annotations, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';

import { Construct } from 'constructs';
import { AuditStore } from './audit/audit-store';
import { acknowledgedFindings } from './compliance/acknowledged-findings';
import type { Acknowledgement } from './compliance/acknowledgement';
import { checkConfig } from './config/check-config';
import { ConfigError } from './config/config-problem';
import type { LlmApiConfig } from './config/llm-api-config';
import { ModelProvider } from './config/model-config';
import { UpstreamCredentials } from './credentials/upstream-credentials';
import { DataStore } from './data/data-store';
import { Edge } from './edge/edge';
import type { FunctionNetwork } from './function-network';
import { Gateway } from './gateway/gateway';
import { mandatoryGuardrails } from './gateway/guardrail-use';
import { Network } from './gateway/network';
import { Identity } from './identity/identity';
import { AccountTrail } from './monitoring/account-trail';
import { DeadLetters } from './monitoring/dead-letters';
import { Monitoring } from './monitoring/monitoring';
import { TamperAlarms } from './monitoring/tamper-alarms';
import { SCOPE_TABLE } from './private/scope-table';
import { setCommonRetention } from './private/retention';
import { Profile } from './profile';
import { TrainingDataVault } from './training-data/training-data-vault';

/**
 * Properties for `HardenedLlmApi`: what `llm-api.config.json` says, in types.
 */
export interface HardenedLlmApiProps extends LlmApiConfig {
  /**
   * A key of your own for the API's data.
   *
   * @default - a new key, rotated each year
   */
  readonly dataKey?: kms.IKey;

  /**
   * A key of your own for the audit trail.
   *
   * @default - a new key, rotated each year
   */
  readonly auditKey?: kms.IKey;

  /**
   * An asymmetric P-256 key of your own that signs the audit trail.
   *
   * @default - a new key
   */
  readonly auditSigningKey?: kms.IKey;

  /**
   * A key of your own for training data.
   *
   * @default - a new key, rotated each year
   */
  readonly trainingDataKey?: kms.IKey;

  /**
   * A key of your own for the secrets of upstreams.
   *
   * @default - a new key, rotated each year
   */
  readonly credentialsKey?: kms.IKey;

  /**
   * A user pool that exists. Its owner sets the token trigger; see `Identity`.
   *
   * @default - a pool is made
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * Base URL of that pool's domain.
   *
   * @default - the domain that is made
   */
  readonly userPoolBaseUrl?: string;

  /**
   * Isolated subnets of a VPC of your own, with endpoints for bedrock-runtime, kms, dynamodb and s3.
   *
   * @default - a VPC is made
   */
  readonly functionNetwork?: FunctionNetwork;
}

/**
 * Defines a hardened LLM API: everything between a client's token and a model's answer.
 *
 * Read this class first. It wires the stages in the order in which a request, and then its traces, pass through them.
 */
export class HardenedLlmApi extends Construct {
  /**
   * What the API remembers about tenants and budgets.
   */
  public readonly data: DataStore;

  /**
   * The private network; absent in a trial.
   */
  public readonly network?: Network;

  /**
   * The audit trail.
   */
  public readonly audit: AuditStore;

  /**
   * Where training data is cleaned and locked; absent unless the config asks for it.
   */
  public readonly trainingData?: TrainingDataVault;

  /**
   * Keys of upstreams outside AWS; absent where there is none without a secret of its own.
   */
  public readonly credentials?: UpstreamCredentials;

  /**
   * Who may call.
   */
  public readonly identity: Identity;

  /**
   * The function that answers.
   */
  public readonly gateway: Gateway;

  /**
   * What callers meet first.
   */
  public readonly edge: Edge;

  /**
   * Who is told.
   */
  public readonly monitoring: Monitoring;

  private readonly profile: Profile;

  public constructor(scope: Construct, id: string, props: HardenedLlmApiProps) {
    super(scope, id);
    const problems = checkConfig(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    const profile = props.profile ?? Profile.PRODUCTION;
    this.profile = profile;
    if (profile === Profile.TRIAL) this.warnOfTrial();
    // what the rules and the reviewer need to know and no resource says.
    const guarded = mandatoryGuardrails(props);
    const guardedModels = props.models.flatMap(({ name, modelId }) => (guarded.has(name) ? [modelId] : []));
    Stack.of(this).addMetadata('HardenedLlmApi', {
      profile,
      scopeTable: SCOPE_TABLE,
      ...(guardedModels.length > 0 && { guardedModels }),
    });

    setCommonRetention(this, {
      logDays: props.retention?.logDays,
      deadLetterDays: props.retention?.deadLetterDays,
    });

    this.data = new DataStore(this, 'Data', {
      profile,
      key: props.dataKey,
      multiRegionKey: props.multiRegionKeys,
      backupRetentionDays: props.retention?.backupDays,
      confirmBackupRetentionDays: props.retention?.confirmBackupDays,
      accessLogRetentionDays: props.retention?.accessLogDays,
    });
    const key = this.data.key;

    if (profile !== Profile.TRIAL && props.functionNetwork === undefined) {
      this.network = new Network(this, 'Network', {
        profile,
        key,
        egress: props.egress === undefined ? undefined : Network.egress(props.egress),
        bedrock: props.models.some(({ provider }) => provider === ModelProvider.BEDROCK),
        secretsManager: props.models.some(({ baseUrl }) => baseUrl !== undefined),
      });
    }

    this.audit = new AuditStore(this, 'Audit', {
      profile,
      accessLogBucket: this.data.accessLogBucket,
      budgetTable: this.data.budgetTable,
      budgetKey: key,
      retentionDays: props.retention?.auditDays,
      confirmRetentionDays: props.retention?.confirmAuditDays,
      tableRetentionDays: props.retention?.journalDays,
      replica: props.auditReplica,
      key: props.auditKey,
      signingKey: props.auditSigningKey,
      multiRegionKey: props.multiRegionKeys,
      operatorRoleArns: props.operators?.roleArns,
      network: props.functionNetwork ?? this.network?.isolated,
    });

    this.data.backUp(this, 'AuditBackup', this.audit.table);

    if (props.trainingData === true) {
      this.trainingData = new TrainingDataVault(this, 'TrainingData', {
        profile,
        accessLogBucket: this.data.accessLogBucket,
        key: props.trainingDataKey,
        multiRegionKey: props.multiRegionKeys,
        rawRetentionDays: props.retention?.rawTrainingDataDays,
        retentionDays: props.retention?.datasetDays,
        confirmRetentionDays: props.retention?.confirmDatasetDays,
        network: props.functionNetwork ?? this.network?.isolated,
      });
    }

    const deadLetters = new DeadLetters(this, 'DeadLetters', { profile, key }).queue;
    this.identity = new Identity(this, 'Identity', {
      profile,
      key,
      deadLetterQueue: deadLetters,
      tenantTable: this.data.tenantTable,
      roles: props.roles.map(({ name, scopes }) => ({ name, scopes })),
      userPool: props.userPool,
      userPoolBaseUrl: props.userPoolBaseUrl,
      ...props.identity,
    });

    if (UpstreamCredentials.neededBy(props.models)) {
      this.credentials = new UpstreamCredentials(this, 'Credentials', {
        profile,
        models: props.models,
        key: props.credentialsKey,
        deadLetterQueue: deadLetters,
        ...props.credentials,
      });
    }

    this.gateway = new Gateway(this, 'Gateway', {
      config: props,
      dataKey: key,
      budgetTable: this.data.budgetTable,
      tenantTable: this.data.tenantTable,
      auditTable: this.audit.table,
      contentKeyTable: this.audit.contentKeyTable,
      auditBucket: this.audit.bucket,
      auditMacKey: this.audit.macKey,
      auditStatements: this.audit.writerStatements(),
      upstreamSecretArns: this.credentials?.secretArns,
      upstreamStatements: this.credentials?.readerStatements(),
      network: props.functionNetwork ?? this.network?.gateway,
      deadLetterQueue: deadLetters,
    });
    this.audit.allowWriter(this.gateway.handler.role!);
    this.credentials?.allowReader(this.gateway.handler.role!);

    this.edge = new Edge(this, 'Edge', {
      profile,
      key,
      gateway: this.gateway.handler,
      gatewayTimeoutSeconds: this.gateway.timeoutSeconds,
      authorizer: this.identity.authorizerHandler,
      userPool: this.identity.userPool,
      tiers: props.tiers,
      limits: props.edge,
      requests: props.requests,
    });

    this.monitoring = new Monitoring(this, 'Monitoring', {
      key,
      api: this.edge.api,
      gateway: this.gateway.handler,
      authorizer: this.identity.authorizerHandler,
      alarmEmail: props.monitoring?.alarmEmail,
    });
    this.monitoring.watch('DeadLetters', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(),
      description: 'Somebody called a function around the API, and it failed: see who, the message is kept.',
    });
    this.watchAudit();
    this.watchTampering(props, deadLetters);
    if (this.trainingData !== undefined) {
      this.monitoring.watch('TrainingDataRefused', {
        metric: this.trainingData.deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
        description: 'A batch of training data was refused: the log of the ingest function says why.',
      });
    }
    if (this.credentials !== undefined) {
      this.monitoring.watch('KeyNotRotated', {
        metric: this.credentials.rotation.metricErrors({ period: Duration.minutes(5) }),
        description: 'The key of an upstream was not replaced: the old one still serves; stage a new one and rotate.',
      });
    }

    if (this.network !== undefined) this.openEndpoints(this.network, props);
  }

  /**
   * Writes what the command line and the local runner read as outputs of the stack: once a stack.
   */
  public writeOutputs(): void {
    const stack = Stack.of(this);
    const outputs: Record<string, string | undefined> = {
      ApiUrl: this.edge.baseUrl,
      ApiId: this.edge.api.restApiId,
      StageName: this.edge.api.deploymentStage.stageName,
      UserPoolId: this.identity.userPool?.userPoolId,
      TokenUrl: this.identity.tokenUrl,
      UserPoolDomain: this.identity.userPoolDomain?.domainName,
      TenantTableName: this.data.tenantTable.tableName,
      BudgetTableName: this.data.budgetTable.tableName,
      AuditTableName: this.audit.table.tableName,
      AuditBucketName: this.audit.bucket.bucketName,
      AuditSigningKeyArn: this.audit.signingKey.keyArn,
      AuditMacKeyArn: this.audit.macKey.keyArn,
      ContentKeyTableName: this.audit.contentKeyTable.tableName,
      DataKeyArn: this.data.key.keyArn,
      UsagePlanIds: stack.toJsonString(this.edge.usagePlanIds),
    };
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(stack, name, { value });
    }
    this.credentials?.writeOutputs();
    this.trainingData?.writeOutputs();
  }

  /**
   * Findings of the rule packs that stay in this construct, each with its reason, owner and expiry: the list that
   * `Compliance.enforce` needs beside your own.
   */
  public acknowledgements(): Acknowledgement[] {
    return acknowledgedFindings(this, this.profile);
  }

  /** The trail's own alarms: what nobody may miss. */
  private watchAudit(): void {
    this.monitoring.watch('AuditTampering', {
      metric: this.audit.metricTampering(),
      description: 'A record of the audit trail was changed or removed: keep everything, follow the incident guide.',
    });
    this.monitoring.watch('AuditSealerSilent', {
      metric: this.audit.metricSealerRuns(),
      above: 1,
      periods: 10,
      silenceIsAlarming: true,
      description: 'Nothing has been sealed for ten minutes: look at the errors of the sealer.',
    });
    this.monitoring.watch('AuditDeadLetters', {
      metric: this.audit.deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
      description: 'The sealer could not read batches of the stream: it reads the table instead, more slowly.',
    });
  }

  /** Alarms on what would take a protection away, and the trail that they need where the account has none. */
  private watchTampering(props: HardenedLlmApiProps, deadLetters: sqs.IQueue): void {
    const { data, audit, trainingData, credentials } = this;
    const vaultBuckets = trainingData === undefined ? [] : [trainingData.rawBucket, trainingData.datasetBucket];
    const trail =
      props.monitoring?.createTrail === true
        ? new AccountTrail(this, 'AccountTrail', {
            profile: this.profile,
            accessLogBucket: data.accessLogBucket,
            watchedBuckets: [audit.bucket, ...vaultBuckets],
            retentionDays: props.retention?.auditDays,
            confirmRetentionDays: props.retention?.confirmAuditDays,
          })
        : undefined;
    new TamperAlarms(this, 'TamperAlarms', {
      monitoring: this.monitoring,
      keys: [
        ...[data.key, audit.key, audit.signingKey, audit.macKey],
        ...(trainingData === undefined ? [] : [trainingData.key, trainingData.signingKey]),
        ...(credentials === undefined ? [] : [credentials.key]),
        ...(trail === undefined ? [] : [trail.key]),
      ],
      buckets: [audit.bucket, data.accessLogBucket, ...vaultBuckets, ...(trail === undefined ? [] : [trail.bucket])],
      tables: [data.budgetTable, data.tenantTable, audit.table, audit.contentKeyTable],
      deadLetterQueue: deadLetters,
      secretArns: Object.values(credentials?.secretArns ?? {}),
    });
  }

  /** What each endpoint of the private network lets through: what the functions in it do, and nothing else. */
  private openEndpoints(network: Network, props: HardenedLlmApiProps): void {
    const { data, audit, gateway } = this;
    if (gateway.chatModelArns.length > 0) {
      network.allow(
        'bedrock-runtime',
        ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        gateway.chatModelArns,
      );
      network.allow('bedrock-runtime', ['bedrock:CountTokens'], gateway.countingModelArns);
    }
    if (gateway.embeddingModelArns.length > 0) {
      network.allow('bedrock-runtime', ['bedrock:InvokeModel'], gateway.embeddingModelArns);
    }
    if (gateway.guardrailArns.length > 0) {
      network.allow('bedrock-runtime', ['bedrock:ApplyGuardrail'], gateway.guardrailArns);
    }
    network.allow('kms', ['kms:GenerateMac'], [audit.macKey.keyArn]);
    network.allow('kms', ['kms:Sign'], [audit.signingKey.keyArn]);
    network.allow(
      'dynamodb',
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      [data.budgetTable.tableArn],
    );
    network.allow('dynamodb', ['dynamodb:BatchGetItem'], [data.tenantTable.tableArn]);
    network.allow(
      'dynamodb',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
      ],
      [audit.table.tableArn],
    );
    network.allow('dynamodb', ['dynamodb:GetItem', 'dynamodb:PutItem'], [audit.contentKeyTable.tableArn]);
    network.allow(
      's3',
      ['s3:GetObject', 's3:PutObject'],
      ['segments/*', 'late/*'].map((keys) => audit.bucket.arnForObjects(keys)),
    );
    network.allow('s3', ['s3:ListBucket'], [audit.bucket.bucketArn]);
    this.openVault(network);
    const secrets = [
      ...props.models.flatMap(({ secretArn }) => (secretArn === undefined ? [] : [secretArn])),
      ...Object.values(this.credentials?.secretArns ?? {}),
    ];
    if (secrets.length > 0) network.allow('secretsmanager', ['secretsmanager:GetSecretValue'], secrets);
  }

  private openVault(network: Network): void {
    if (this.trainingData === undefined) return;
    const { rawBucket, datasetBucket, signingKey } = this.trainingData;
    const below = (bucket: IBucket, ...keys: string[]) => keys.map((key) => bucket.arnForObjects(key));
    network.allow('s3', ['s3:GetObject'], below(rawBucket, '*/examples.jsonl', '*/provenance.json'));
    network.allow('s3', ['s3:GetObject', 's3:PutObject'], below(datasetBucket, '*/batches/*', '*/manifests/*'));
    network.allow('s3', ['s3:ListBucket'], [rawBucket.bucketArn, datasetBucket.bucketArn]);
    network.allow('kms', ['kms:GetPublicKey', 'kms:Sign'], [signingKey.keyArn]);
  }

  private warnOfTrial(): void {
    Annotations.of(this).addWarningV2(
      'hardened-llm-api:trial',
      'TRIAL PROFILE: no private network, no locked backups, one day of removable object lock, everything is deleted with the stack; never for real prompts',
    );
  }
}
