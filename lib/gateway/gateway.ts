import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkConfig } from '../config/check-config';
import { ConfigError } from '../config/config-problem';
import type { LlmApiConfig } from '../config/llm-api-config';
import { ModelKind } from '../config/model-config';
import type { FunctionNetwork } from '../function-network';
import { BundledFunction } from '../private/bundled-function';
import { productMetric } from '../private/product-metric';
import { Profile } from '../profile';
import { deploymentDocument } from './deployment-document';
import type { GatewayEnv } from './env';
import { Guardrails } from './guardrails';
import { bedrockModelArns, countingModelArns } from './model-access';
import { modelStatements } from './model-statements';
import { warnOfShadows } from './shadow-warnings';

/**
 * Properties for `Gateway`.
 */
export interface GatewayProps {
  /**
   * Models, roles, tiers, guard policies and limits.
   */
  readonly config: LlmApiConfig;

  /**
   * Encrypts the API's own data.
   */
  readonly dataKey: kms.IKey;

  /**
   * One item a tenant: limits used, requests in flight, revocations.
   */
  readonly budgetTable: dynamodb.ITable;

  /**
   * Tenants and their clients.
   */
  readonly tenantTable: dynamodb.ITable;

  /**
   * Receives the audit records.
   */
  readonly auditTable: dynamodb.ITable;

  /**
   * Holds the data keys of tenants whose content is kept.
   */
  readonly contentKeyTable: dynamodb.ITable;

  /**
   * The locked bucket, whose `late/` takes a closing record when the table cannot.
   */
  readonly auditBucket: s3.IBucket;

  /**
   * HMAC key behind pseudonyms of tenants.
   */
  readonly auditMacKey: kms.IKey;

  /**
   * What a writer of the audit trail may do.
   */
  readonly auditStatements: iam.PolicyStatement[];

  /**
   * ARNs of the secrets that were made for upstreams, by base URL.
   *
   * @default - none: the models' own secrets are used
   */
  readonly upstreamSecretArns?: Record<string, string>;

  /**
   * What a reader of those secrets may do.
   *
   * @default - nothing
   */
  readonly upstreamStatements?: iam.PolicyStatement[];

  /**
   * Receives asynchronous calls that failed: somebody called the function around the API.
   *
   * @default - none
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Where the function runs.
   *
   * @default - outside a VPC, which the production profile refuses
   */
  readonly network?: FunctionNetwork;
}

/**
 * Defines the function that admits, budgets, guards, asks the model, guards again, settles and records.
 */
export class Gateway extends Construct {
  /**
   * The one function that serves every method of the API, streamed.
   */
  public readonly handler: lambda.IFunction;

  /**
   * ARNs of the Bedrock models that the function may chat with: exactly those of the config.
   */
  public readonly chatModelArns: string[];

  /**
   * ARNs of the Bedrock models that count tokens: those of the Region, also for a model behind an inference profile.
   */
  public readonly countingModelArns: string[];

  /**
   * ARNs of the Bedrock models that the function may embed with: exactly those of the config.
   */
  public readonly embeddingModelArns: string[];

  /**
   * ARNs of the guardrails that the function may use.
   */
  public readonly guardrailArns: string[];

  /**
   * Seconds after which the function is stopped: a little later than its own deadline, so that it can still settle.
   */
  public readonly timeoutSeconds: number;

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const profile = props.config.profile ?? Profile.PRODUCTION;
    const problems = checkConfig(props.config);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    if (profile !== Profile.TRIAL && props.network === undefined) {
      throw new Error(`${this.node.path}: 'network' is needed in the production profile, got none`);
    }

    for (const name of props.config.allowWeakGuardIn ?? []) {
      Annotations.of(this).addWarningV2(
        `hardened-llm-api:weak-guard-${name}`,
        `the guard policy '${name}' may let attacks and credentials through, because allowWeakGuardIn names it`,
      );
    }

    warnOfShadows(this, props.config);
    const guardrails = new Guardrails(this, 'Guardrails', { profile, guardrails: props.config.guardrails ?? [] });
    this.guardrailArns = guardrails.arns;

    const stack = Stack.of(this);
    const deployment = deploymentDocument(props.config);
    const modelsOf = (kind: ModelKind) =>
      bedrockModelArns(
        this,
        props.config.models.filter((model) => model.kind === kind),
      );
    this.chatModelArns = modelsOf(ModelKind.CHAT);
    this.countingModelArns = countingModelArns(this, props.config.models);
    this.embeddingModelArns = modelsOf(ModelKind.EMBEDDING);
    this.timeoutSeconds = deployment.deadlineSeconds + 10;
    const environment: GatewayEnv = {
      BUDGET_TABLE: props.budgetTable.tableName,
      TENANT_TABLE: props.tenantTable.tableName,
      AUDIT_TABLE: props.auditTable.tableName,
      AUDIT_BUCKET: props.auditBucket.bucketName,
      AUDIT_MAC_KEY_ARN: props.auditMacKey.keyArn,
      CONTENT_KEY_TABLE: props.contentKeyTable.tableName,
      DATA_KEY_ARN: props.dataKey.keyArn,
      STACK_NAME: stack.stackName,
      GUARDRAILS: guardrails.environment(),
      STAGE_NAME: 'v1',
      UPSTREAMS: stack.toJsonString(props.upstreamSecretArns ?? {}),
    };
    this.handler = new BundledFunction(this, 'Handler', {
      asset: 'gateway',
      description: 'Admits, guards and answers every call of the LLM API',
      environment,
      deployment,
      statements: this.statements(props, guardrails),
      key: props.dataKey,
      profile,
      timeout: Duration.seconds(this.timeoutSeconds),
      memoryMiB: 1769, // one whole vCPU: the guard is bound by it.
      network: props.network,
      deadLetterQueue: props.deadLetterQueue,
      reservedConcurrency: props.config.reservedConcurrency?.gateway ?? 100,
    });
  }

  /**
   * A metric that the function writes, e.g. `Requests`, `Refusals`, `GuardFailures`.
   */
  public metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return productMetric(this, metricName, options);
  }

  private statements(props: GatewayProps, guardrails: Guardrails): iam.PolicyStatement[] {
    const { region } = Stack.of(this);
    const upstreamSecrets = props.config.models.flatMap(({ secretArn }) =>
      secretArn === undefined ? [] : [secretArn],
    );
    const through = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } });
    return [
      new iam.PolicyStatement({
        sid: 'Budget',
        // a client's own use is read from the ledger beside its budget, some months at once.
        actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
        resources: [props.budgetTable.tableArn],
      }),
      new iam.PolicyStatement({
        sid: 'Directory',
        actions: ['dynamodb:BatchGetItem'],
        resources: [props.tenantTable.tableArn],
        // tenants and their clients; which client is whose is the token trigger's to read.
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#*'] } },
      }),
      new iam.PolicyStatement({
        sid: 'DataKeyThroughDynamoDb',
        actions: ['kms:Decrypt'],
        resources: [props.dataKey.keyArn],
        conditions: through('dynamodb'),
      }),
      // the writer of the trail can neither change what it wrote nor remove it.
      ...props.auditStatements,
      ...modelStatements(this, props.config, guardrails),
      ...guardrails.statements(),
      ...(props.upstreamStatements ?? []),
      ...(upstreamSecrets.length === 0
        ? []
        : [
            new iam.PolicyStatement({
              sid: 'UpstreamCredentials',
              actions: ['secretsmanager:GetSecretValue'],
              resources: upstreamSecrets,
            }),
          ]),
    ];
  }
}
