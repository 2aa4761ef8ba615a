/**
 * Environment contract of the gateway function: the construct writes these names,
 * `lambda/gateway/config.ts` reads them. Imports nothing, ever.
 */
export type GatewayEnv = Record<
  | 'BUDGET_TABLE'
  | 'TENANT_TABLE'
  | 'AUDIT_TABLE'
  | 'AUDIT_BUCKET'
  | 'AUDIT_KEY_ARN'
  | 'DATA_KEY_ARN'
  | 'STACK_ID_HASH'
  | 'STAGE_NAME',
  string
>;
