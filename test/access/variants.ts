import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { ModelKind, ModelProvider } from '../../lib/config/model-config';
import type { CallFacts } from '../../review/access/permissions';
import { SHIPPED_CONFIG, TRIAL } from '../synth';

const [NOVA] = SHIPPED_CONFIG.models;

/** Every kind of model at once: one in the Region, one behind an inference profile, one outside AWS. */
const EVERY_PROVIDER: LlmApiConfig = {
  ...SHIPPED_CONFIG,
  models: [
    ...SHIPPED_CONFIG.models,
    {
      ...NOVA!,
      name: 'nova-pro-eu',
      modelId: 'eu.amazon.nova-pro-v1:0',
      inferenceRegions: ['eu-central-1', 'eu-west-1'],
    },
    {
      ...NOVA!,
      name: 'upstream',
      provider: ModelProvider.OPENAI_COMPATIBLE,
      modelId: 'llama-3',
      kind: ModelKind.CHAT,
      baseUrl: 'https://models.example.com/v1',
      secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:upstream-a1b2c3',
    },
  ],
  egress: { hosts: ['models.example.com'] },
};

/** Nothing but an upstream outside AWS. */
const UPSTREAM_ONLY: LlmApiConfig = {
  ...EVERY_PROVIDER,
  models: EVERY_PROVIDER.models.filter(({ provider }) => provider === ModelProvider.OPENAI_COMPATIBLE),
  roles: SHIPPED_CONFIG.roles.map((role) => ({ ...role, models: role.models.length > 0 ? ['upstream'] : [] })),
};

/** Guardrails that every call of a model has to carry, one of them of a key of its own. */
const GUARDRAILS: LlmApiConfig = {
  ...SHIPPED_CONFIG,
  guardrails: [{ name: 'content', groundingThreshold: 0.7 }],
  guardPolicies: { standard: { managed: { guardrail: 'content' } }, strict: { managed: { guardrail: 'content' } } },
};

/** An upstream whose key the stack keeps, and a function of the owner's that makes keys. */
const ROTATED: LlmApiConfig = {
  ...EVERY_PROVIDER,
  models: EVERY_PROVIDER.models.map(({ secretArn: _, ...model }) => model),
  credentials: { issuerFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:issue-keys' },
};

/** Configurations whose stacks have other policies, networks or functions. */
export const VARIANTS: Readonly<Record<string, LlmApiConfig>> = {
  production: SHIPPED_CONFIG,
  trial: { ...SHIPPED_CONFIG, ...TRIAL },
  'every provider': EVERY_PROVIDER,
  'an upstream only': UPSTREAM_ONLY,
  'mandatory guardrails': GUARDRAILS,
  'rotated upstream keys': ROTATED,
};

/** What the config says of a call that the call does not. */
export function factsOf({ models }: LlmApiConfig): CallFacts {
  return {
    inferenceRegions: Object.fromEntries(
      models.flatMap(({ modelId, inferenceRegions }) =>
        inferenceRegions === undefined ? [] : [[modelId, inferenceRegions]],
      ),
    ),
  };
}
