import type { Limits } from '../../core/limits';
import { MAX_SHARDS, budgetKey } from '../../core/budget-keys';
import type { BudgetTable } from './budget-table';
import { viewOf, type BudgetView } from './item';
import { copyMarks } from './marks';
import { WHOLE_SHARE, neededShare } from './share';
import { UpdateBuilder } from './update';

/** Which shard wants more of its tenant's limits, and how much. */
export interface Want {
  readonly tenant: string;
  readonly shard: number;
  readonly needed: number;
  readonly limits: Limits;
}

/** Attempts to find what somebody else may take at the same moment. */
const ROUNDS = 3;

/**
 * Moves shares of a tenant's limits between its shards.
 *
 * A share is given in one write of the giver, on the condition that what it has used still fits what it keeps, and
 * taken in one write of the taker. Between the two it is nobody's: a crash there loses nothing for good, because
 * whoever borrows next delivers it. Both sides count all that ever passed, so that no message counts twice. At every
 * moment the shares add up to the whole at most, and each shard's sums stay within its share: never over.
 */
export class ShareBroker {
  public constructor(
    private readonly table: BudgetTable,
    private readonly now: () => number,
  ) {}

  /**
   * Opens a shard: it holds no share yet, and knows every suspension and revocation.
   *
   * @returns the shard's item
   */
  public async open(tenant: string, shard: number): Promise<BudgetView> {
    const first = await this.register(tenant, shard);
    // the operator's commands write the same copy to every shard that is registered: neither waits for the other.
    await copyMarks(this.table, tenant, shard, first);
    const update = new UpdateBuilder();
    update.require('attribute_not_exists(q)').set('q', update.number(0));
    return viewOf((await this.table.update(budgetKey(tenant, shard), update.build())).item);
  }

  /** Gets a shard the share that it needs. @returns its item, or nothing when the others cannot spare so much */
  public async borrow({ tenant, shard, needed, limits }: Want): Promise<BudgetView | undefined> {
    for (let round = 0; round < ROUNDS; round++) {
      const views = await this.deliver(tenant, await this.readAll(tenant));
      const spare = views.map((view, each) => (each === shard ? 0 : spareOf(view, each, limits, this.now())));
      const held = (): number => shareOf(views[shard], shard);
      if (held() >= needed) return views[shard];
      if (held() + spare.reduce((sum, each) => sum + each, 0) < needed) return undefined;
      const givers = spare.map((each, from) => ({ each, from })).sort((a, b) => b.each - a.each);
      for (const { each, from } of givers) {
        // half of it, so that two busy shards do not ask each other with every request.
        const amount = Math.min(each, Math.max(needed - held(), Math.ceil(each / 2)));
        if (amount > 0) await this.move(tenant, views, from, shard, amount);
        if (held() >= needed) return views[shard];
      }
    }
    return undefined;
  }

  /** All items of a tenant, the first one first. */
  public async readAll(tenant: string): Promise<BudgetView[]> {
    const first = viewOf(await this.table.read(budgetKey(tenant)));
    const others = Array.from({ length: first.shards - 1 }, async (_, at) =>
      viewOf(await this.table.read(budgetKey(tenant, at + 1))),
    );
    return [first, ...(await Promise.all(others))];
  }

  private async register(tenant: string, shard: number): Promise<BudgetView> {
    if (shard >= MAX_SHARDS) throw new RangeError(`shard: expected one below ${MAX_SHARDS}, got ${shard}`);
    const update = new UpdateBuilder();
    const shards = update.number(shard + 1);
    update.require(`(attribute_not_exists(sh) OR sh<${shards})`).set('sh', shards);
    return viewOf((await this.table.update(budgetKey(tenant), update.build())).item);
  }

  /** Hands over what was given and never taken: its taker may have died between the two writes. */
  private async deliver(tenant: string, views: BudgetView[]): Promise<BudgetView[]> {
    for (const from of views.keys()) {
      for (const to of views.keys()) if (underway(views, from, to) > 0) await this.take(tenant, views, from, to);
    }
    return views;
  }

  private async move(tenant: string, views: BudgetView[], from: number, to: number, amount: number): Promise<void> {
    const giver = views[from];
    if (!giver) return;
    const update = new UpdateBuilder();
    requireUnchanged(update, giver);
    const total = giver.givenTo(to);
    update.require(total === undefined ? `attribute_not_exists(to${to})` : `to${to}=${update.number(total)}`);
    update.set(`to${to}`, update.number((total ?? 0) + amount));
    update.set('q', update.number(shareOf(giver, from) - amount));
    views[from] = viewOf((await this.table.update(budgetKey(tenant, from), update.build())).item);
    if (underway(views, from, to) > 0) await this.take(tenant, views, from, to);
  }

  private async take(tenant: string, views: BudgetView[], from: number, to: number): Promise<void> {
    const taker = views[to];
    const given = views[from]?.givenTo(to);
    // a shard that is not open yet may not know who is revoked.
    if (!taker || given === undefined || (taker.share === undefined && to !== 0)) return;
    const update = new UpdateBuilder();
    requireShareOf(update, taker);
    const taken = taker.takenFrom(from);
    update.require(taken === undefined ? `attribute_not_exists(of${from})` : `of${from}=${update.number(taken)}`);
    update.set(`of${from}`, update.number(given));
    update.set('q', update.number(shareOf(taker, to) + given - (taken ?? 0)));
    views[to] = viewOf((await this.table.update(budgetKey(tenant, to), update.build())).item);
  }
}

function shareOf(view: BudgetView | undefined, shard: number): number {
  return view?.share ?? (shard === 0 ? WHOLE_SHARE : 0);
}

function spareOf(view: BudgetView, shard: number, limits: Limits, nowMs: number): number {
  return Math.max(0, shareOf(view, shard) - neededShare(view, limits, nowMs));
}

function underway(views: readonly BudgetView[], from: number, to: number): number {
  return (views[from]?.givenTo(to) ?? 0) - (views[to]?.takenFrom(from) ?? 0);
}

function requireShareOf(update: UpdateBuilder, { share }: BudgetView): void {
  update.require(share === undefined ? 'attribute_not_exists(q)' : `q=${update.number(share)}`);
}

/** What was used must still fit what is kept: nothing may have grown since. */
function requireUnchanged(update: UpdateBuilder, view: BudgetView): void {
  requireShareOf(update, view);
  if (!view.tenant) {
    update.require('attribute_not_exists(s)');
    return;
  }
  update.require(`s=${update.number(view.tenant.slot)}`).require(`size(f)<=${update.number(view.inFlight.size)}`);
  for (const [name, sum] of Object.entries(view.tenant.sums)) update.require(`${name}<=${update.number(sum)}`);
}
