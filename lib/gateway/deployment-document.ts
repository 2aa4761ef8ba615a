import type { LlmApiConfig } from '../config/llm-api-config';
import type { ModelConfig } from '../config/model-config';
import type { LimitsConfig } from '../config/tier-config';
import { budgetShardsFor } from '../private/budget-shards';
import type { GatewayDeployment, LimitsDeployment, ModelDeployment } from './deployment';

/** Defaults of a single request's limits; the JSON Schema of the config says the same. */
export const REQUEST_DEFAULTS = {
  maxBodyBytes: 1_048_576,
  maxMessages: 512,
  deadlineSeconds: 300,
  maxAbandonedSeconds: 30,
} as const;

/** The config as the gateway reads it: money in millionths of a dollar, so that sums stay exact. */
export function deploymentDocument(config: LlmApiConfig): GatewayDeployment {
  return {
    version: 1,
    models: config.models.map(modelDeployment),
    roles: config.roles.map((role) => ({
      name: role.name,
      scopes: role.scopes,
      models: role.models,
      tools: role.tools ?? [],
      maxOutputTokens: role.maxOutputTokens,
      maxPromptBytes: role.maxPromptBytes,
      guardPolicy: role.guardPolicy,
    })),
    tiers: config.tiers.map((tier) => ({
      name: tier.name,
      roles: tier.roles,
      ...(tier.guardPolicy === undefined ? {} : { guardPolicy: tier.guardPolicy }),
      ...(tier.tenantGuardPolicies === undefined ? {} : { tenantGuardPolicies: tier.tenantGuardPolicies }),
      tenantLimits: limitsDeployment(tier.tenantLimits),
      clientLimits: limitsDeployment(tier.clientLimits),
      budgetShards: tier.budgetShards ?? budgetShardsFor(tier.tenantLimits.requestsPerMinute),
    })),
    guardPolicies: config.guardPolicies,
    ...(config.guardrails === undefined
      ? {}
      : {
          guardrailMicroUsdPerUnit: Object.fromEntries(
            config.guardrails.map(({ name, usdPerThousandTextUnits = 0.35 }) => [
              name,
              microUsd(usdPerThousandTextUnits / 1_000),
            ]),
          ),
        }),
    systemPrompts: config.systemPrompts ?? [],
    ...REQUEST_DEFAULTS,
    ...config.requests,
  };
}

function modelDeployment(model: ModelConfig): ModelDeployment {
  return {
    name: model.name,
    provider: model.provider,
    modelId: model.modelId,
    kind: model.kind,
    maxOutputTokens: model.maxOutputTokens,
    contextTokens: model.contextTokens,
    ...(model.baseUrl === undefined ? {} : { baseUrl: model.baseUrl }),
    ...(model.secretArn === undefined ? {} : { secretArn: model.secretArn }),
    ...(model.quota === undefined ? {} : { quota: model.quota }),
    price: {
      inputMicroUsdPerMillionTokens: microUsd(model.price.inputUsdPerMillionTokens),
      outputMicroUsdPerMillionTokens: microUsd(model.price.outputUsdPerMillionTokens),
      asOf: model.price.asOf,
    },
  };
}

function limitsDeployment({ usdPerDay, usdPerMonth, ...rest }: LimitsConfig): LimitsDeployment {
  return {
    ...rest,
    // compared with undefined: a limit of 0 allows nothing.
    ...(usdPerDay === undefined ? {} : { microUsdPerDay: microUsd(usdPerDay) }),
    ...(usdPerMonth === undefined ? {} : { microUsdPerMonth: microUsd(usdPerMonth) }),
  };
}

function microUsd(usd: number): number {
  return Math.round(usd * 1_000_000);
}
