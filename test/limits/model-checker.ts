import { decideReserve } from '../../lambda/gateway/budget/decide';
import { slotOf } from '../../lambda/gateway/budget/calendar';
import type { Entry } from '../../lambda/gateway/budget/entry';
import { viewOf, type BudgetView } from '../../lambda/gateway/budget/item';
import { planReserve, type ReserveRequest } from '../../lambda/gateway/budget/reserve';
import { planKeepOut, planSettle } from '../../lambda/gateway/budget/settle';
import type { Update } from '../../lambda/gateway/budget/update';
import { FakeBudgetTable } from './fake-budget-table';

/** How far the checker goes. */
export interface Bounds {
  /** Requests that each process makes, one after another. */
  readonly processes: readonly number[];
  readonly tokensPerMinute: number;
  readonly tokensPerDay: number;
  readonly concurrentRequests: number;
  readonly startMs: number;
  /** By how many slots the clock may jump, and how often. */
  readonly jumps: readonly number[];
  readonly maxJumps: number;
  /** Writes of which a copy arrives late, or of which the reply is lost. */
  readonly maxFaults: number;
  readonly maxCrashes: number;
  /** Settlements by a process that did not reserve. */
  readonly maxStrangers: number;
}

const COST = { tokens: 2, microUsd: 2 };
const USED = { tokens: 1, microUsd: 1 };
const PK = 'T#model';
const LIFE_MS = 30_000;

type Phase =
  | { readonly at: 'ready' }
  | { readonly at: 'reserving'; readonly update: Update; readonly entry: Entry; readonly late: boolean }
  | { readonly at: 'reserved'; readonly entry: Entry; readonly late: boolean }
  | { readonly at: 'settling'; readonly update: Update; readonly entry: Entry; readonly late: boolean };

interface Process {
  readonly phase: Phase;
  /** Requests begun. */
  readonly begun: number;
  /** When the request in hand began. */
  readonly sinceMs: number;
  readonly item: string | undefined;
}

interface Charge {
  readonly slot: number;
  readonly settled: boolean;
}

interface State {
  readonly item: string | undefined;
  readonly nowMs: number;
  readonly processes: readonly Process[];
  /** A settlement by a stranger that is under way. */
  readonly stranger: { readonly key: string; readonly update: Update; readonly entry: Entry } | undefined;
  /** Copies of writes that may still arrive. */
  readonly late: readonly Update[];
  /** What was truly charged: the checker's own account. */
  readonly charges: Readonly<Record<string, Charge>>;
  readonly jumps: number;
  readonly faults: number;
  readonly crashes: number;
  readonly strangers: number;
}

/** What was looked at. */
export interface Explored {
  readonly states: number;
  readonly steps: number;
  readonly finalStates: number;
}

/** Visits every state that the budget's writes can reach within the bounds. @throws at the first that is wrong. */
export function explore(bounds: Bounds, maxStates = Infinity): Explored {
  const model = new Model(bounds);
  const seen = new Set<string>();
  const open: State[] = [model.initial()];
  let steps = 0;
  let finalStates = 0;
  while (open.length > 0) {
    const state = open.pop()!;
    const next = model.next(state);
    if (next.length === 0) finalStates++;
    for (const each of next) {
      steps++;
      const name = nameOf(each);
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(each);
    }
    if (seen.size > maxStates) throw new Error(`model: expected at most ${maxStates} states`);
  }
  return { states: seen.size + 1, steps, finalStates };
}

function nameOf(state: State): string {
  return JSON.stringify(state, bytesAsHex);
}

function packItem(item: unknown): string | undefined {
  if (item === undefined) return undefined;
  return JSON.stringify(item, bytesAsHex);
}

/** `this` is what holds the value: a Buffer has turned itself into something else by the time it is handed in. */
function bytesAsHex(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : value;
}

function unpackItem(text: string | undefined): ReturnType<FakeBudgetTable['items']['get']> {
  if (text === undefined) return undefined;
  return JSON.parse(text, (key, value: unknown) =>
    key === 'B' ? Buffer.from(value as string, 'hex') : value,
  ) as never;
}

class Model {
  public constructor(private readonly bounds: Bounds) {}

  public initial(): State {
    return {
      item: undefined,
      nowMs: this.bounds.startMs,
      processes: this.bounds.processes.map(() => ({ phase: { at: 'ready' }, begun: 0, sinceMs: 0, item: undefined })),
      stranger: undefined,
      late: [],
      charges: {},
      jumps: 0,
      faults: 0,
      crashes: 0,
      strangers: 0,
    };
  }

  public next(state: State): readonly State[] {
    const states: State[] = [];
    for (const [number, process] of state.processes.entries()) states.push(...this.advance(state, number, process));
    for (const [index, update] of state.late.entries()) {
      const after = this.apply(state, update).state;
      states.push({ ...after, late: state.late.filter((_, each) => each !== index) });
    }
    states.push(...this.strange(state));
    if (state.jumps < this.bounds.maxJumps) {
      for (const jump of this.bounds.jumps) {
        states.push({ ...state, jumps: state.jumps + 1, nowMs: state.nowMs + jump * 5_000 });
      }
    }
    return states;
  }

  private requestOf(number: number, { begun, sinceMs }: Process): ReserveRequest {
    const { tokensPerMinute, tokensPerDay, concurrentRequests } = this.bounds;
    return {
      key: `p${number}r${begun}`,
      client: 'client',
      revocable: { client: 'client' },
      cost: COST,
      tenantLimits: { tokensPerMinute, tokensPerDay, concurrentRequests },
      clientLimits: {},
      expiresAtMs: sinceMs + LIFE_MS,
      nonce: number * 16 + begun,
    };
  }

  private advance(state: State, number: number, process: Process): readonly State[] {
    const { phase } = process;
    const seen = process.item === undefined ? undefined : viewOf(unpackItem(process.item));
    const put = (base: State, change: Partial<Process>): State => ({
      ...base,
      processes: base.processes.map((each, at) => (at === number ? { ...each, ...change } : each)),
    });
    if (phase.at === 'ready') {
      if (process.begun >= (this.bounds.processes[number] ?? 0)) return [];
      const begun = { ...process, begun: process.begun + 1, sinceMs: state.nowMs };
      const plan = planReserve(seen, this.requestOf(number, begun), state.nowMs);
      return [
        put(state, { begun: begun.begun, sinceMs: state.nowMs, phase: { at: 'reserving', ...plan, late: false } }),
      ];
    }
    if (phase.at === 'reserved') {
      const request = { key: this.requestOf(number, process).key, used: USED, late: phase.late };
      const update = planSettle(phase.entry, seen, request, state.nowMs);
      const states = [put(state, { phase: { at: 'settling', update, entry: phase.entry, late: phase.late } })];
      if (state.crashes < this.bounds.maxCrashes) {
        states.push({ ...put(state, { phase: { at: 'ready' }, item: undefined }), crashes: state.crashes + 1 });
      }
      return states;
    }
    const faulty = state.faults < this.bounds.maxFaults;
    const sentLate = { ...phase, late: true };
    return [
      this.deliver(state, number, process, phase, put),
      ...(faulty
        ? [
            // the reply is lost: the write has happened, and is sent again.
            put({ ...this.apply(state, phase.update).state, faults: state.faults + 1 }, { phase: sentLate }),
            // the write is late: it is sent again, and the first copy may arrive at any time.
            put({ ...state, faults: state.faults + 1, late: [...state.late, phase.update] }, { phase: sentLate }),
          ]
        : []),
    ];
  }

  private deliver(
    state: State,
    number: number,
    process: Process,
    phase: Extract<Phase, { readonly at: 'reserving' | 'settling' }>,
    put: (base: State, change: Partial<Process>) => State,
  ): State {
    const { state: after, passed, view } = this.apply(state, phase.update);
    const item = after.item;
    const request = this.requestOf(number, process);
    if (phase.at === 'settling') {
      if (passed) return put(after, { item, phase: { at: 'ready' } });
      const found = view.inFlight.get(request.key) ?? view.expired.get(request.key);
      if (found?.nonce !== phase.entry.nonce) {
        if (!after.charges[request.key]?.settled) throw new Error(`${request.key}: taken for settled, and is not`);
        return put(after, { item, phase: { at: 'ready' } });
      }
      const settle = { key: request.key, used: USED, late: phase.late };
      return put(after, { item, phase: { ...phase, update: planSettle(found, view, settle, state.nowMs) } });
    }
    if (passed) return put(after, { item, phase: { at: 'reserved', entry: phase.entry, late: phase.late } });
    const decision = decideReserve(view, request, state.nowMs);
    if (decision.kind === 'refused') {
      // the sealer may settle a reservation whose reply was lost before its process knows of it.
      const settled = after.charges[request.key]?.settled === true;
      if (!settled && this.hasRoom(after))
        throw new Error(`${request.key}: refused with ${decision.refusal.reason} for no reason`);
      const kept = phase.late ? this.apply(after, planKeepOut(request.key, state.nowMs)).state : after;
      return put(kept, { item: kept.item, phase: { at: 'ready' } });
    }
    if (decision.kind === 'already-reserved') {
      const entry = view.inFlight.get(request.key) ?? view.expired.get(request.key) ?? phase.entry;
      return put(after, { item, phase: { at: 'reserved', entry, late: true } });
    }
    const plan = planReserve(view, request, state.nowMs);
    return put(after, { item, phase: { at: 'reserving', ...plan, late: phase.late } });
  }

  /** The sealer settles what it finds, as it reads it, while others write. */
  private strange(state: State): readonly State[] {
    const { stranger } = state;
    if (stranger) {
      const { state: after, passed, view } = this.apply(state, stranger.update);
      const found = view.inFlight.get(stranger.key) ?? view.expired.get(stranger.key);
      if (passed || found?.nonce !== stranger.entry.nonce) return [{ ...after, stranger: undefined }];
      const settle = { key: stranger.key, used: USED, late: true };
      return [{ ...after, stranger: { ...stranger, update: planSettle(found, view, settle, state.nowMs) } }];
    }
    if (state.strangers >= this.bounds.maxStrangers || state.item === undefined) return [];
    const view = viewOf(unpackItem(state.item));
    return [...view.inFlight, ...view.expired].map(([key, entry]) => ({
      ...state,
      strangers: state.strangers + 1,
      stranger: { key, entry, update: planSettle(entry, view, { key, used: USED, late: true }, state.nowMs) },
    }));
  }

  /** Applies a write, keeps the checker's own account of it, and compares the two. */
  private apply(
    state: State,
    update: Update,
  ): { readonly state: State; readonly passed: boolean; readonly view: BudgetView } {
    const table = new FakeBudgetTable();
    const old = unpackItem(state.item);
    if (old) table.items.set(PK, old);
    const before = viewOf(old);
    const { passed } = table.apply(PK, update);
    const item = packItem(table.items.get(PK));
    const view = viewOf(unpackItem(item));
    if (!passed) return { state, passed, view };
    const charges = { ...state.charges };
    for (const [key, entry] of view.inFlight) {
      if (before.inFlight.has(key) || before.expired.has(key)) continue;
      const earlier = charges[key];
      // an entry is forgotten when every window that it was charged to is over.
      const over = earlier && accountOf({ [key]: earlier }, entry.slot).minute === 0;
      if (earlier && !over) throw new Error(`${key}: reserved twice`);
      charges[key] = { slot: entry.slot, settled: false };
    }
    for (const key of [...before.inFlight.keys(), ...before.expired.keys()]) {
      if (view.inFlight.has(key) || view.expired.has(key)) continue;
      if (charges[key]?.settled) throw new Error(`${key}: settled twice`);
      charges[key] = { slot: charges[key]!.slot, settled: true };
    }
    const after = { ...state, item, charges };
    this.compare(after, view);
    return { state: after, passed, view };
  }

  private compare(state: State, view: BudgetView): void {
    const scope = view.tenant;
    if (!scope) return;
    const sums = accountOf(state.charges, scope.slot);
    if (scope.sums.ks !== sums.minute || scope.sums.rs !== sums.requests || scope.sums.dk !== sums.day) {
      throw new Error(`the item says ${JSON.stringify(scope.sums)}, the account ${JSON.stringify(sums)}`);
    }
    if (sums.minute > this.bounds.tokensPerMinute) throw new Error(`${sums.minute} tokens a minute`);
    if (sums.day > this.bounds.tokensPerDay) throw new Error(`${sums.day} tokens a day`);
    if (view.inFlight.size > this.bounds.concurrentRequests) throw new Error(`${view.inFlight.size} at a time`);
  }

  private hasRoom(state: State): boolean {
    const view = viewOf(unpackItem(state.item));
    const slot = Math.max(slotOf(state.nowMs), view.tenant?.slot ?? 0);
    const { minute, day } = accountOf(state.charges, slot);
    const running = [...view.inFlight.values()].filter(({ expiresAtMs }) => expiresAtMs > state.nowMs).length;
    const { tokensPerMinute, tokensPerDay, concurrentRequests } = this.bounds;
    return minute + COST.tokens <= tokensPerMinute && day + COST.tokens <= tokensPerDay && running < concurrentRequests;
  }
}

function accountOf(charges: State['charges'], slot: number) {
  let requests = 0;
  let minute = 0;
  let day = 0;
  for (const charge of Object.values(charges)) {
    const tokens = charge.settled ? USED.tokens : COST.tokens;
    if (slot - charge.slot < 13) {
      requests++;
      minute += tokens;
    }
    if (Math.floor((charge.slot * 5) / 86_400) === Math.floor((slot * 5) / 86_400)) day += tokens;
  }
  return { requests, minute, day };
}
