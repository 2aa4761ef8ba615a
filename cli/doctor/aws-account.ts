import {
  APIGatewayClient,
  GetAccountCommand,
  paginateGetApiKeys,
  paginateGetRestApis,
  paginateGetUsagePlans,
} from '@aws-sdk/client-api-gateway';
import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListGuardrailsCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeAddressesCommand, EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DescribeManagedRuleGroupCommand, ListWebACLsCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { ClientConfig } from '../target';
import type { AccountPorts, Quota, QuotaName } from './account-ports';
import type { DeploymentPlan } from './plan';

/** Where CDK's bootstrap stack says which version it is. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** A quota by its service and its name there, and AWS's default where it cannot be read. */
const QUOTAS: Readonly<Record<QuotaName, { readonly service: string; readonly name: RegExp; readonly usual: number }>> =
  {
    vpcs: { service: 'vpc', name: /^VPCs per Region$/i, usual: 5 },
    elasticIps: { service: 'ec2', name: /^EC2-VPC Elastic IPs$/i, usual: 5 },
    webAcls: { service: 'wafv2', name: /web ACLs? per/i, usual: 100 },
    restApis: { service: 'apigateway', name: /^Regional API/i, usual: 600 },
    usagePlans: { service: 'apigateway', name: /usage plans/i, usual: 300 },
    apiKeys: { service: 'apigateway', name: /API keys/i, usual: 10_000 },
    userPools: { service: 'cognito-idp', name: /user pools per/i, usual: 1_000 },
  };

/** The doctor's view of an account, through the SDK. It only reads, but for one call of each model. */
export function awsAccount(
  config: ClientConfig,
  {
    stack,
    plan,
    region,
  }: { readonly stack: string; readonly plan: DeploymentPlan | undefined; readonly region: string | undefined },
): AccountPorts {
  const client = clients(config);
  return {
    region,
    plan,
    identity: async () => {
      const { Account = '', Arn = '' } = await client.sts().send(new GetCallerIdentityCommand({}));
      return { account: Account, arn: Arn };
    },
    stackStatus: once(async () => {
      try {
        const { Stacks } = await client.cloudFormation().send(new DescribeStacksCommand({ StackName: stack }));
        return Stacks?.[0]?.StackStatus;
      } catch (error) {
        if (isCalled(error, 'ValidationError')) return undefined;
        throw error;
      }
    }),
    bootstrapVersion: async () => {
      try {
        const { Parameter } = await client.ssm().send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
        return Number(Parameter?.Value);
      } catch (error) {
        if (isCalled(error, 'ParameterNotFound')) return undefined;
        throw error;
      }
    },
    concurrency: async () => {
      const { AccountLimit } = await client.lambda().send(new GetAccountSettingsCommand({}));
      return {
        limit: AccountLimit?.ConcurrentExecutions ?? 0,
        unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
      };
    },
    quota: (of) => quotaOf(client.quotas(), of),
    inUse: (of) => COUNTS[of](client),
    ruleGroupCapacity: async (Name) => {
      try {
        const command = new DescribeManagedRuleGroupCommand({ VendorName: 'AWS', Name, Scope: 'REGIONAL' });
        return (await client.waf().send(command)).Capacity;
      } catch (error) {
        if (isCalled(error, 'WAFInvalidParameterException', 'WAFNonexistentItemException')) return undefined;
        throw error;
      }
    },
    logsRoleOfApiGateway: async () => (await client.apiGateway().send(new GetAccountCommand({}))).cloudwatchRoleArn,
    model: async (modelId) => {
      // `us.amazon.nova-lite-v1:0` is an inference profile over several Regions.
      const profile = /^[a-z-]+\.[a-z0-9]+\./.test(modelId);
      try {
        if (profile) {
          const command = new GetInferenceProfileCommand({ inferenceProfileIdentifier: modelId });
          return { streams: true, status: (await client.bedrock().send(command)).status ?? '' };
        }
        const { modelDetails } = await client
          .bedrock()
          .send(new GetFoundationModelCommand({ modelIdentifier: modelId }));
        return {
          streams: modelDetails?.responseStreamingSupported === true,
          status: modelDetails?.modelLifecycle?.status ?? '',
        };
      } catch (error) {
        if (isCalled(error, 'ResourceNotFoundException', 'ValidationException')) return undefined;
        throw error;
      }
    },
    callModel: async ({ modelId, kind }) => {
      if (kind === 'embedding') {
        const body = JSON.stringify({ inputText: 'hello' });
        const command = new InvokeModelCommand({ modelId, body, contentType: 'application/json' });
        return void (await client.bedrockRuntime().send(command));
      }
      await client.bedrockRuntime().send(
        new ConverseCommand({
          modelId,
          messages: [{ role: 'user', content: [{ text: 'hello' }] }],
          inferenceConfig: { maxTokens: 1 },
        }),
      );
    },
    guardrailsAnswer: async () => void (await client.bedrock().send(new ListGuardrailsCommand({ maxResults: 1 }))),
    domain: async (Domain) => {
      const { DomainDescription } = await client.cognito().send(new DescribeUserPoolDomainCommand({ Domain }));
      if (DomainDescription?.UserPoolId === undefined) return 'free';
      const { Stacks } = await client.cloudFormation().send(new DescribeStacksCommand({ StackName: stack }));
      const own = Stacks?.[0]?.Outputs?.some(({ OutputValue }) => OutputValue === DomainDescription.UserPoolId);
      return own === true ? 'own' : 'taken';
    },
    trails: async () => {
      const { trailList = [] } = await client.cloudTrail().send(new DescribeTrailsCommand({}));
      return trailList.map(({ Name = '', IsMultiRegionTrail = false }) => ({
        name: Name,
        allRegions: IsMultiRegionTrail,
      }));
    },
  };
}

type Clients = ReturnType<typeof clients>;

/** Clients are made when they are first asked for: a command that fails early makes none. */
function clients(config: ClientConfig) {
  return {
    apiGateway: once(() => new APIGatewayClient(config)),
    bedrock: once(() => new BedrockClient(config)),
    bedrockRuntime: once(() => new BedrockRuntimeClient({ ...config, maxAttempts: 1 })),
    cloudFormation: once(() => new CloudFormationClient(config)),
    cloudTrail: once(() => new CloudTrailClient(config)),
    cognito: once(() => new CognitoIdentityProviderClient(config)),
    ec2: once(() => new EC2Client(config)),
    lambda: once(() => new LambdaClient(config)),
    quotas: once(() => new ServiceQuotasClient(config)),
    ssm: once(() => new SSMClient(config)),
    sts: once(() => new STSClient(config)),
    waf: once(() => new WAFV2Client(config)),
  };
}

const COUNTS: Readonly<Record<QuotaName, (client: Clients) => Promise<number>>> = {
  vpcs: ({ ec2 }) => total(paginateDescribeVpcs({ client: ec2() }, {}), ({ Vpcs }) => Vpcs),
  elasticIps: async ({ ec2 }) => (await ec2().send(new DescribeAddressesCommand({}))).Addresses?.length ?? 0,
  webAcls: async ({ waf }) => {
    let count = 0;
    let NextMarker: string | undefined;
    do {
      const page = await waf().send(new ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 100, NextMarker }));
      count += page.WebACLs?.length ?? 0;
      NextMarker = page.WebACLs?.length === 100 ? page.NextMarker : undefined;
    } while (NextMarker !== undefined);
    return count;
  },
  restApis: ({ apiGateway }) =>
    total(paginateGetRestApis({ client: apiGateway() }, { limit: 500 }), ({ items }) => items),
  usagePlans: ({ apiGateway }) =>
    total(paginateGetUsagePlans({ client: apiGateway() }, { limit: 500 }), ({ items }) => items),
  apiKeys: ({ apiGateway }) =>
    total(paginateGetApiKeys({ client: apiGateway() }, { limit: 500 }), ({ items }) => items),
  userPools: ({ cognito }) =>
    total(paginateListUserPools({ client: cognito() }, { MaxResults: 60 }), ({ UserPools }) => UserPools),
};

async function total<Page>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly unknown[] | undefined,
): Promise<number> {
  let count = 0;
  for await (const page of pages) count += itemsOf(page)?.length ?? 0;
  return count;
}

async function quotaOf(client: ServiceQuotasClient, of: QuotaName): Promise<Quota> {
  const { service, name, usual } = QUOTAS[of];
  try {
    for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode: service })) {
      const found = Quotas.find(({ QuotaName: title = '' }) => name.test(title));
      if (found?.Value !== undefined) return { limit: found.Value, known: true };
    }
  } catch {
    // a role that may not read quotas, or a service that lists none: AWS's own default is all that is known.
  }
  return { limit: usual, known: false };
}

function isCalled(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
