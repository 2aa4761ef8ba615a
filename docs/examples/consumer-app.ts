import { App, Stack } from 'aws-cdk-lib';
import { Compliance, HardenedLlmApi, ModelKind, ModelProvider, Profile } from 'cdk-hardened-llm-api';

// the API as a part of a stack of your own: the same props as llm-api.config.json, in types.
const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'AssistantPlatform', { env: { account: '111122223333', region: 'eu-west-1' } });

const llmApi = new HardenedLlmApi(stack, 'LlmApi', {
  profile: Profile.PRODUCTION,
  models: [
    {
      name: 'nova-lite',
      provider: ModelProvider.BEDROCK,
      modelId: 'amazon.nova-lite-v1:0',
      kind: ModelKind.CHAT,
      maxOutputTokens: 5000,
      contextTokens: 300_000,
      price: { inputUsdPerMillionTokens: 0.06, outputUsdPerMillionTokens: 0.24, asOf: '2026-09-01' },
    },
  ],
  guardPolicies: { standard: {} },
  roles: [
    {
      name: 'assistant',
      scopes: ['llm/chat', 'llm/guard', 'llm/usage'],
      models: ['nova-lite'],
      maxOutputTokens: 2048,
      maxPromptBytes: 131_072,
      guardPolicy: 'standard',
    },
  ],
  tiers: [
    {
      name: 'team',
      roles: ['assistant'],
      tenantLimits: { requestsPerMinute: 60, tokensPerDay: 2_000_000, usdPerDay: 5, concurrentRequests: 5 },
      clientLimits: { requestsPerMinute: 30 },
      usagePlan: { requestsPerSecond: 5, burst: 10, requestsPerDay: 10_000 },
    },
  ],
  retention: { auditDays: 365, confirmAuditDays: 365, backupDays: 35, confirmBackupDays: 35 },
});

// six packs of cdk-nag and our own, over the constructs and once more over the template.
Compliance.enforce(app, { acknowledgements: llmApi.acknowledgements() });
app.synth();
