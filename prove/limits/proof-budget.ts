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
}

/** The budget exactly as the gateway has it, over a real table. */
export function proofBudget({ endpoint, region, table: name }: ProofTable): DynamoBudget {
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
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
