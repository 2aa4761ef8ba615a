import { DynamoBudget, type BudgetPorts } from '../../lambda/gateway/budget/dynamo-budget';
import type { BudgetTable } from '../../lambda/gateway/budget/budget-table';
import { createIdempotencyKeys } from '../../lambda/gateway/budget/idempotency-keys';
import { viewOf, type BudgetView } from '../../lambda/gateway/budget/item';
import { createStopSwitch } from '../../lambda/gateway/budget/stop-switch';
import { budgetKey } from '../../lambda/core/budget-keys';
import type { Use } from '../../lambda/gateway/budget/usage-ledger';
import type { Reservation } from '../../lambda/gateway/ports';
import { FakeBudgetTable } from './fake-budget-table';

/** A Sunday noon, at the beginning of a slot. */
export const NOON = Date.UTC(2026, 10, 22, 12);

export const PRINCIPAL = { tenant: 'acme', client: 'client-1', roles: [], scopes: [] };

const NOTHING = { requests: 0, tokens: 0, microUsd: 0 };

/** A budget over a table in memory, with a clock that the test moves. */
export function budgetFixture(
  options: { readonly table?: BudgetTable; readonly quotaOf?: BudgetPorts['quotaOf'] } = {},
) {
  const memory = new FakeBudgetTable();
  const table = options.table ?? memory;
  const clock = { ms: NOON };
  const now = (): number => clock.ms;
  let nonce = 0;
  const recorded: Use[] = [];
  const versions: number[] = [];
  const budget = new DynamoBudget({
    table,
    stop: createStopSwitch(table, now),
    idempotency: createIdempotencyKeys(table, now),
    ledger: {
      record: (use) => Promise.resolve(void recorded.push(use)),
      totalsOf: () => Promise.resolve({ day: NOTHING, month: NOTHING }),
    },
    now,
    nonce: () => (nonce = (nonce + 1) & 0xff_ffff),
    sleep: () => Promise.resolve(),
    ...(options.quotaOf && { quotaOf: options.quotaOf }),
    onPolicyVersion: (_tenant, version) => versions.push(version),
  });
  return {
    budget,
    memory,
    clock,
    recorded,
    versions,
    view: (): BudgetView => viewOf(memory.items.get(budgetKey(PRINCIPAL.tenant))),
  };
}

/** A reservation of 100 tokens and 1,000 millionths of a dollar, unless said otherwise. */
export function reservation(requestId: string, change: Partial<Reservation> = {}): Reservation {
  return {
    requestId,
    principal: PRINCIPAL,
    tenantLimits: {},
    clientLimits: {},
    tokens: 100,
    microUsd: 1_000,
    expiresAtMs: NOON + 120_000,
    ...change,
  };
}
