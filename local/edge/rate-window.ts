/**
 * Counts per key over a sliding window of whole seconds.
 *
 * AWS estimates about every ten seconds and may let some more through; this window is exact, so a local
 * block comes no later than AWS's.
 */
export class RateWindow {
  private readonly counts = new Map<string, { readonly slots: Map<number, number>; sum: number }>();

  public constructor(private readonly windowSeconds: number) {}

  /** Counts one request and says how many the window holds, this one included. */
  public add(key: string, nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    let entry = this.counts.get(key);
    if (!entry) {
      if (this.counts.size >= MOST_KEYS) this.forgetIdle(second);
      entry = { slots: new Map(), sum: 0 };
      this.counts.set(key, entry);
    }
    // insertion order is time order: the oldest slots come first.
    for (const [slot, count] of entry.slots) {
      if (slot > second - this.windowSeconds) break;
      entry.slots.delete(slot);
      entry.sum -= count;
    }
    entry.slots.set(second, (entry.slots.get(second) ?? 0) + 1);
    entry.sum += 1;
    return entry.sum;
  }

  private forgetIdle(second: number): void {
    for (const [key, { slots }] of this.counts) {
      const last = [...slots.keys()].at(-1) ?? 0;
      if (last <= second - this.windowSeconds) this.counts.delete(key);
    }
  }
}

/** Idle keys are dropped when there are more; AWS tracks at most 10,000 addresses a rule. */
const MOST_KEYS = 10_000;
