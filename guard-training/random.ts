/** A small seeded generator (mulberry32): the same seed gives the same training on every machine. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0, below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer from 0, below `bound`. */
  public below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True with the probability `p`. */
  public chance(p: number): boolean {
    return this.next() < p;
  }

  /** One of `items`, all alike. */
  public pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('items: expected one at least, got none');
    return items[this.below(items.length)] as T;
  }

  /** Shuffles in place (Fisher–Yates). */
  public shuffle(items: Int32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = items[i] as number;
      items[i] = items[j] as number;
      items[j] = kept;
    }
  }
}
