import * as path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RecordedCall } from '../../review/access/recorded-call';

const ROOT = path.join(__dirname, '..', '..');

/** Answers a call; a returned error is thrown. Undefined is an empty answer. */
export type Reply = (call: RecordedCall) => unknown;

/** Name of a service from its client's: `KMSClient` is `kms`. */
const SERVICES: Readonly<Record<string, string>> = {
  APIGatewayClient: 'api-gateway',
  BedrockClient: 'bedrock',
  BedrockRuntimeClient: 'bedrock-runtime',
  CloudFormationClient: 'cloudformation',
  CloudTrailClient: 'cloudtrail',
  CloudWatchClient: 'cloudwatch',
  CloudWatchLogsClient: 'cloudwatch-logs',
  CognitoIdentityProviderClient: 'cognito-identity-provider',
  DynamoDBClient: 'dynamodb',
  EC2Client: 'ec2',
  IAMClient: 'iam',
  KMSClient: 'kms',
  LambdaClient: 'lambda',
  S3Client: 's3',
  SNSClient: 'sns',
  SQSClient: 'sqs',
  SSMClient: 'ssm',
  STSClient: 'sts',
  SecretsManagerClient: 'secrets-manager',
  ServiceQuotasClient: 'service-quotas',
  WAFV2Client: 'wafv2',
};

interface Sender {
  send(command: { readonly input: Record<string, unknown> }): Promise<unknown>;
}

/**
 * Stands where every client of the SDK sends its commands: nothing leaves the process, and each call is kept with its
 * input and the line of code that made it.
 *
 * The clients themselves are the real ones, made by the real composition roots.
 */
export class SdkRecorder {
  public readonly calls: RecordedCall[] = [];
  /** Hosts that were called without the SDK. */
  public readonly hosts: string[] = [];
  private caller = 'nobody';
  private reply: Reply = () => undefined;
  private readonly client = Object.getPrototypeOf(DynamoDBClient.prototype) as Sender;
  private readonly send = this.client.send;
  private readonly fetch = globalThis.fetch;

  public constructor() {
    const record = (name: string, command: object, input: Record<string, unknown>): Promise<unknown> => {
      const call: RecordedCall = {
        caller: this.caller,
        site: callSite(),
        service: SERVICES[name] ?? name,
        operation: command.constructor.name.replace(/Command$/, ''),
        input,
      };
      this.calls.push(call);
      const answer = this.reply(call);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ $metadata: { attempts: 1 }, ...(answer as object | undefined) });
    };
    globalThis.fetch = (url) => {
      this.visit(String(url));
      return Promise.reject(new Error('nothing leaves a recorder'));
    };
    this.client.send = function (this: object, command) {
      return record(this.constructor.name, command, command.input);
    };
  }

  /** Runs code as a caller, under answers. */
  public async as(caller: string, reply: Reply, run: () => Promise<void>): Promise<void> {
    this.caller = caller;
    this.reply = reply;
    try {
      await run();
    } finally {
      this.caller = 'nobody';
      this.reply = () => undefined;
    }
  }

  /** Notes the host of an address. */
  public visit(url: string): void {
    this.hosts.push(new URL(url).hostname);
  }

  /** Lets the clients send again. */
  public stop(): void {
    globalThis.fetch = this.fetch;
    this.client.send = this.send;
  }
}

/** The first line of ours on the stack, as `lambda/gateway/budget/budget-table.ts:31`. */
function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const stack = new Error('site').stack ?? '';
  Error.stackTraceLimit = limit;
  for (const [, file, line] of stack.matchAll(/\(?((?:\/|[A-Z]:\\)[^():]+):(\d+):\d+\)?$/gm)) {
    const name = path.relative(ROOT, file!).split(path.sep).join('/');
    if (/^(?:lambda|cli)\//.test(name)) return `${name}:${line}`;
  }
  return 'unknown';
}
