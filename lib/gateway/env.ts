/**
 * Environment contract of the gateway function: the construct writes these names,
 * `lambda/gateway/config.ts` reads them. Imports nothing, ever.
 *
 * `GUARDRAILS` is a JSON object from a guardrail's name in the config to its `id` and pinned `version`.
 * `AUDIT_MAC_KEY_ARN` is the HMAC key that the audit trail's secret is derived from, once a cold start.
 * `UPSTREAMS` is a JSON object: the ARN of the secret that was made for an upstream, by its base URL.
 */
export type GatewayEnv = Record<
  | 'BUDGET_TABLE'
  | 'TENANT_TABLE'
  | 'AUDIT_TABLE'
  | 'AUDIT_BUCKET'
  | 'AUDIT_MAC_KEY_ARN'
  | 'CONTENT_KEY_TABLE'
  | 'DATA_KEY_ARN'
  | 'STACK_NAME'
  | 'GUARDRAILS'
  | 'STAGE_NAME'
  | 'UPSTREAMS',
  string
>;
