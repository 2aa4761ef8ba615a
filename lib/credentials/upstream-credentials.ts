import { CfnOutput, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ModelProvider, type ModelConfig } from '../config/model-config';
import { BundledFunction } from '../private/bundled-function';
import { PurposeKey } from '../private/purpose-key';
import { removalPolicyOf } from '../private/retention';
import { Profile } from '../profile';
import type { RotatedUpstream, RotationEnv } from './env';

/**
 * Properties for `UpstreamCredentials`.
 */
export interface UpstreamCredentialsProps {
  /**
   * Models of the deployment. Each OpenAI-compatible upstream among them whose models name no secret gets one.
   */
  readonly models: ModelConfig[];

  /**
   * How much is protected, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * Days after which a key is replaced.
   *
   * @default 90
   */
  readonly rotateAfterDays?: number;

  /**
   * A function of yours that makes and retires keys at the provider. It gets `{"action":"issue","baseUrl","token"}` and
   * answers `{"apiKey","keyId"}`, the same for the same token; later `{"action":"retire","baseUrl","keyId"}`.
   *
   * @default - an operator puts the keys: `llm-api secret stage`, `llm-api secret rotate`
   */
  readonly issuerFunctionArn?: string;

  /**
   * A key of your own for the secrets.
   *
   * @default - a new key, rotated each year
   */
  readonly key?: kms.IKey;

  /**
   * Receives references to rotations that failed.
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

/**
 * Defines the secrets with the keys of upstreams outside AWS, and the function that rotates them.
 *
 * A key is in no template, environment, log or output: the stack makes an empty secret, an operator or a function of
 * yours puts the key. A new key is tried at the upstream before it becomes current; the one before it stays readable
 * for the gateway, which falls back on it. Nobody but the gateway and this function reads a key, administrators included.
 */
export class UpstreamCredentials extends Construct {
  /**
   * Whether any upstream needs a secret of this construct.
   */
  public static neededBy(models: ModelConfig[]): boolean {
    return upstreamsOf(models).size > 0;
  }

  /**
   * Encrypts the secrets and nothing else that is stored, so that rotation has no right to a key of data.
   */
  public readonly key: kms.IKey;

  /**
   * ARN of the secret by base URL of the upstream.
   */
  public readonly secretArns: Record<string, string>;

  /**
   * Rotates. Outside the VPC: it calls the upstreams, and has no right to prompts or keys of data.
   */
  public readonly rotation: lambda.Function;

  private readonly readers: string[] = [];

  public constructor(scope: Construct, id: string, props: UpstreamCredentialsProps) {
    super(scope, id);
    const profile = props.profile ?? Profile.PRODUCTION;
    const days = props.rotateAfterDays ?? 90;
    if (!(Number.isInteger(days) && days >= 1 && days <= 1000)) {
      throw new Error(`${this.node.path}: 'rotateAfterDays' must be a whole number from 1 to 1000, got ${days}`);
    }
    const upstreams = upstreamsOf(props.models);
    if (upstreams.size === 0) {
      throw new Error(`${this.node.path}: 'models' must name an OpenAI-compatible upstream without a secret, got none`);
    }

    this.key = new PurposeKey(this, 'Key', { purpose: 'upstream credentials', profile, existing: props.key }).key;
    const secrets = [...upstreams].map(([baseUrl, models]) => {
      const secret = new secretsmanager.Secret(this, idOf(baseUrl), {
        description: `Key of ${baseUrl}`,
        encryptionKey: this.key,
        // a value that both functions know for what it is: no key until one is put.
        generateSecretString: { secretStringTemplate: '{"placeholder":true}', generateStringKey: 'apiKey' },
        removalPolicy: removalPolicyOf(profile),
      });
      return { baseUrl, models, secret };
    });
    this.secretArns = Object.fromEntries(secrets.map(({ baseUrl, secret }) => [baseUrl, secret.secretArn]));

    const rotated: RotatedUpstream[] = secrets.map(({ baseUrl, models, secret }) => ({
      secretArn: secret.secretArn,
      baseUrl,
      models: models.map(({ modelId, kind }) => ({ modelId, kind })),
    }));
    const environment: RotationEnv = {
      UPSTREAMS: Stack.of(this).toJsonString(rotated),
      ISSUER_FUNCTION_ARN: props.issuerFunctionArn ?? '',
    };
    this.rotation = new BundledFunction(this, 'Rotation', {
      asset: 'credentials',
      description: 'Rotates the keys of upstreams, after trying each',
      environment,
      statements: this.rotationStatements(props.issuerFunctionArn),
      key: this.key,
      profile,
      timeout: Duration.minutes(2),
      memoryMiB: 256,
      reservedConcurrency: 1,
      deadLetterQueue: props.deadLetterQueue,
    });

    const { account } = Stack.of(this);
    for (const { baseUrl, secret } of secrets) {
      const permission = new lambda.CfnPermission(this, `Invoke${idOf(baseUrl)}`, {
        action: 'lambda:InvokeFunction',
        functionName: this.rotation.functionArn,
        principal: 'secretsmanager.amazonaws.com',
        sourceAccount: account,
        sourceArn: secret.secretArn,
      });
      const schedule = new secretsmanager.CfnRotationSchedule(this, `Schedule${idOf(baseUrl)}`, {
        secretId: secret.secretArn,
        rotationLambdaArn: this.rotation.functionArn,
        rotationRules: { automaticallyAfterDays: days },
        // there is no key yet when the stack is made.
        rotateImmediatelyOnUpdate: false,
      });
      schedule.addResourceDependency(permission);
      for (const statement of this.secretStatements()) secret.addToResourcePolicy(statement);
    }
  }

  /**
   * Names a role that reads keys. What it needs is in `readerStatements`.
   */
  public allowReader(role: iam.IRole): void {
    this.readers.push(role.roleArn);
  }

  /**
   * Everything that a reader of keys may do.
   */
  public readerStatements(): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({
        sid: 'UpstreamKeys',
        actions: ['secretsmanager:GetSecretValue'],
        resources: Object.values(this.secretArns),
      }),
      this.useOfKey(['kms:Decrypt']),
    ];
  }

  /**
   * Writes what `llm-api secret` reads as outputs of the stack: once a stack. Names of secrets, never a key.
   */
  public writeOutputs(): void {
    const stack = Stack.of(this);
    new CfnOutput(stack, 'UpstreamSecretArns', { value: stack.toJsonString(this.secretArns) });
    new CfnOutput(stack, 'RotationFunctionName', { value: this.rotation.functionName });
  }

  private rotationStatements(issuerFunctionArn: string | undefined): iam.PolicyStatement[] {
    return [
      new iam.PolicyStatement({
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        resources: Object.values(this.secretArns),
      }),
      this.useOfKey(['kms:Decrypt', 'kms:GenerateDataKey']),
      ...(issuerFunctionArn === undefined
        ? []
        : [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [issuerFunctionArn] })]),
    ];
  }

  /** Whatever the policies of others say: they may put a key, and never read one. */
  private secretStatements(): iam.PolicyStatement[] {
    const readers = Lazy.list({ produce: () => [...this.readers, this.rotation.role!.roleArn] });
    return [
      new iam.PolicyStatement({
        sid: 'OnlyWhoUsesTheKeyReadsIt',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
        resources: ['*'],
        conditions: { StringNotEquals: { 'aws:PrincipalArn': readers } },
      }),
    ];
  }

  private useOfKey(actions: string[]): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions,
      resources: [this.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` } },
    });
  }
}

/** Upstreams that bring no secret of their own, with their models. */
function upstreamsOf(models: readonly ModelConfig[]): Map<string, ModelConfig[]> {
  const upstreams = new Map<string, ModelConfig[]>();
  for (const model of models) {
    const { provider, baseUrl, secretArn } = model;
    if (provider !== ModelProvider.OPENAI_COMPATIBLE || baseUrl === undefined || secretArn !== undefined) continue;
    upstreams.set(baseUrl, [...(upstreams.get(baseUrl) ?? []), model]);
  }
  return upstreams;
}

/** A construct's id after the upstream's host and path: another upstream never takes the secret of this one. */
function idOf(baseUrl: string): string {
  return baseUrl
    .replace(/^https:\/\//, '')
    .split(/[^a-z0-9]+/i)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
