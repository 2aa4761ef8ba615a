import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { viewOf, type BudgetView } from '../lambda/gateway/budget/item';
import { budgetKey } from '../lambda/core/budget-keys';
import type { Limits } from '../lambda/core/limits';
import { emulatorConfig, resolveTarget } from '../cli/target';
import type { Admitted, Told } from './limits/client-process';
import { order, startProcesses } from './limits/processes';
import { proofBudget, type ProofTable } from './limits/proof-budget';
import type { Proof, ProofContext, ProofResult } from './proof';

const PROCESSES = 4;
const CLIENTS = 200;
/** Tokens that the budget admits. */
const BUDGET = 10_000;
/** Tokens that a request reserves; it uses 20% to 80% of them. */
const TOKENS = 100;
const PLACES = 16;
const REQUESTS_PER_MINUTE = 120;
/** Longest life of a reservation whose process is killed. */
const LIFE_MS = 3_000;

interface Run {
  readonly tenant: string;
  readonly told: readonly (Told | undefined)[];
  /** Most tokens of the day and most requests in flight that anybody saw in the item meanwhile. */
  readonly seen: { readonly tokens: number; readonly running: number };
  readonly after: BudgetView;
}

class LimitsProof {
  private readonly client: DynamoDBClient;

  public constructor(
    private readonly where: ProofTable,
    private readonly children: readonly ChildProcess[],
    private readonly stamp: string,
  ) {
    this.client = new DynamoDBClient(emulatorConfig(where.endpoint, where.region));
  }

  public async view(tenant: string): Promise<BudgetView> {
    const Key = { pk: { S: budgetKey(tenant) } };
    return viewOf(
      (await this.client.send(new GetItemCommand({ TableName: this.where.table, Key, ConsistentRead: true }))).Item,
    );
  }

  public async run(
    name: string,
    limits: Limits,
    orders: {
      readonly retries: number;
      readonly requestsPerClient: number;
      readonly holdMs: number;
      readonly ms: number;
    },
    kill?: (number: number) => number | undefined,
  ): Promise<Run> {
    const tenant = `proof-${this.stamp}-${name}`;
    const untilMs = Date.now() + orders.ms;
    let watching = true;
    const watched = (async () => {
      const seen = { tokens: 0, running: 0 };
      while (watching) {
        const { tenant: scope, inFlight } = await this.view(tenant);
        seen.tokens = Math.max(seen.tokens, scope?.sums.dk ?? 0);
        seen.running = Math.max(seen.running, inFlight.size);
        await sleep(25);
      }
      return seen;
    })();
    const told = await Promise.all(
      this.children.map((child, processNumber) => {
        const killAfterMs = kill?.(processNumber);
        if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
        return order(child, {
          ...this.where,
          ...orders,
          tenant,
          processNumber,
          limits,
          clients: CLIENTS / PROCESSES,
          tokens: TOKENS,
          lifeMs: kill ? LIFE_MS : 60_000,
          untilMs,
        });
      }),
    );
    watching = false;
    return { tenant, told, seen: await watched, after: await this.view(tenant) };
  }

  /** Settles everything once more, from a process that knows nothing; returns whether anything moved. */
  public async replay({ tenant, told }: Run): Promise<boolean> {
    const budget = proofBudget(this.where);
    const before = JSON.stringify((await this.view(tenant)).tenant);
    for (const { requestId, client } of admittedOf(told)) {
      const principal = { tenant, client, roles: [], scopes: [] };
      await budget.settle({ requestId, principal, tokens: 0, microUsd: 0 });
    }
    return JSON.stringify((await this.view(tenant)).tenant) !== before;
  }
}

function admittedOf(told: readonly (Told | undefined)[]): readonly Admitted[] {
  return told.flatMap((each) => each?.admitted ?? []);
}

function overlapOf(admitted: readonly Admitted[]): number {
  const edges = admitted.flatMap(({ fromMs, toMs }) => [
    { at: fromMs, step: 1 },
    { at: toMs, step: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || a.step - b.step);
  let now = 0;
  let most = 0;
  for (const { step } of edges) most = Math.max(most, (now += step));
  return most;
}

function usedOf(run: Run): number {
  return admittedOf(run.told).reduce((sum, { used }) => sum + used, 0);
}

async function prove({ args, say, localApi }: ProofContext): Promise<ProofResult> {
  const repetitions = Number(args[0] ?? 20);
  const where = await proofTable(args[1], localApi);
  const children = await startProcesses(PROCESSES);
  try {
    return await proveAll(new LimitsProof(where, children, Date.now().toString(36)), where, repetitions, say);
  } finally {
    for (const child of children) child.kill();
  }
}

async function proveAll(
  proof: LimitsProof,
  where: ProofTable,
  repetitions: number,
  say: (line: string) => void,
): Promise<ProofResult> {
  const failures: string[] = [];
  const check = (fact: boolean, what: string): void => {
    if (!fact) failures.push(what);
  };
  let leastAdmitted = Infinity;
  let mostOverlap = 0;
  let requests = 0;

  for (let n = 1; n <= repetitions; n++) {
    const tokens = await proof.run(
      `tokens-${n}`,
      { tokensPerDay: BUDGET },
      {
        retries: 8,
        requestsPerClient: 1_000,
        holdMs: 10,
        ms: 60_000,
      },
    );
    const spent = tokens.after.tenant?.sums.dk ?? -1;
    requests += admittedOf(tokens.told).length;
    leastAdmitted = Math.min(leastAdmitted, spent / BUDGET);
    check(spent <= BUDGET && tokens.seen.tokens <= BUDGET, `${n}: spent ${spent}, seen ${tokens.seen.tokens}`);
    check(spent === usedOf(tokens), `${n}: the item says ${spent}, the clients used ${usedOf(tokens)}`);
    check(spent >= 0.95 * BUDGET, `${n}: ${spent} of ${BUDGET} admitted`);
    check(tokens.after.inFlight.size === 0, `${n}: ${tokens.after.inFlight.size} left in flight`);

    const rate = await proof.run(
      `rate-${n}`,
      { requestsPerMinute: REQUESTS_PER_MINUTE },
      {
        retries: 0,
        requestsPerClient: 1,
        holdMs: 5,
        ms: 20_000,
      },
    );
    const admitted = admittedOf(rate.told).length;
    check(admitted === REQUESTS_PER_MINUTE, `${n}: ${admitted} of ${REQUESTS_PER_MINUTE} requests a minute admitted`);

    const places = await proof.run(
      `places-${n}`,
      { concurrentRequests: PLACES },
      {
        retries: 1_000,
        requestsPerClient: 1,
        holdMs: 20,
        ms: 60_000,
      },
    );
    const overlap = Math.max(overlapOf(admittedOf(places.told)), places.seen.running);
    mostOverlap = Math.max(mostOverlap, overlap);
    check(overlap <= PLACES, `${n}: ${overlap} at a time in ${PLACES} places`);
    check(admittedOf(places.told).length === CLIENTS, `${n}: ${admittedOf(places.told).length} of ${CLIENTS} served`);
    check(places.after.inFlight.size === 0, `${n}: ${places.after.inFlight.size} places left taken`);
    say(
      `${n}/${repetitions}: spent ${spent} of ${BUDGET}; ${admitted} of ${REQUESTS_PER_MINUTE} a minute; ` +
        `${overlap} at a time in ${PLACES} places`,
    );
    if (n === 1) {
      for (const each of [tokens, rate, places])
        check(!(await proof.replay(each)), `${each.tenant}: a replay moved it`);
    }
  }
  const freed = await proveKills(proof, where, check, say);
  for (const failure of failures) say(`does not hold: ${failure}`);
  return {
    holds: failures.length === 0,
    figures: {
      repetitions,
      budgetTokens: BUDGET,
      leastShareAdmitted: Number(leastAdmitted.toFixed(4)),
      mostAtATime: mostOverlap,
      places: PLACES,
      requestsAdmittedPerMinute: REQUESTS_PER_MINUTE,
      requestsSettledTwice: requests,
      leftRunningAfterKills: freed,
      failures: failures.length,
    },
    conditions: `${CLIENTS} clients in ${PROCESSES} processes, ${TOKENS} tokens a request of which 20% to 80% are used, against the emulator's DynamoDB at ${where.endpoint}; its latency and its limits are not those of AWS`,
  };
}

/** Kills two of four processes at random moments; what they held must be free after its expiry, and not before paid. */
async function proveKills(
  proof: LimitsProof,
  where: ProofTable,
  check: (fact: boolean, what: string) => void,
  say: (line: string) => void,
): Promise<number> {
  const run = await proof.run(
    'kills',
    { concurrentRequests: PLACES },
    { retries: 1_000, requestsPerClient: 50, holdMs: 400, ms: 4_000 },
    (number) => (number < 2 ? 1_000 + Math.random() * 2_000 : undefined),
  );
  const crashed = run.after.inFlight.size + run.after.expired.size;
  await sleep(LIFE_MS + 1_000);
  const budget = proofBudget(where);
  const principal = { tenant: run.tenant, client: 'after', roles: [], scopes: [] };
  const asked = { requestId: 'after', principal, clientLimits: {}, tokens: 1, microUsd: 1 };
  const { allowed } = await budget.reserve({
    ...asked,
    tenantLimits: { concurrentRequests: 1 },
    expiresAtMs: Date.now() + 60_000,
  });
  check(allowed, 'after the kills: not one place was free');
  await budget.settle({ ...asked, tokens: 0, microUsd: 0 });
  const after = await proof.view(run.tenant);
  const stillCharged = (after.tenant?.sums.dk ?? 0) - usedOf(run);
  check(crashed > 0, 'the kills: nobody was caught in flight, so nothing was shown');
  check(after.inFlight.size === 0, `after the kills: ${after.inFlight.size} still in flight`);
  check(stillCharged >= 0, `after the kills: ${stillCharged} tokens less than what was used`);
  say(`two of four processes killed: ${crashed} requests in flight then, ${after.inFlight.size} after their expiry`);
  return after.inFlight.size;
}

/** The real budget table of the local API; or, for working on the proof itself, a table of an emulator that runs. */
async function proofTable(given: string | undefined, localApi: ProofContext['localApi']): Promise<ProofTable> {
  if (given !== undefined) {
    const [endpoint, table] = given.split(',');
    return { endpoint: endpoint ?? '', region: 'us-east-1', table: table ?? '' };
  }
  const { awsEndpoint, region } = await localApi();
  const target = await resolveTarget({ local: true });
  return { endpoint: awsEndpoint, region, table: target.outputs.budgetTable };
}

const proof: Proof = {
  name: 'limits',
  summary: 'limits hold exactly under 200 clients in 4 processes, replays change nothing, kills leave nothing behind',
  seconds: 420,
  inTest: false,
  run: prove,
};

export default proof;
