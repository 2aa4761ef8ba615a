import { randomInt } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { dynamoBudgetTable } from './budget/budget-table';
import { DynamoBudget } from './budget/dynamo-budget';
import { createIdempotencyKeys } from './budget/idempotency-keys';
import { createStopSwitch } from './budget/stop-switch';
import { createUsageLedger } from './budget/usage-ledger';
import { DynamoDirectory, dynamoRowReader } from './directory/dynamo-directory';
import type { GatewayPorts } from './ports';

/** What limits and access are kept in. */
export interface LimitsSources {
  readonly dynamodb: DynamoDBClient;
  readonly budgetTable: string;
  readonly tenantTable: string;
  readonly deployment: Pick<GatewayDeployment, 'roles' | 'tiers' | 'models'>;
  readonly now: () => number;
  readonly emit: GatewayPorts['emit'];
}

/**
 * Wires budget and directory together: every budget item that passes by shows the directory the version of its
 * tenant's policy.
 */
export function createLimits(sources: LimitsSources): Pick<GatewayPorts, 'budget' | 'directory'> {
  const { dynamodb, now, deployment } = sources;
  const directory = new DynamoDirectory(deployment, dynamoRowReader(dynamodb, sources.tenantTable), now);
  const table = dynamoBudgetTable(dynamodb, sources.budgetTable);
  const models = deployment.models.map(({ name }) => name);
  const budget = new DynamoBudget({
    table,
    stop: createStopSwitch(table, now),
    idempotency: createIdempotencyKeys(table, now),
    ledger: createUsageLedger(dynamodb, sources.budgetTable, models),
    now,
    nonce: () => randomInt(2 ** 24),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    quotaOf: (model) => {
      const { modelId, quota } = deployment.models.find(({ name }) => name === model) ?? {};
      return modelId === undefined || quota === undefined ? undefined : { modelId, quota };
    },
    onPolicyVersion: (tenant, version) => directory.onPolicyVersion(tenant, version),
    onLedgerFailure: (error) =>
      sources.emit({ event: 'usage_ledger_failed', error: error instanceof Error ? error.name : 'unknown' }),
  });
  return { budget, directory };
}
