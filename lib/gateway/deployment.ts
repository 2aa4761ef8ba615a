/**
 * The deployment document of the gateway function: `deployment.json`, written beside the function's
 * bundle at synth and therefore hashed (and signed, where code signing is on) with its code.
 *
 * Holds what the config decides and no token, ARN or secret: those come by environment. Imports nothing, ever.
 */
export interface GatewayDeployment {
  readonly version: 1;
  readonly models: readonly ModelDeployment[];
  readonly roles: readonly RoleDeployment[];
  readonly tiers: readonly TierDeployment[];
  /** Guard policies by name, as `lambda/guard/policy.ts` reads them. */
  readonly guardPolicies: Readonly<Record<string, unknown>>;
  /** What a text unit of each guardrail costs, in millionths of a US dollar. */
  readonly guardrailMicroUsdPerUnit?: Readonly<Record<string, number>>;
  /** Put before everything that a client sends; each carries a canary, added per request. */
  readonly systemPrompts: readonly string[];
  /** Largest request body, in bytes. */
  readonly maxBodyBytes: number;
  readonly maxMessages: number;
  /** Time from the arrival of a request to its last byte, in seconds. */
  readonly deadlineSeconds: number;
  /** An abandoned stream is read on for at most this long, in seconds. */
  readonly maxAbandonedSeconds: number;
}

export interface ModelDeployment {
  /** Name that a client asks for. */
  readonly name: string;
  readonly provider: 'bedrock' | 'openai-compatible';
  /** Bedrock model or inference-profile id, or the upstream's model name. */
  readonly modelId: string;
  /** Base URL of an OpenAI-compatible upstream, ending with `/v1`. */
  readonly baseUrl?: string;
  /** ARN of the upstream's credential in Secrets Manager; its value never leaves the function's memory. */
  readonly secretArn?: string;
  readonly kind: 'chat' | 'embedding';
  readonly maxOutputTokens: number;
  readonly contextTokens: number;
  /** The account's quota of `modelId`, to be shared out. */
  readonly quota?: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number };
  readonly price: {
    /** Millionths of a US dollar for a million input tokens. */
    readonly inputMicroUsdPerMillionTokens: number;
    readonly outputMicroUsdPerMillionTokens: number;
    /** Date of the price, `YYYY-MM-DD`. */
    readonly asOf: string;
  };
}

export interface RoleDeployment {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly models: readonly string[];
  readonly tools: readonly { readonly name: string; readonly kind: 'read' | 'write'; readonly maxRounds?: number }[];
  readonly maxOutputTokens: number;
  readonly maxPromptBytes: number;
  readonly guardPolicy: string;
}

export interface TierDeployment {
  readonly name: string;
  /** Roles that clients of the tier may hold. */
  readonly roles: readonly string[];
  /** In place of the roles' policies. */
  readonly guardPolicy?: string;
  /** Policies that single tenants may be given in place of that. */
  readonly tenantGuardPolicies?: readonly string[];
  readonly tenantLimits: LimitsDeployment;
  readonly clientLimits: LimitsDeployment;
  /** Items that each tenant's budget is spread over. */
  readonly budgetShards: number;
}

/** Absent = not limited; 0 = nothing is allowed. Money in millionths of a US dollar. */
export interface LimitsDeployment {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly tokensPerMonth?: number;
  readonly microUsdPerDay?: number;
  readonly microUsdPerMonth?: number;
  readonly concurrentRequests?: number;
}

/** Geography of an inference profile, in front of the id of its model. */
export const PROFILE_PREFIX = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\./;
