import { budgetKey } from '../../core/budget-keys';
import type { BudgetTable } from './budget-table';
import { viewOf, type BudgetView } from './item';
import { revokedKey } from './short-key';
import { UpdateBuilder, type Update } from './update';

/** What an operator tells a tenant's budget, so that its very next reservation sees it. */
export type Mark =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'enabled' }
  | { readonly kind: 'revoked' | 'reinstated'; readonly who: 'client' | 'user'; readonly subject: string }
  /** A row has changed: whoever remembers it reads it again. */
  | { readonly kind: 'changed' };

/**
 * Writes a mark into a tenant's item and into every shard of it: it is in the condition of the reservation's own
 * write, so the next reservation is refused.
 *
 * Each mark raises the version. A shard takes a copy of all marks with a version above its own, so that it does not
 * matter in which order copies arrive.
 */
export async function writeMark(table: BudgetTable, tenant: string, mark: Mark, nowMs: number): Promise<void> {
  let view: BudgetView | undefined;
  for (const update of plansOf(mark, nowMs)) {
    const result = await table.update(budgetKey(tenant), update);
    view = viewOf(result.item);
    if (result.passed) break;
  }
  const first = view ?? viewOf(undefined);
  const shards = Array.from({ length: first.shards - 1 }, (_, at) => at + 1);
  await Promise.all(shards.map((shard) => copyMarks(table, tenant, shard, first)));
}

/** Copies suspension and revocations to a shard, unless it has newer ones. */
export async function copyMarks(
  table: BudgetTable,
  tenant: string,
  shard: number,
  { marks }: BudgetView,
): Promise<void> {
  if (marks['v'] === undefined) return;
  const update = new UpdateBuilder();
  const version = update.value(marks['v']);
  update.require(`(attribute_not_exists(v) OR v<${version})`).set('v', version);
  for (const name of ['st', 'rc', 'ru']) {
    const value = marks[name];
    if (value) update.set(name, update.value(value));
    else update.remove(name);
  }
  await table.update(budgetKey(tenant, shard), update.build());
}

/** The writes that set a mark: the first that passes is the last. */
function plansOf(mark: Mark, nowMs: number): readonly Update[] {
  const update = raised();
  if (mark.kind === 'changed') return [update.build()];
  if (mark.kind === 'disabled') return [update.set('st', update.value({ S: 'disabled' })).build()];
  if (mark.kind === 'enabled') return [update.remove('st').build()];
  const map = mark.who === 'client' ? 'rc' : 'ru';
  const key = revokedKey(mark.subject);
  update.require(`attribute_exists(${map})`);
  if (mark.kind === 'reinstated') return [update.remove(`${map}.${update.name(key)}`).build()];
  const second = { N: String(Math.floor(nowMs / 1000)) };
  update.set(`${map}.${update.name(key)}`, update.value(second));
  // the first revocation of a tenant makes the map; where another one made it meanwhile, it is there.
  const first = raised().require(`attribute_not_exists(${map})`);
  first.set(map, first.value({ M: { [key]: second } }));
  return [update.build(), first.build(), update.build()];
}

function raised(): UpdateBuilder {
  const update = new UpdateBuilder();
  return update.set('v', `if_not_exists(v,${update.number(0)})+${update.number(1)}`);
}
