import {
  GetFunctionConfigurationCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { join } from 'node:path';
import { LOCAL_ACCOUNT, localAws, type LocalAws } from '../aws';
import type { Deployment } from '../deploy/deployment';
import { only } from '../deploy/deployment';
import type { Resource } from '../deploy/template';
import { ECHO_HEADER } from '../deploy/transform';
import { LiveAddresses } from '../deploy/web-acl-sets';
import { lambdaNode } from '../node24';
import { startEdge, type Edge } from './edge';
import type { StreamingFunction } from './execution-environment';
import { FunctionPool } from './function-pool';
import type { GatewayResponseProperties } from './gateway-responses';
import { LogSink } from './log-sink';
import { UsageKeys } from './usage-key';
import { inspectedBytes, webAcl, type WebAclProperties } from './web-acl';

/** What the edge needs beside the deployment. */
export interface EdgeOptions {
  readonly port: number;
  readonly aws: LocalAws;
  readonly echoValue: string;
  /** Where functions send their AWS calls. */
  readonly gateUrl: string;
  readonly bedrockUrl: string;
  /** File that gets every access line, wherever else the template sends them. */
  readonly accessLogFile: string;
  readonly troubleFile: string;
}

/** Processes for one function, and invocations in each when all are busy. */
const POOL = { environments: 4, invocationsEach: 32 };

/** The edge of a deployed template, and what a test may do to the functions behind it. */
export interface LocalEdge extends Edge {
  /** Ends the execution environments, each after its last answer. */
  readonly recycle: () => void;
  /** Kills the execution environments. */
  readonly crash: () => void;
  readonly recycleAuthorizer: () => Promise<void>;
  /** The functions that the edge runs, as they were deployed. */
  readonly functions: readonly StreamingFunction[];
}

/** Starts the edge that the deployed template describes; every setting is read from it. */
export async function edgeOf(deployment: Deployment, options: EdgeOptions): Promise<LocalEdge> {
  const { aws } = options;
  const { region } = deployment.assembly;
  const lambda = new LambdaClient(aws);
  const addresses = new LiveAddresses(deployment.webAclSets.ipSets, aws);
  await addresses.watch();

  const [restApiId, restApi] = only(deployment, 'AWS::ApiGateway::RestApi');
  const [, stage] = only(deployment, 'AWS::ApiGateway::Stage');
  const apiId = deployment.physicalIds[restApiId] ?? '';
  const stageName = String(stage.Properties?.StageName);
  const acl = webAclOf(deployment);
  const access = stage.Properties?.AccessLogSetting as { Format?: string; DestinationArn?: string } | undefined;
  // the log agent is outside of the function, and can be taken away like any other service.
  const agent = localAws(options.gateUrl, region);
  const accessLog = new LogSink(agent, {
    logGroup: logGroupOf(access?.DestinationArn),
    stream: 'local-edge',
    file: options.accessLogFile,
  });
  const trouble = new LogSink(aws, { file: options.troubleFile });
  const sinks = [accessLog, trouble];

  const pools = new Map<string, FunctionPool>();
  const watches: NodeJS.Timeout[] = [];
  for (const id of new Set(deployment.methods.map((method) => method.function))) {
    const settings = await streamingFunction(deployment, id, options, lambda);
    const log = new LogSink(agent, { logGroup: functionLogGroup(deployment, id), stream: 'local-edge', metrics: true });
    sinks.push(log);
    const concurrency = new ReservedConcurrency(lambda, settings.name);
    watches.push(concurrency.watch());
    const pool = new FunctionPool(
      settings,
      POOL,
      () => concurrency.current,
      (line) => log.write(line),
    );
    pools.set(id, pool);
  }

  const edge = await startEdge({
    port: options.port,
    emulator: new URL(aws.endpoint),
    apiId,
    stageName,
    apiHost: `${apiId}.execute-api.${region}.amazonaws.com`,
    tokenHost: tokenHostOf(deployment),
    webAcl:
      acl && webAcl(acl, { addresses: addresses.of, patterns: (arn) => deployment.webAclSets.patterns[arn] ?? [] }),
    webAclGuards: associations(deployment),
    inspectedBytes: acl ? inspectedBytes(acl) : 0,
    usageKeys:
      restApi.Properties?.ApiKeySourceType === 'AUTHORIZER'
        ? usageKeys(deployment, apiId, stageName, lambda)
        : undefined,
    routes: deployment.methods.map(({ method, resource, function: id }) => {
      const pool = pools.get(id);
      if (!pool) throw new Error(`edge: expected a pool for ${id}, got none`);
      return { method, resource, pool };
    }),
    gatewayResponses: resourcesOf(deployment, 'AWS::ApiGateway::GatewayResponse').map(
      ({ Properties }) => Properties as unknown as GatewayResponseProperties,
    ),
    echo: { header: ECHO_HEADER, value: options.echoValue },
    accessLogFormat: access?.Format,
    onAccess: (line) => accessLog.write(line),
    onTrouble: (line) => trouble.write(line),
  });
  await Promise.all([...pools.values()].map((pool) => pool.warm()));
  const all = [...pools.values()];
  return {
    url: edge.url,
    functions: all.map(({ settings }) => settings),
    recycle: () => all.forEach((pool) => pool.recycle()),
    crash: () => all.forEach((pool) => pool.close()),
    recycleAuthorizer: () => recycleAuthorizer(deployment, lambda),
    close: async () => {
      await edge.close();
      addresses.close();
      for (const watch of watches) clearInterval(watch);
      await Promise.all(sinks.map((sink) => sink.close()));
      lambda.destroy();
    },
  };
}

function resourcesOf({ resources }: Deployment, type: string): readonly Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type);
}

/** The web ACL of the template; a second one would need to know which of them guards what. */
function webAclOf(deployment: Deployment): WebAclProperties | undefined {
  const [acl, second] = resourcesOf(deployment, 'AWS::WAFv2::WebACL');
  if (second) throw new Error('template: expected one AWS::WAFv2::WebACL, got more');
  return acl?.Properties as unknown as WebAclProperties | undefined;
}

/** What the template associates its web ACL with; a web ACL that is associated with nothing guards nothing. */
function associations(deployment: Deployment): { readonly api: boolean; readonly userPool: boolean } {
  const arns = resourcesOf(deployment, 'AWS::WAFv2::WebACLAssociation').map(({ Properties }) =>
    String(Properties?.ResourceArn),
  );
  return {
    api: arns.some((arn) => arn.includes('/restapis/')),
    userPool: arns.some((arn) => arn.includes(':userpool/')),
  };
}

function logGroupOf(arn: string | undefined): string | undefined {
  return /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(arn ?? '')?.[1];
}

function functionLogGroup({ resources, physicalIds }: Deployment, id: string): string {
  const logging = resources[id]?.Properties?.LoggingConfig as { LogGroup?: string } | undefined;
  return logging?.LogGroup ?? `/aws/lambda/${physicalIds[id] ?? id}`;
}

function tokenHostOf(deployment: Deployment): string | undefined {
  const [domain] = resourcesOf(deployment, 'AWS::Cognito::UserPoolDomain');
  const name = domain?.Properties?.Domain;
  if (typeof name !== 'string') return undefined;
  return name.includes('.') ? name : `${name}.auth.${deployment.assembly.region}.amazoncognito.com`;
}

function usageKeys(
  deployment: Deployment,
  apiId: string,
  stageName: string,
  lambda: LambdaClient,
): UsageKeys | undefined {
  const { functionArn, properties } = authorizerOf(deployment);
  if (functionArn === undefined) return undefined;
  return new UsageKeys(lambda, {
    functionName: functionArn,
    type: properties.Type === 'TOKEN' ? 'TOKEN' : 'REQUEST',
    cacheSeconds: Number(properties.AuthorizerResultTtlInSeconds ?? 300),
    stageArn: `arn:aws:execute-api:${deployment.assembly.region}:${LOCAL_ACCOUNT}:${apiId}/${stageName}`,
  });
}

function authorizerOf(deployment: Deployment): {
  readonly functionArn: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
} {
  const [authorizer] = resourcesOf(deployment, 'AWS::ApiGateway::Authorizer');
  const properties = authorizer?.Properties ?? {};
  const functionArn = /functions\/(arn:aws:lambda:[^/]+)\/invocations/.exec(String(properties.AuthorizerUri))?.[1];
  return { functionArn, properties };
}

/** A change of the configuration ends the environments of a function; this one changes nothing. */
async function recycleAuthorizer(deployment: Deployment, lambda: LambdaClient): Promise<void> {
  const { functionArn: FunctionName } = authorizerOf(deployment);
  if (FunctionName === undefined) return;
  const { Timeout } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout }));
}

async function streamingFunction(
  { assembly, physicalIds }: Deployment,
  id: string,
  { gateUrl, bedrockUrl, aws }: EdgeOptions,
  lambda: LambdaClient,
): Promise<StreamingFunction> {
  const code = assembly.template.Resources[id]?.Properties?.Code as { S3Key?: unknown } | undefined;
  const asset = assembly.assets.find(({ destinations }) =>
    destinations.some(({ objectKey }) => objectKey === code?.S3Key),
  );
  if (!asset) throw new Error(`${id}: expected its code among the assets of the stack, got ${JSON.stringify(code)}`);
  const name = physicalIds[id] ?? id;
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const node = lambdaNode().path;
  return {
    name,
    arn: configuration.FunctionArn ?? '',
    code: join(asset.path),
    handler: configuration.Handler ?? 'index.handler',
    memoryMiB: configuration.MemorySize ?? 128,
    timeoutMs: (configuration.Timeout ?? 3) * 1_000,
    node,
    environment: {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      AWS_REGION: aws.region,
      AWS_DEFAULT_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize ?? 128),
      LAMBDA_TASK_ROOT: asset.path,
      ...configuration.Environment?.Variables,
      AWS_ENDPOINT_URL: gateUrl,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrockUrl,
    },
  };
}

/** The reserved concurrency as it is now: containment stops the function by setting it to 0. */
class ReservedConcurrency {
  public current: number | undefined;

  public constructor(
    private readonly lambda: LambdaClient,
    private readonly functionName: string,
  ) {}

  public watch(): NodeJS.Timeout {
    void this.read();
    const timer = setInterval(() => void this.read(), 1_000);
    timer.unref();
    return timer;
  }

  private async read(): Promise<void> {
    try {
      const command = new GetFunctionConcurrencyCommand({ FunctionName: this.functionName });
      this.current = (await this.lambda.send(command)).ReservedConcurrentExecutions;
    } catch {
      // the emulator is busy or stopping: the last known value stands.
    }
  }
}
