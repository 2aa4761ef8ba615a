import type { BudgetView } from './item';

/** Items that are remembered; the one that was seen longest ago goes first. */
const MAX_ITEMS = 2_000;

/** What was last seen of each item. A guess: the condition of a write decides, never this. */
export class ViewCache {
  private readonly views = new Map<string, BudgetView>();

  public get(pk: string): BudgetView | undefined {
    return this.views.get(pk);
  }

  public set(pk: string, view: BudgetView): void {
    this.views.delete(pk);
    this.views.set(pk, view);
    if (this.views.size <= MAX_ITEMS) return;
    const [oldest] = this.views.keys();
    if (oldest !== undefined) this.views.delete(oldest);
  }
}
