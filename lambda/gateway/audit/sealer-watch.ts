import type { SealerHead } from './ports';

/** When a sealer that stays away stops the API. */
export interface SealerWatchPolicy {
  /** Between two looks at the sealer's head. */
  readonly lookEveryMs: number;
  /** The longest time for which records may lie unsealed. */
  readonly maxUnsealedMs: number;
}

/**
 * Refuses requests while nothing is sealed: what is not sealed can be forged by whoever holds the writer's role, so
 * that time is bounded.
 *
 * One look serves all requests of the next seconds and is made beside them, not in their way; only when the sealer
 * is already late does a request wait for a look.
 */
export class SealerWatch {
  private aliveAt: number;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looking?: Promise<void>;

  public constructor(
    private readonly head: SealerHead,
    private readonly now: () => number,
    private readonly policy: SealerWatchPolicy,
  ) {
    // a new deployment has no head yet: its time runs from here.
    this.aliveAt = now();
  }

  /** @throws when the sealer has been away for too long */
  public async check(): Promise<void> {
    if (this.now() - this.lookedAt >= this.policy.lookEveryMs) this.looking ??= this.look();
    if (!this.isLate()) return;
    await (this.looking ??= this.look());
    if (this.isLate()) {
      throw new Error(`the sealer has not run since ${new Date(this.aliveAt).toISOString()}: nothing is sealed`);
    }
  }

  private isLate(): boolean {
    return this.now() - this.aliveAt > this.policy.maxUnsealedMs;
  }

  private async look(): Promise<void> {
    try {
      const aliveAt = await this.head.aliveAt();
      if (aliveAt !== undefined) this.aliveAt = aliveAt;
      this.lookedAt = this.now();
    } catch {
      // a head that cannot be read leaves what is known of it, which ages.
    } finally {
      this.looking = undefined;
    }
  }
}
