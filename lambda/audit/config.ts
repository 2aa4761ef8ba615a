import type { SealerEnv } from '../../lib/audit/env';
import type { SealerConfig } from './sealer';

/** The sealer's environment, read. */
export interface SealerDeployment {
  readonly auditTable: string;
  readonly auditBucket: string;
  readonly macKeyArn: string;
  readonly budgetTable: string;
  readonly stackName: string;
  readonly sealer: SealerConfig;
}

const HOUR = 60 * 60_000;

/** Throws on a bad value. Called once, at cold start: a bad deployment never seals. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): SealerDeployment {
  const text = (name: keyof SealerEnv): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`environment: expected ${name}, got none`);
    return value;
  };
  const number = (name: keyof SealerEnv): number => {
    const value = Number(text(name));
    if (!(value > 0)) throw new Error(`environment: expected a positive number in ${name}, got ${env[name]}`);
    return value;
  };
  return {
    auditTable: text('AUDIT_TABLE'),
    auditBucket: text('AUDIT_BUCKET'),
    macKeyArn: text('AUDIT_MAC_KEY_ARN'),
    budgetTable: text('BUDGET_TABLE'),
    stackName: text('STACK_NAME'),
    sealer: {
      signingKey: text('SIGNING_KEY_ARN'),
      staleAfterMs: number('STALE_AFTER_SECONDS') * 1000,
      tableRetentionMs: number('TABLE_RETENTION_DAYS') * 24 * HOUR,
      maxRecords: 4_000,
      maxBytes: 16 * 1024 * 1024,
      // the stream keeps a day; what is older than this may be gone from it before it is read.
      outageMs: 12 * HOUR,
    },
  };
}
