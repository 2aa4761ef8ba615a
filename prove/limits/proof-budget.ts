import { randomInt } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoBudgetTable } from '../../lambda/gateway/budget/budget-table';
import { DynamoBudget } from '../../lambda/gateway/budget/dynamo-budget';
import { createIdempotencyKeys } from '../../lambda/gateway/budget/idempotency-keys';
import { createStopSwitch } from '../../lambda/gateway/budget/stop-switch';
import { emulatorConfig } from '../../cli/target';

/** The table that a proof runs against. */
export interface ProofTable {
  readonly endpoint: string;
  readonly region: string;
  readonly table: string;
  /** Requests a minute that the account may ask of the proof's model. */
  readonly modelRequestsPerMinute?: number;
}

/** The model that a proof's requests ask, where its quota is shared out. */
export const PROOF_MODEL = 'proof';

/** The budget exactly as the gateway has it, over a real table; each run has a model of its own. */
export function proofBudget(
  { endpoint, region, table: name, modelRequestsPerMinute }: ProofTable,
  run = '',
): DynamoBudget {
  const table = dynamoBudgetTable(new DynamoDBClient(emulatorConfig(endpoint, region)), name);
  const now = (): number => Date.now();
  const nothing = { requests: 0, tokens: 0, microUsd: 0 };
  return new DynamoBudget({
    table,
    stop: createStopSwitch(table, now),
    idempotency: createIdempotencyKeys(table, now),
    ledger: {
      record: () => Promise.resolve(),
      totalsOf: () => Promise.resolve({ day: nothing, month: nothing }),
    },
    now,
    nonce: () => randomInt(2 ** 24),
    ...(modelRequestsPerMinute !== undefined && {
      quotaOf: () => ({ modelId: `${PROOF_MODEL}-${run}`, quota: { requestsPerMinute: modelRequestsPerMinute } }),
    }),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
