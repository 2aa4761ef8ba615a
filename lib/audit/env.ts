/**
 * Environment contract of the sealer: the construct writes these names,
 * `lambda/audit/config.ts` reads them. Imports nothing, ever.
 */
export type SealerEnv = Record<
  | 'AUDIT_TABLE'
  | 'AUDIT_BUCKET'
  | 'AUDIT_MAC_KEY_ARN'
  | 'SIGNING_KEY_ARN'
  | 'BUDGET_TABLE'
  | 'STACK_NAME'
  /** An OPEN without a CLOSE is settled after this many seconds. */
  | 'STALE_AFTER_SECONDS'
  /** A sealed record stays in the table for this many days. */
  | 'TABLE_RETENTION_DAYS',
  string
>;
