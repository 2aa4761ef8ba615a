import { type Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionNetwork } from '../function-network';
import { Profile } from '../profile';
import { EncryptedLogGroup } from './encrypted-log-group';
import { functionBundle } from './function-bundle';

/** What a pre-bundled function needs. */
export interface BundledFunctionProps {
  /** Folder below `assets/`: `<stage>`, or `<stage>-<name>`. */
  readonly asset: string;
  /** Typed by the stage's `env.ts`. Never a secret: an ARN at most. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the config decides, written as `deployment.json` beside the code. No tokens. */
  readonly deployment?: object;
  /** Everything that the function may do, beyond its own logs, traces and network interfaces. */
  readonly statements: iam.PolicyStatement[];
  /** Encrypts the environment and the logs. */
  readonly key: kms.IKey;
  readonly profile: Profile;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  /** Absent: outside a VPC, where a function may have no right to prompts or data keys. */
  readonly network?: FunctionNetwork;
  /** Ignored in the trial profile: a new account's whole quota may be 10. */
  readonly reservedConcurrency?: number;
  readonly deadLetterQueue?: sqs.IQueue;
  readonly description?: string;
}

/**
 * Defines a function whose code esbuild put in `assets/<asset>/index.mjs`.
 *
 * Its role has exactly one policy, a customer-managed one, which is written here and nowhere else: grants that CDK
 * would add to an inline policy are refused by `withoutPolicyUpdates`, so the whole of what a function may do can be
 * read in one place of the template.
 */
export class BundledFunction extends lambda.Function {
  /** Everything that the function may do. */
  public readonly policy: iam.ManagedPolicy;

  public constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    // a group around role, logs and policy; the function itself keeps the id.
    const parts = new Construct(scope, `${id}Parts`);
    const logGroup = new EncryptedLogGroup(parts, 'Logs', { key: props.key, profile: props.profile });
    const role = new iam.Role(parts, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const policy = new iam.ManagedPolicy(parts, 'Policy', {
      roles: [role],
      statements: [
        ...props.statements,
        ...(props.deadLetterQueue === undefined ? [] : deadLetterStatements(props.deadLetterQueue)),
        ...ownStatements(parts, logGroup, props.network !== undefined),
      ],
    });

    super(scope, id, {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(functionBundle(parts, props.asset, props.deployment)),
      environment: { ...props.environment },
      environmentEncryption: props.key,
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.INFO,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      role: role.withoutPolicyUpdates(),
      deadLetterQueue: props.deadLetterQueue,
      reservedConcurrentExecutions: props.profile === Profile.TRIAL ? undefined : props.reservedConcurrency,
      vpc: props.network?.vpc,
      vpcSubnets: props.network?.subnets,
      securityGroups: props.network?.securityGroups,
    });
    this.policy = policy;
    // Lambda checks the rights to network interfaces and to the queue when the function is created.
    this.node.addDependency(policy);
  }
}

function deadLetterStatements(queue: sqs.IQueue): iam.PolicyStatement[] {
  const send = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  if (queue.encryptionMasterKey === undefined) return [send];
  return [
    send,
    new iam.PolicyStatement({
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      resources: [queue.encryptionMasterKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(queue).region}.amazonaws.com` } },
    }),
  ];
}

function ownStatements(scope: Construct, logGroup: logs.ILogGroup, inVpc: boolean): iam.PolicyStatement[] {
  const { partition, region, account } = Stack.of(scope);
  const statements = [
    new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
    new iam.PolicyStatement({
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    }),
  ];
  if (!inVpc) return statements;
  const interfaces = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ];
  return [
    ...statements,
    new iam.PolicyStatement({ actions: interfaces, resources: ['*'] }),
    // the Lambda service needs these rights, the function's own code must not have them.
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: interfaces,
      resources: ['*'],
      conditions: {
        ArnLike: { 'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:*` },
      },
    }),
  ];
}
