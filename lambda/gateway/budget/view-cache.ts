import type { BudgetView } from './item';

/** Tenants that are remembered; the one that was seen longest ago goes first. */
const MAX_TENANTS = 2_000;

/** What was last seen of each tenant's item. A guess: the condition of a write decides, never this. */
export class ViewCache {
  private readonly views = new Map<string, BudgetView>();

  public get(tenant: string): BudgetView | undefined {
    return this.views.get(tenant);
  }

  public set(tenant: string, view: BudgetView): void {
    this.views.delete(tenant);
    this.views.set(tenant, view);
    if (this.views.size <= MAX_TENANTS) return;
    const [oldest] = this.views.keys();
    if (oldest !== undefined) this.views.delete(oldest);
  }
}
