import type { LlmApiConfig } from '../config/llm-api-config';
import { ModelKind, ModelProvider } from '../config/model-config';

/** Name of the guardrail that goes with a model call under a policy. */
export function inCallGuardrailOf(policy: unknown): string | undefined {
  const { managed } = record(policy);
  const { guardrail, inCall = true } = record(managed);
  return typeof guardrail === 'string' && inCall === true ? guardrail : undefined;
}

/**
 * The guardrails of which every call of a model has one, by the model's name; a model that some caller may ask without is
 * left out: no condition of IAM can tell such a call from one that forgot its guardrail.
 */
export function mandatoryGuardrails(config: LlmApiConfig): ReadonlyMap<string, readonly string[]> {
  const mandatory = new Map<string, readonly string[]>();
  for (const { name, provider, kind } of config.models) {
    if (provider !== ModelProvider.BEDROCK || kind !== ModelKind.CHAT) continue;
    const policies = policiesFor(name, config);
    const guardrails = policies.map((policy) => inCallGuardrailOf(config.guardPolicies[policy]));
    if (guardrails.length > 0 && guardrails.every((each) => each !== undefined)) {
      mandatory.set(name, [...new Set(guardrails as string[])].sort());
    }
  }
  return mandatory;
}

/** Policies under which a model may be called: of several roles, the one that the tier names first decides. */
export function policiesFor(model: string, { roles, tiers }: LlmApiConfig): string[] {
  const policies = tiers.flatMap((tier) => {
    const held = tier.roles.flatMap((name) => roles.find((role) => role.name === name) ?? []);
    const granting = held.map((role) => role.models.includes(model));
    const reach = held.slice(0, granting.lastIndexOf(true) + 1);
    if (reach.length === 0) return [];
    return [
      ...(tier.guardPolicy === undefined ? reach.map(({ guardPolicy }) => guardPolicy) : [tier.guardPolicy]),
      ...(tier.tenantGuardPolicies ?? []),
    ];
  });
  return [...new Set(policies)];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
