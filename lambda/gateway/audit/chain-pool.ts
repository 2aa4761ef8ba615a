import type { Chain } from './chain';

/**
 * Chains of one environment that wait for a record.
 *
 * Requests that run side by side write side by side, each on a chain of its own; a chain is taken again when its
 * write has ended. So an environment has as many chains as it ever wrote at once: one, under Lambda on demand.
 */
export class ChainPool {
  private readonly idle: Chain[] = [];

  /** @param maxAgeMs a chain ends after this long, so that a verifier can forget it */
  public constructor(
    private readonly create: () => Chain,
    private readonly now: () => number,
    private readonly maxAgeMs: number,
  ) {}

  /** Lends a chain for one write. */
  public async lend<Result>(write: (chain: Chain) => Promise<Result>): Promise<Result> {
    const chain = this.take();
    try {
      return await write(chain);
    } finally {
      if (!chain.retired) this.idle.push(chain);
    }
  }

  private take(): Chain {
    for (;;) {
      const chain = this.idle.pop();
      if (chain === undefined) return this.create();
      if (this.now() - chain.bornAt < this.maxAgeMs) return chain;
    }
  }
}
