import type { DeploymentPlan, PlannedModel } from './plan';

/** A quota of the account: how much there may be, and how much there is. */
export interface Quota {
  readonly limit: number;
  /** Whether the account's own value was read; AWS's default otherwise. */
  readonly known: boolean;
}

/** What the doctor looks at in an account. */
export interface AccountPorts {
  readonly region: string | undefined;
  /** What will be deployed; `undefined` when nothing was synthesized yet. */
  readonly plan: DeploymentPlan | undefined;
  readonly identity: () => Promise<{ readonly account: string; readonly arn: string }>;
  /** Status of the stack that would be updated; `undefined` where there is none. */
  readonly stackStatus: () => Promise<string | undefined>;
  readonly bootstrapVersion: () => Promise<number | undefined>;
  readonly concurrency: () => Promise<{ readonly limit: number; readonly unreserved: number }>;
  readonly quota: (of: QuotaName) => Promise<Quota>;
  readonly inUse: (of: QuotaName) => Promise<number>;
  /** Web ACL capacity units of a managed rule group. */
  readonly ruleGroupCapacity: (group: string) => Promise<number | undefined>;
  readonly logsRoleOfApiGateway: () => Promise<string | undefined>;
  /** What Bedrock says of a model in this Region; `undefined` where it has none of that id. */
  readonly model: (modelId: string) => Promise<{ readonly streams: boolean; readonly status: string } | undefined>;
  /** Calls a model with one word, for one token. */
  readonly callModel: (model: PlannedModel) => Promise<void>;
  readonly guardrailsAnswer: () => Promise<void>;
  /** Who has the prefix: nobody, this very stack, or something else. */
  readonly domain: (prefix: string) => Promise<'free' | 'own' | 'taken'>;
  readonly trails: () => Promise<readonly { readonly name: string; readonly allRegions: boolean }[]>;
}

/** What has a number in an account. */
export type QuotaName = 'vpcs' | 'elasticIps' | 'webAcls' | 'restApis' | 'usagePlans' | 'apiKeys' | 'userPools';
