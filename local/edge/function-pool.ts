import { ExecutionEnvironment, type StreamingFunction } from './execution-environment';

/** Why no environment could take an invocation. */
export class Throttled extends Error {}

/** How many environments a function gets on this machine. */
export interface PoolLimits {
  /** Processes at once; AWS would start one for each concurrent request. */
  readonly environments: number;
  /** Invocations in one process once all processes are busy; AWS has one. */
  readonly invocationsEach: number;
}

/**
 * The environments of one function.
 *
 * One invocation a process while there are few, for AWS's isolation; when all processes are busy they share,
 * because a laptop has no room for a hundred.
 */
export class FunctionPool {
  private environments: ExecutionEnvironment[] = [];
  private retired: ExecutionEnvironment[] = [];
  private starting = 0;
  /** Environments that start for a request of their own: idle to look at, and taken. */
  private readonly promised = new Set<ExecutionEnvironment>();

  public constructor(
    public readonly settings: StreamingFunction,
    private readonly limits: PoolLimits,
    private readonly reserved: () => number | undefined,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Invocations that run now. */
  public get active(): number {
    return [...this.environments, ...this.retired].reduce((sum, environment) => sum + environment.busy, 0);
  }

  /** An environment that can take one more invocation. */
  public async take(): Promise<ExecutionEnvironment> {
    this.environments = this.environments.filter(({ usable }) => usable);
    const reserved = this.reserved();
    if (reserved !== undefined && this.active + this.starting >= reserved) throw new Throttled('reserved concurrency');
    const idle = this.environments.find((one) => one.busy === 0 && !this.promised.has(one));
    if (idle) return ready(idle);
    if (this.environments.length < this.limits.environments) return this.start();
    const [least] = [...this.environments].sort((a, b) => a.busy - b.busy);
    if (!least || least.busy >= this.limits.invocationsEach) throw new Throttled('no environment is free');
    return ready(least);
  }

  /** Starts an environment before the first request needs it. */
  public async warm(): Promise<void> {
    if (this.environments.length === 0) await this.start();
  }

  /** Lets the environments end, as Lambda does when it likes: the idle ones now, the busy ones after their last answer. */
  public recycle(): void {
    for (const environment of this.environments) environment.retire();
    this.retired = [...this.retired, ...this.environments].filter(({ usable }) => usable);
    this.environments = [];
  }

  /** Ends the environments in the middle of what they do. */
  public close(): void {
    for (const environment of [...this.environments, ...this.retired]) environment.kill();
  }

  private async start(): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(this.settings, this.onLine);
    this.environments.push(environment);
    this.promised.add(environment);
    this.starting += 1;
    try {
      return await ready(environment);
    } finally {
      this.starting -= 1;
      // whoever waited for it invokes it first.
      setImmediate(() => this.promised.delete(environment));
    }
  }
}

async function ready(environment: ExecutionEnvironment): Promise<ExecutionEnvironment> {
  await environment.ready;
  return environment;
}
