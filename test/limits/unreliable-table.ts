import type { BudgetTable, UpdateResult } from '../../lambda/gateway/budget/budget-table';
import type { Update } from '../../lambda/gateway/budget/update';
import type { FakeBudgetTable } from './fake-budget-table';

/** What the network does to one write. */
export type Fate =
  /** It arrives, and its reply too. */
  | 'fine'
  /** It arrives, its reply is lost, the SDK sends it again. */
  | 'reply-lost'
  /** It is late: the SDK sends it again, and the first copy arrives whenever it likes. */
  | 'delayed';

/** A copy that travels for longer has been given up by every hop. */
const LONGEST_TRAVEL_MS = 100_000;

/** A table behind a network that loses replies, sends twice and delivers late. */
export class UnreliableTable implements BudgetTable {
  private readonly underway: { readonly pk: string; readonly update: Update; readonly sentAtMs: number }[] = [];

  public constructor(
    private readonly memory: FakeBudgetTable,
    private readonly nextFate: () => Fate,
    private readonly now: () => number,
  ) {}

  public update(pk: string, update: Update): Promise<UpdateResult> {
    const fate = this.nextFate();
    if (fate === 'reply-lost') this.memory.apply(pk, update);
    if (fate === 'delayed') this.underway.push({ pk, update, sentAtMs: this.now() });
    const result = this.memory.apply(pk, update);
    return Promise.resolve({ ...result, attempts: fate === 'fine' ? 1 : 2 });
  }

  public read(pk: string) {
    return this.memory.read(pk);
  }

  /** Copies that were late arrive now. */
  public deliverLate(): void {
    for (const { pk, update, sentAtMs } of this.underway.splice(0)) {
      if (this.now() - sentAtMs <= LONGEST_TRAVEL_MS) this.memory.apply(pk, update);
    }
  }
}
