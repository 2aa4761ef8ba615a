import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveTarget } from '../../cli/target';
import type { ProofContext, ProofResult } from '../proof';
import { LimitsRuns, admittedOf, overlapOf, runningIn, spentIn, usedOf } from './limits-runs';
import { startProcesses } from './processes';
import { proofBudget, type ProofTable } from './proof-budget';

const PROCESSES = 4;
const CLIENTS = 200;
/** Tokens that the budget admits. */
const BUDGET = 4_000;
/** Tokens that a request reserves; it uses 20% to 80% of them. */
const TOKENS = 80;
const PLACES = 16;
const REQUESTS_PER_MINUTE = 120;
const SHARDS = 4;
/** Requests a minute of the model that two tenants share. */
const MODEL_REQUESTS = 200;
/** Longest life of a reservation whose process is killed. */
const LIFE_MS = 3_000;
/** Rounds of kills. */
const KILLS = 2;
/** Clients of a round: enough to fill every place. */
const KILLED_CLIENTS = 40;

type Check = (fact: boolean, what: string) => void;

/** The worst that any repetition showed. */
interface Worst {
  leastShareAdmitted: number;
  leastShareAdmittedSharded: number;
  mostAtATime: number;
  requestsSettledTwice: number;
}

/** Proves the limits in so many repetitions, against the real budget table of the local API. */
export async function proveLimits({ args, say, localApi }: ProofContext, standard: number): Promise<ProofResult> {
  const repetitions = Number(args[0] ?? standard);
  const where = await proofTable(args[1], localApi);
  const runs = new LimitsRuns(where, Date.now().toString(36));
  const failures: string[] = [];
  const check: Check = (fact, what) => {
    if (fact) return;
    failures.push(what);
    say(`does not hold: ${what}`);
  };
  const worst: Worst = {
    leastShareAdmitted: Infinity,
    leastShareAdmittedSharded: Infinity,
    mostAtATime: 0,
    requestsSettledTwice: 0,
  };
  const children = await startProcesses(PROCESSES);
  let smallTenantGot: number;
  try {
    for (let n = 1; n <= repetitions; n++) await repeat(runs, children, n, worst, check, say);
    smallTenantGot = await proveFairShare(runs, children, check, say);
  } finally {
    for (const child of children) child.kill();
  }
  const caught = await proveKills(runs, where, check, say);
  return {
    holds: failures.length === 0,
    figures: {
      repetitions,
      budgetTokens: BUDGET,
      ...worst,
      places: PLACES,
      requestsAdmittedPerMinute: REQUESTS_PER_MINUTE,
      shards: SHARDS,
      caughtInFlightByKills: caught,
      modelRequestsForTheSmallTenant: smallTenantGot,
      failures: failures.length,
    },
    conditions: `${CLIENTS} clients in ${PROCESSES} processes, ${TOKENS} tokens a request of which 20% to 80% are used, against the emulator's DynamoDB at ${where.endpoint}; its latency and its limits are not those of AWS`,
  };
}

async function repeat(
  runs: LimitsRuns,
  children: readonly ChildProcess[],
  n: number,
  worst: Worst,
  check: Check,
  say: ProofContext['say'],
): Promise<void> {
  const spend = { retries: 2, requestsPerClient: 1_000, holdMs: 10, ms: 60_000, tokens: TOKENS, clients: CLIENTS };
  const shares: number[] = [];
  for (const shards of [1, SHARDS]) {
    const run = await runs.run(children, `tokens-${n}-${shards}`, { tokensPerDay: BUDGET }, { ...spend, shards });
    const spent = spentIn(run.after);
    const what = shards === 1 ? `${n}` : `${n}, ${shards} shards`;
    shares.push(spent / BUDGET);
    worst.requestsSettledTwice += admittedOf(run).length;
    check(spent <= BUDGET, `${what}: spent ${spent}`);
    // the shards are read one after another: only one item shows one moment.
    if (shards === 1) check(run.seen.tokens <= BUDGET, `${what}: seen ${run.seen.tokens}`);
    check(spent === usedOf(run), `${what}: the items say ${spent}, the clients used ${usedOf(run)}`);
    check(spent >= 0.95 * BUDGET, `${what}: ${spent} of ${BUDGET} admitted`);
    check(runningIn(run.after) === 0, `${what}: ${runningIn(run.after)} left in flight`);
    if (n === 1) check(!(await runs.replay(run)), `${what}: a replay moved the sums`);
  }
  const [one = 0, sharded = 0] = shares;
  worst.leastShareAdmitted = Math.min(worst.leastShareAdmitted, one);
  worst.leastShareAdmittedSharded = Math.min(worst.leastShareAdmittedSharded, sharded);

  const once = { ...spend, requestsPerClient: 1 };
  const perMinute = { requestsPerMinute: REQUESTS_PER_MINUTE };
  const rate = await runs.run(children, `rate-${n}`, perMinute, { ...once, retries: 0, holdMs: 5, ms: 20_000 });
  const admitted = admittedOf(rate).length;
  check(admitted === REQUESTS_PER_MINUTE, `${n}: ${admitted} of ${REQUESTS_PER_MINUTE} requests a minute admitted`);

  const concurrent = { ...once, retries: 1_000, holdMs: 20, retryMs: 2_000 };
  const places = await runs.run(children, `places-${n}`, { concurrentRequests: PLACES }, concurrent);
  const overlap = Math.max(overlapOf(admittedOf(places)), places.seen.running);
  worst.mostAtATime = Math.max(worst.mostAtATime, overlap);
  check(overlap <= PLACES, `${n}: ${overlap} at a time in ${PLACES} places`);
  check(admittedOf(places).length === CLIENTS, `${n}: ${admittedOf(places).length} of ${CLIENTS} served`);
  check(runningIn(places.after) === 0, `${n}: ${runningIn(places.after)} places left taken`);
  if (n === 1) {
    for (const run of [rate, places]) check(!(await runs.replay(run)), `${run.tenant}: a replay moved the sums`);
  }
  say(
    `${n}: spent ${Math.round(one * BUDGET)} of ${BUDGET} in one item, ${Math.round(sharded * BUDGET)} in ${SHARDS}; ` +
      `${admitted} of ${REQUESTS_PER_MINUTE} a minute; ${overlap} at a time in ${PLACES} places`,
  );
}

/** Three processes of one tenant ask for all that a model gives; a second later another tenant comes. */
async function proveFairShare(
  runs: LimitsRuns,
  children: readonly ChildProcess[],
  check: Check,
  say: ProofContext['say'],
): Promise<number> {
  const work = {
    ...{ retries: 2, requestsPerClient: 1, holdMs: 10, ms: 30_000, tokens: TOKENS, lifeMs: 60_000 },
    modelRequestsPerMinute: MODEL_REQUESTS,
    clients: 2 * MODEL_REQUESTS,
  };
  const told = await Promise.all(
    children.map((child, number) => {
      const small = number === children.length - 1;
      const tenant = runs.nameOf(small ? 'small' : 'hog');
      return runs.order(child, tenant, {}, work, number, children.length, small ? 3_000 : 0);
    }),
  );
  const got = (of: typeof told): number => admittedOf({ told: of }).length;
  const hog = got(told.slice(0, -1));
  const small = got(told.slice(-1));
  check(hog + small <= MODEL_REQUESTS, `the model's quota: ${hog} and ${small} of ${MODEL_REQUESTS}`);
  // how much more than an equal part the first one gets depends on how long it is alone.
  check(hog >= 0.3 * MODEL_REQUESTS, `the large tenant got ${hog} of ${MODEL_REQUESTS}`);
  check(hog + small >= 0.7 * MODEL_REQUESTS, `both together got ${hog + small} of ${MODEL_REQUESTS}`);
  check(small >= 0.15 * MODEL_REQUESTS, `the tenant that came later got ${small} of ${MODEL_REQUESTS}`);
  say(`a model's ${MODEL_REQUESTS} requests a minute: ${hog} for the tenant that asked first, ${small} for the next`);
  return small;
}

/** Kills two of four processes at random moments; what they held must be free after its expiry, and stay charged. */
async function proveKills(
  runs: LimitsRuns,
  where: ProofTable,
  check: Check,
  say: ProofContext['say'],
): Promise<number> {
  let caught = 0;
  for (let round = 1; round <= KILLS; round++) {
    const children = await startProcesses(PROCESSES);
    try {
      caught += await killOnce(runs, where, children, round, check);
    } finally {
      for (const child of children) child.kill();
    }
  }
  check(caught > 0, 'the kills: nobody was caught in flight, so nothing was shown');
  say(`two of four processes killed, ${KILLS} times: ${caught} requests were in flight, none after their expiry`);
  return caught;
}

async function killOnce(
  runs: LimitsRuns,
  where: ProofTable,
  children: readonly ChildProcess[],
  round: number,
  check: Check,
): Promise<number> {
  const work = {
    ...{ retries: 1_000, requestsPerClient: 50, holdMs: 2_000, ms: 4_000, tokens: TOKENS },
    ...{ clients: KILLED_CLIENTS, lifeMs: LIFE_MS },
  };
  const limits = { concurrentRequests: PLACES };
  const kill = (number: number) => (number < 2 ? 1_500 + Math.random() * 2_000 : undefined);
  const run = await runs.run(children, `kills-${round}`, limits, work, kill);
  const caught = run.after.reduce((sum, { inFlight, expired }) => sum + inFlight.size + expired.size, 0);
  await sleep(LIFE_MS + 1_000);
  const budget = proofBudget(where);
  const principal = { tenant: run.tenant, client: 'after', roles: [], scopes: [] };
  const asked = { requestId: 'after', principal, clientLimits: {}, tokens: 1, microUsd: 1 };
  const { allowed } = await budget.reserve({
    ...asked,
    tenantLimits: { concurrentRequests: 1 },
    expiresAtMs: Date.now() + 60_000,
  });
  check(allowed, `kills ${round}: afterwards not one place was free`);
  await budget.settle({ ...asked, tokens: 0, microUsd: 0 });
  const after = await runs.views(run.tenant);
  check(runningIn(after) === 0, `kills ${round}: ${runningIn(after)} still in flight`);
  check(spentIn(after) >= usedOf(run), `kills ${round}: ${spentIn(after)} charged, ${usedOf(run)} used`);
  return caught;
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
