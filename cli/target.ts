import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CommandError } from './command-error';
import { localEndpoint, localEndpointFile } from './local-endpoint';

/** Outputs of the stack: what the commands find everything else by. */
export interface StackOutputs {
  readonly apiUrl: string;
  readonly apiId: string;
  readonly stageName: string;
  readonly userPoolId: string;
  readonly tokenUrl: string;
  readonly tenantTable: string;
  readonly budgetTable: string;
  readonly auditTable: string;
  readonly auditBucket: string;
  readonly auditSigningKeyArn: string;
  readonly auditMacKeyArn: string;
  readonly contentKeyTable: string;
  readonly dataKeyArn: string;
  /** Usage plan by tier. */
  readonly usagePlanIds: Readonly<Record<string, string>>;
}

/** What every AWS client of a command is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A deployed stack, in AWS or in the emulator on this machine. */
export interface Target {
  readonly where: 'aws' | 'local';
  readonly stackName: string;
  readonly stackId: string;
  readonly clientConfig: ClientConfig;
  readonly outputs: StackOutputs;
  /** Where callers reach the API; ends with `/v1`. */
  readonly baseUrl: string;
  /** Where callers fetch tokens. */
  readonly tokenUrl: string;
}

/** Clients of the services that hold tenants and clients. */
export interface Services {
  readonly dynamodb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly apiGateway: APIGatewayClient;
}

/** Which stack a command is about. */
export interface TargetOptions {
  readonly local?: boolean;
  readonly stack?: string;
  readonly region?: string;
}

const DEFAULT_STACK = 'HardenedLlmApi';

const OUTPUTS: Readonly<Record<Exclude<keyof StackOutputs, 'usagePlanIds'>, string>> = {
  apiUrl: 'ApiUrl',
  apiId: 'ApiId',
  stageName: 'StageName',
  userPoolId: 'UserPoolId',
  tokenUrl: 'TokenUrl',
  tenantTable: 'TenantTableName',
  budgetTable: 'BudgetTableName',
  auditTable: 'AuditTableName',
  auditBucket: 'AuditBucketName',
  auditSigningKeyArn: 'AuditSigningKeyArn',
  auditMacKeyArn: 'AuditMacKeyArn',
  contentKeyTable: 'ContentKeyTableName',
  dataKeyArn: 'DataKeyArn',
};

/** Makes the clients of a target. */
export function servicesOf({ clientConfig }: Pick<Target, 'clientConfig'>): Services {
  return {
    dynamodb: new DynamoDBClient(clientConfig),
    cognito: new CognitoIdentityProviderClient(clientConfig),
    apiGateway: new APIGatewayClient(clientConfig),
  };
}

/** Finds the stack that a command is about, in AWS or, with `--local`, in the running emulator. */
export async function resolveTarget(options: TargetOptions, directory = process.cwd()): Promise<Target> {
  if (options.local !== true) {
    const region = options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
    if (region === undefined) throw new CommandError('no Region: give --region or set AWS_REGION');
    const stack = await describeStack(options.stack ?? DEFAULT_STACK, { region });
    return targetOf('aws', stack, { region });
  }
  const endpoint = localEndpoint(directory);
  if (endpoint === undefined) {
    const file = localEndpointFile(directory);
    throw new CommandError(`no local API is running: expected ${file}; start it with 'npm start -- --detach'`);
  }
  const clientConfig = emulatorConfig(endpoint.awsEndpoint, endpoint.region);
  const stack = await describeStack(options.stack ?? endpoint.stackName, clientConfig);
  return { ...targetOf('local', stack, clientConfig), baseUrl: endpoint.baseUrl, tokenUrl: endpoint.tokenUrl };
}

/** Client configuration for an emulator: it takes any credentials, and no real ones are ever sent to it. */
export function emulatorConfig(endpoint: string, region: string): ClientConfig {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

async function describeStack(name: string, config: ClientConfig): Promise<Stack> {
  const client = new CloudFormationClient(config);
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const [stack] = Stacks ?? [];
    if (!stack) throw new CommandError(`stack '${name}': expected one in ${config.region}, got none`);
    return stack;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') {
      throw new CommandError(`stack '${name}': expected one in ${config.region}, got none; give --stack and --region`);
    }
    throw error;
  }
}

/** Reads a target from the description of its stack. */
export function targetOf(where: Target['where'], stack: Stack, clientConfig: ClientConfig): Target {
  const stackName = stack.StackName ?? '';
  const read = (name: string): string => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new CommandError(`stack '${stackName}': expected an output '${name}', got none`);
    return value;
  };
  const texts = Object.fromEntries(Object.entries(OUTPUTS).map(([key, name]) => [key, read(name)]));
  const outputs = {
    ...(texts as Record<keyof typeof OUTPUTS, string>),
    usagePlanIds: JSON.parse(read('UsagePlanIds')) as Record<string, string>,
  };
  return {
    where,
    stackName,
    stackId: stack.StackId ?? '',
    clientConfig,
    outputs,
    baseUrl: outputs.apiUrl.replace(/\/$/, ''),
    tokenUrl: outputs.tokenUrl,
  };
}
