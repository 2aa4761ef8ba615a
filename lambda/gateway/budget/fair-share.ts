import { RING_SLOTS, slotOf } from './calendar';
import { secondsUntilSlot } from './window';

/** What the account may ask of one model. Absent = not known, not kept. */
export interface ModelQuota {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What was granted, or is asked for. */
export interface Amount {
  readonly requests: number;
  readonly tokens: number;
}

/** The grants of a slot. */
interface Grant extends Amount {
  readonly slot: number;
}

interface Holder {
  readonly grants: readonly Grant[];
  /** The block that each of its budget items was granted last. */
  readonly blocks: Readonly<Record<string, Grant & { readonly id: number }>>;
  /** Slot in which it last asked in vain: it counts as somebody who wants a share. */
  readonly asked: number;
}

/** What was granted of one model's quota, by tenant. */
export type QuotaState = Readonly<Record<string, Holder>>;

/** A request for a block. */
export interface Ask {
  readonly tenant: string;
  /** The budget item that will hold the block. */
  readonly holder: string;
  readonly cost: Amount;
  /**
   * What all who wait for the block ask for together: it is made as large, where that much is free.
   *
   * @default - the cost
   */
  readonly wanted?: Amount;
  /** Id of the new block. */
  readonly id: number;
  /** The block that was held, closed, with what was left of it. */
  readonly closed?: { readonly id: number; readonly rest: Amount };
}

/** What came of it. */
export type Answer =
  | { readonly kind: 'block'; readonly id: number; readonly untilSlot: number; readonly amount: Amount }
  | { readonly kind: 'refused'; readonly retryAfterSeconds?: number };

/** A block may be used in the slot of its grant and in so many after it. */
const LIFE_SLOTS = 2;
/** A grant counts for as long as any 60 seconds can hold both its last use and now. */
const COUNTED_SLOTS = RING_SLOTS + LIFE_SLOTS;
/** A tenant in steady use gets its equal part in so many blocks. */
const BLOCKS = 6;
/** Of the quota, what nobody may have who has had an equal part already: whoever comes anew finds it free. */
const KEPT_FOR_OTHERS = 0.2;
/** Stands for "as many as you like" in a block of a quota that is not kept. */
const UNCOUNTED = 1_000_000_000;

const NOBODY: Holder = { grants: [], blocks: {}, asked: -COUNTED_SLOTS };

/**
 * Grants a block of a model's quota, or says when there will be one.
 *
 * The sum of the grants that count never passes the quota. A tenant below an equal part of it may have whatever is
 * free; a tenant above it leaves a fifth to the others, those who are yet to come among them.
 */
export function grantBlock(
  state: QuotaState,
  ask: Ask,
  quota: ModelQuota,
  nowMs: number,
): { readonly state: QuotaState; readonly answer: Answer } {
  const slot = Math.max(slotOf(nowMs), lastSlot(state));
  const all = prune(state, slot);
  const before = all[ask.tenant] ?? NOBODY;
  const last = before.blocks[ask.holder];
  if (last && last.id !== ask.closed?.id && last.slot + LIFE_SLOTS >= slot) {
    // granted a moment ago, and whoever asked for it has not put it in its place yet.
    return { state, answer: { kind: 'block', id: last.id, untilSlot: last.slot + LIFE_SLOTS, amount: last } };
  }
  const holder = last && ask.closed?.id === last.id ? giveBack(before, ask.holder, last, ask.closed.rest) : before;
  const others = { ...all, [ask.tenant]: holder };
  const free = freeFor(others, ask.tenant, quota, slot);
  if (free.requests < ask.cost.requests || free.tokens < ask.cost.tokens) {
    const asked = { ...holder, asked: slot };
    return {
      state: { ...others, [ask.tenant]: asked },
      answer: { kind: 'refused', ...retryAfter(others, ask, quota, slot, nowMs) },
    };
  }
  const equal = equalPart(others, ask.tenant, quota);
  const wanted = ask.wanted ?? ask.cost;
  const size = (name: keyof Amount): number =>
    Math.min(free[name], Math.max(ask.cost[name], wanted[name], Math.floor(equal[name] / BLOCKS)));
  const amount = { requests: size('requests'), tokens: size('tokens') };
  const granted: Holder = {
    ...holder,
    grants: added(holder.grants, { slot, ...amount }),
    blocks: { ...holder.blocks, [ask.holder]: { id: ask.id, slot, ...amount } },
  };
  return {
    state: { ...others, [ask.tenant]: granted },
    answer: { kind: 'block', id: ask.id, untilSlot: slot + LIFE_SLOTS, amount },
  };
}

/** The sum of the grants that count in a slot. */
export function grantedAt(state: QuotaState, slot: number): Amount {
  return sumOf(Object.values(state).flatMap(({ grants }) => grants.filter((each) => counts(each, slot))));
}

function counts(grant: Grant, slot: number): boolean {
  return slot - grant.slot < COUNTED_SLOTS;
}

function lastSlot(state: QuotaState): number {
  let last = 0;
  for (const { grants, asked } of Object.values(state)) {
    last = Math.max(last, asked, ...grants.map((each) => each.slot));
  }
  return last;
}

function prune(state: QuotaState, slot: number): QuotaState {
  const kept: Record<string, Holder> = {};
  for (const [tenant, { grants, blocks, asked }] of Object.entries(state)) {
    const counted = grants.filter((each) => counts(each, slot));
    if (counted.length === 0 && slot - asked >= COUNTED_SLOTS) continue;
    const live = Object.entries(blocks).filter(([, block]) => counts(block, slot));
    kept[tenant] = { grants: counted, blocks: Object.fromEntries(live), asked };
  }
  return kept;
}

/** What is left of a closed block is free again; what was used of it counts where it was granted. */
function giveBack(holder: Holder, name: string, block: Grant, rest: Amount): Holder {
  const { [name]: _closed, ...blocks } = holder.blocks;
  const grants = holder.grants.map((each) =>
    each.slot === block.slot
      ? {
          slot: each.slot,
          requests: each.requests - Math.min(rest.requests, block.requests),
          tokens: each.tokens - Math.min(rest.tokens, block.tokens),
        }
      : each,
  );
  return { ...holder, grants, blocks };
}

function added(grants: readonly Grant[], grant: Grant): readonly Grant[] {
  const same = grants.find(({ slot }) => slot === grant.slot);
  if (!same) return [...grants, grant];
  const sum = { slot: grant.slot, requests: same.requests + grant.requests, tokens: same.tokens + grant.tokens };
  return grants.map((each) => (each === same ? sum : each));
}

function sumOf(grants: readonly Amount[]): Amount {
  return {
    requests: grants.reduce((sum, { requests }) => sum + requests, 0),
    tokens: grants.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

/** The quota, divided among those who have or want a part of it and one who may come. */
function equalPart(state: QuotaState, tenant: string, quota: ModelQuota): Amount {
  const parts = new Set([...Object.keys(state), tenant]).size + 1;
  const part = (most: number | undefined): number => (most === undefined ? UNCOUNTED : Math.floor(most / parts));
  return { requests: part(quota.requestsPerMinute), tokens: part(quota.tokensPerMinute) };
}

function freeFor(state: QuotaState, tenant: string, quota: ModelQuota, slot: number): Amount {
  const total = grantedAt(state, slot);
  const own = sumOf((state[tenant] ?? NOBODY).grants.filter((each) => counts(each, slot)));
  const equal = equalPart(state, tenant, quota);
  const free = (most: number | undefined, name: keyof Amount): number => {
    if (most === undefined) return UNCOUNTED;
    const below = Math.min(most - total[name], equal[name] - own[name]);
    const above = Math.floor(most * (1 - KEPT_FOR_OTHERS)) - total[name];
    return Math.max(0, below, above);
  };
  return { requests: free(quota.requestsPerMinute, 'requests'), tokens: free(quota.tokensPerMinute, 'tokens') };
}

/** When enough of what was granted no longer counts; never, where the quota itself is too small. */
function retryAfter(
  state: QuotaState,
  { tenant, cost }: Ask,
  quota: ModelQuota,
  slot: number,
  nowMs: number,
): { readonly retryAfterSeconds?: number } {
  for (let later = slot + 1; later <= slot + COUNTED_SLOTS; later++) {
    const free = freeFor(state, tenant, quota, later);
    if (free.requests >= cost.requests && free.tokens >= cost.tokens) {
      return { retryAfterSeconds: secondsUntilSlot(later, nowMs) };
    }
  }
  return {};
}
