import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Limits } from '../../lambda/core/limits';
import { dynamoBudgetTable } from '../../lambda/gateway/budget/budget-table';
import type { BudgetView } from '../../lambda/gateway/budget/item';
import { ShareBroker } from '../../lambda/gateway/budget/share-broker';
import { emulatorConfig } from '../../cli/target';
import type { Admitted, Orders, Told } from './client-process';
import { order } from './processes';
import { proofBudget, type ProofTable } from './proof-budget';

/** What clients are told to do, beside the limits that they meet. */
export interface Work
  extends
    Pick<Orders, 'retries' | 'requestsPerClient' | 'holdMs' | 'tokens'>,
    Partial<Pick<Orders, 'shards' | 'lifeMs' | 'retryMs'>> {
  readonly ms: number;
  readonly clients: number;
  /** The account's quota of the model that is asked. */
  readonly modelRequestsPerMinute?: number;
}

/** What a run came to. */
export interface Run {
  readonly tenant: string;
  readonly told: readonly (Told | undefined)[];
  /** Most tokens of the day and most requests in flight that anybody saw in the items meanwhile. */
  readonly seen: { readonly tokens: number; readonly running: number };
  readonly after: readonly BudgetView[];
}

/** Requests that were admitted in a run. */
export function admittedOf({ told }: Pick<Run, 'told'>): readonly Admitted[] {
  return told.flatMap((each) => each?.admitted ?? []);
}

/** Tokens that the clients of a run used. */
export function usedOf(run: Run): number {
  return admittedOf(run).reduce((sum, { used }) => sum + used, 0);
}

/** Tokens of the day that the items say. */
export function spentIn(views: readonly BudgetView[]): number {
  return views.reduce((sum, { tenant }) => sum + (tenant?.sums.dk ?? 0), 0);
}

/** Requests that the items say are in flight. */
export function runningIn(views: readonly BudgetView[]): number {
  return views.reduce((sum, { inFlight }) => sum + inFlight.size, 0);
}

/** Most requests at one moment, by the clients' own clocks. */
export function overlapOf(admitted: readonly Admitted[]): number {
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

/** Runs clients in processes against a real table, and watches its items meanwhile. */
export class LimitsRuns {
  private readonly items: ShareBroker;

  public constructor(
    public readonly where: ProofTable,
    private readonly stamp: string,
  ) {
    const client = new DynamoDBClient(emulatorConfig(where.endpoint, where.region));
    this.items = new ShareBroker(dynamoBudgetTable(client, where.table), () => Date.now());
  }

  /** The items of a tenant: one, or one a shard. */
  public views(tenant: string): Promise<readonly BudgetView[]> {
    return this.items.readAll(tenant);
  }

  public nameOf(name: string): string {
    return `proof-${this.stamp}-${name}`;
  }

  /**
   * One tenant under its limits.
   *
   * @param kill when a process is to be killed, in ms after its start
   */
  public async run(
    children: readonly ChildProcess[],
    name: string,
    limits: Limits,
    work: Work,
    kill: (processNumber: number) => number | undefined = () => undefined,
  ): Promise<Run> {
    const tenant = this.nameOf(name);
    let watching = true;
    const watched = (async () => {
      const seen = { tokens: 0, running: 0 };
      while (watching) {
        const views = await this.views(tenant);
        seen.tokens = Math.max(seen.tokens, spentIn(views));
        seen.running = Math.max(seen.running, runningIn(views));
        await sleep(100);
      }
      return seen;
    })();
    const told = await Promise.all(
      children.map((child, processNumber) => {
        const killAfterMs = kill(processNumber);
        if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
        return this.order(child, tenant, limits, work, processNumber, children.length);
      }),
    );
    watching = false;
    return { tenant, told, seen: await watched, after: await this.views(tenant) };
  }

  /** Gives one process its orders. */
  public order(
    child: ChildProcess,
    tenant: string,
    limits: Limits,
    { ms, clients, ...work }: Work,
    processNumber: number,
    processes: number,
    waitMs = 0,
  ): Promise<Told | undefined> {
    return order(child, {
      ...this.where,
      shards: 1,
      lifeMs: 60_000,
      retryMs: 500,
      ...work,
      tenant,
      processNumber,
      limits,
      waitMs,
      run: this.stamp,
      clients: clients / processes,
      untilMs: Date.now() + ms,
    });
  }

  /** Settles everything once more, from a process that knows nothing; returns whether anything moved. */
  public async replay(run: Run): Promise<boolean> {
    const budget = proofBudget(this.where);
    const sums = async (): Promise<string> =>
      JSON.stringify((await this.views(run.tenant)).map(({ tenant }) => tenant));
    const before = await sums();
    await Promise.all(
      admittedOf(run).map(({ requestId, client }) => {
        const principal = { tenant: run.tenant, client, roles: [], scopes: [] };
        return budget.settle({ requestId, principal, tokens: 0, microUsd: 0 });
      }),
    );
    return (await sums()) !== before;
  }
}
