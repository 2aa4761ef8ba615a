import type { BudgetTable } from './budget-table';
import { slotOf } from './calendar';
import { grantBlock, type Answer, type ModelQuota, type QuotaState } from './fair-share';
import { viewOf, type BudgetView } from './item';
import { blockName, blockValue, hasRoom, type ModelBlock } from './model-block';
import { UpdateBuilder } from './update';

/** A model's quota, under the provider's id of the model. */
export interface QuotaOf {
  readonly modelId: string;
  readonly quota: ModelQuota;
}

/** Who needs room for a request in a model's quota. */
export interface Need {
  readonly tenant: string;
  /** Key of the budget item that holds the block. */
  readonly pk: string;
  readonly tokens: number;
  readonly model: QuotaOf;
}

/** A block with room and the item that holds it, or why there is none. */
export type Room =
  | { readonly kind: 'room'; readonly name: string; readonly id: number; readonly view: BudgetView }
  | { readonly kind: 'refused'; readonly retryAfterSeconds?: number };

/** Key of the item that says who holds what of a model's quota. */
export function quotaKey(modelId: string): string {
  return `M#${modelId}`;
}

const MAX_WRITES = 24;
/** A flood of requests does not ask again before this has passed. */
const REFUSED_MS = 1_000;

/**
 * Gets blocks of a model's quota for budget items, so that a request takes its part in its own reservation's write.
 *
 * A block is closed in its item, exchanged for a new one in the model's item, and put into its place: three writes,
 * each conditional on the block that it leaves, and any process can go on where another one died. What is lost on
 * the way counts as used until the minute is over: never over, perhaps under.
 */
export class QuotaBroker {
  private readonly refused = new Map<
    string,
    { readonly untilMs: number; readonly tokens: number; readonly room: Room }
  >();

  private readonly underway = new Map<string, Promise<Room>>();
  /** What the requests of this process that wait for a block ask for together. */
  private readonly waiting = new Map<string, { requests: number; tokens: number }>();

  public constructor(
    private readonly table: BudgetTable,
    private readonly now: () => number,
    private readonly nonce: () => number,
    private readonly sleep: (ms: number) => Promise<void>,
  ) {}

  /** Finds room for a request in the block that an item holds, or in a new one. */
  public async roomFor(need: Need, seen: BudgetView | undefined): Promise<Room> {
    const name = blockName(need.model.modelId);
    const block = seen?.block(name);
    if (seen && block && hasRoom(block, need.tokens, slotOf(this.now()))) {
      return { kind: 'room', name, id: block.id, view: seen };
    }
    const known = this.refusalOf(need, name);
    if (known) return known;
    // one renewal at a time, for all requests of this process that wait for the same block.
    const key = `${need.pk} ${name}`;
    const waiting = this.waiting.get(key) ?? { requests: 0, tokens: 0 };
    this.waiting.set(key, { requests: waiting.requests + 1, tokens: waiting.tokens + need.tokens });
    const underway = this.underway.get(key);
    if (underway) {
      const room = await underway;
      // what was found for another request may be too small for this one: it looks for itself then.
      return this.roomFor(need, room.kind === 'room' ? room.view : seen);
    }
    const renewal = this.renew(need, name, seen);
    this.underway.set(key, renewal);
    return renewal.finally(() => {
      this.underway.delete(key);
      this.waiting.delete(key);
    });
  }

  private async renew(need: Need, name: string, seen: BudgetView | undefined): Promise<Room> {
    let view = seen ?? viewOf(await this.table.read(need.pk));
    for (let writes = 0; writes < MAX_WRITES; writes++) {
      const block = view.block(name);
      if (block && hasRoom(block, need.tokens, slotOf(this.now()))) return { kind: 'room', name, id: block.id, view };
      if (block && !block.rest) {
        view = viewOf((await this.table.update(need.pk, planClose(name, block))).item);
        continue;
      }
      const answer = await this.exchange(need, block);
      if (answer === undefined) continue;
      if (answer.kind === 'refused') return this.remember(need, name, answer);
      const next = { id: answer.id, untilSlot: answer.untilSlot, ...answer.amount };
      view = viewOf((await this.table.update(need.pk, planInstall(name, block, next))).item);
    }
    // every write that failed was somebody else's that passed: the caller may try again soon.
    return this.remember(need, name, { kind: 'refused', retryAfterSeconds: 1 });
  }

  /** Exchanges a closed block for a new one; nothing when another exchange came first. */
  private async exchange(need: Need, closed: ModelBlock | undefined): Promise<Answer | undefined> {
    const pk = quotaKey(need.model.modelId);
    const item = await this.table.read(pk);
    const version = item?.['ver']?.N;
    const before = item?.['state']?.S === undefined ? {} : (JSON.parse(item['state'].S) as QuotaState);
    const nowMs = this.now();
    const { state, answer } = grantBlock(
      before,
      {
        tenant: need.tenant,
        holder: need.pk,
        cost: { requests: 1, tokens: need.tokens },
        wanted: this.waiting.get(`${need.pk} ${blockName(need.model.modelId)}`) ?? { requests: 1, tokens: need.tokens },
        // two blocks of one item never share an id: the slot alone tells most apart.
        id: slotOf(nowMs) * 2 ** 24 + this.nonce(),
        ...(closed?.rest && { closed: { id: closed.id, rest: closed.rest } }),
      },
      need.model.quota,
      nowMs,
    );
    if (state === before) return answer;
    const update = new UpdateBuilder();
    const ver = update.name('ver');
    update.require(version === undefined ? `attribute_not_exists(${ver})` : `${ver}=${update.number(Number(version))}`);
    update.set(ver, update.number(Number(version ?? 0) + 1));
    update.set(update.name('state'), update.value({ S: JSON.stringify(state) }));
    if ((await this.table.update(pk, update.build())).passed) return answer;
    await this.sleep(this.nonce() % 16);
    return undefined;
  }

  private refusalOf(need: Need, name: string): Room | undefined {
    const known = this.refused.get(`${need.pk} ${name}`);
    if (!known || known.untilMs <= this.now() || need.tokens < known.tokens) return undefined;
    return known.room;
  }

  private remember(need: Need, name: string, { retryAfterSeconds }: Extract<Answer, { kind: 'refused' }>): Room {
    const room: Room = { kind: 'refused', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
    if (this.refused.size > 10_000) this.refused.clear();
    this.refused.set(`${need.pk} ${name}`, { untilMs: this.now() + REFUSED_MS, tokens: need.tokens, room });
    return room;
  }
}

/** Takes what is left of a block out of use, so that it can be given back. */
function planClose(name: string, block: ModelBlock): ReturnType<UpdateBuilder['build']> {
  const update = new UpdateBuilder();
  const path = update.name(name);
  const requests = update.number(block.requests);
  const tokens = update.number(block.tokens);
  update.require(`${path}.b=${update.number(block.id)}`).require(`attribute_not_exists(${path}.rn)`);
  update.require(`${path}.n=${requests}`).require(`${path}.k=${tokens}`);
  update.set(`${path}.rn`, requests).set(`${path}.rk`, tokens);
  update.set(`${path}.n`, update.number(0)).set(`${path}.k`, update.number(0));
  return update.build();
}

/** Puts a new block where the closed one was. */
function planInstall(
  name: string,
  closed: ModelBlock | undefined,
  next: ModelBlock,
): ReturnType<UpdateBuilder['build']> {
  const update = new UpdateBuilder();
  const path = update.name(name);
  update.require(closed ? `${path}.b=${update.number(closed.id)}` : `attribute_not_exists(${path})`);
  update.set(path, update.value(blockValue(next)));
  return update.build();
}
