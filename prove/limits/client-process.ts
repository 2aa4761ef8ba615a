import type { Limits } from '../../lambda/core/limits';
import type { Principal } from '../../lambda/core/principal';
import { PROOF_MODEL, proofBudget, type ProofTable } from './proof-budget';

/** What one process of clients is told to do. */
export interface Orders extends ProofTable {
  readonly tenant: string;
  readonly processNumber: number;
  readonly clients: number;
  readonly limits: Limits;
  /** Items that the tenant's budget is spread over. */
  readonly shards: number;
  /** Tells the quotas of models of one run from another's. */
  readonly run: string;
  /** Longest pause before a client that is refused tries again. */
  readonly retryMs: number;
  /** Before the first request. */
  readonly waitMs: number;
  readonly requestsPerClient: number;
  /** How often a client that is refused tries again. */
  readonly retries: number;
  readonly tokens: number;
  /** How long a request holds its place. */
  readonly holdMs: number;
  readonly lifeMs: number;
  readonly untilMs: number;
}

/** One request that was admitted. */
export interface Admitted {
  readonly requestId: string;
  readonly client: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly used: number;
}

/** What a process of clients tells at its end. */
export interface Told {
  readonly admitted: readonly Admitted[];
  readonly refused: number;
}

const precise = (): number => performance.timeOrigin + performance.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function runClients(orders: Orders): Promise<Told> {
  const budget = proofBudget(orders, orders.run);
  const admitted: Admitted[] = [];
  let refused = 0;

  async function request(client: string, requestId: string): Promise<boolean> {
    const principal: Principal = { tenant: orders.tenant, client, roles: [], scopes: [] };
    const { tokens, shards, limits: tenantLimits } = orders;
    for (let retries = 0; ; retries++) {
      const expiresAtMs = Date.now() + orders.lifeMs;
      const asked = {
        ...{ requestId, principal, tenantLimits, shards, expiresAtMs, model: PROOF_MODEL },
        ...{ clientLimits: {}, tokens, microUsd: tokens },
      };
      const { allowed } = await budget.reserve(asked);
      if (allowed) break;
      refused++;
      if (retries >= orders.retries || Date.now() > orders.untilMs) return false;
      await sleep(50 + Math.random() * orders.retryMs);
    }
    const fromMs = precise();
    await sleep(orders.holdMs * Math.random());
    const used = Math.floor(orders.tokens * (0.2 + 0.6 * Math.random()));
    const toMs = precise();
    const settlement = { requestId, principal, tokens: used, microUsd: used };
    await budget.settle(settlement);
    // a replay of each settlement changes nothing.
    await budget.settle(settlement);
    admitted.push({ requestId, client, fromMs, toMs, used });
    return true;
  }

  await sleep(orders.waitMs);
  await Promise.all(
    Array.from({ length: orders.clients }, async (_, number) => {
      const client = `client-${orders.processNumber}-${number}`;
      for (let each = 0; each < orders.requestsPerClient && Date.now() <= orders.untilMs; each++) {
        if (!(await request(client, `${orders.tenant} ${client} ${each}`))) break;
      }
    }),
  );
  return { admitted, refused };
}

process.on('message', (orders: Orders) => {
  void runClients(orders).then(
    (told) => process.send?.(told),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');
