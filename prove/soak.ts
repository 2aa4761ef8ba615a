import { setTimeout as sleep } from 'node:timers/promises';
import { MANNERS, type FailingPart } from '../lambda/core/failure-modes';
import { REASONS, type ReasonCode } from '../lambda/core/reason';
import { controlOf, type LocalApiControl } from '../local/api';
import { randomFrom, type Random } from './audit/random';
import { questionIn } from './faults/caller';
import { evidenceOf, type Evidence } from './faults/evidence';
import { giveBack, inject, injectionsOf } from './faults/injections';
import type { Proof, ProofResult } from './proof';
import { KINDS, type Seen } from './soak/load';
import { environments, usageOf } from './soak/process-usage';

const SEED = 20261122;
const WORKERS = 6;
const QUICK_SECONDS = 24;
const CI_SECONDS = 600;
/** A reservation that nobody settled lives for the request's deadline and its grace. */
const RESERVATION_SECONDS = 305;
/** After so long everything that was begun has ended. */
const DRAIN_MS = 40_000;

/** Parts that may fail at any time without leaving a reservation behind. */
const HARMLESS: readonly FailingPart[] = [
  'auditTable',
  'auditBucket',
  'tenantTable',
  'kms',
  'issuerKeys',
  'logs',
  'model',
];
/** Parts that leave reservations, which only time takes away. */
const LASTING: readonly FailingPart[] = [...HARMLESS, 'auditTableAndBucket', 'budgetTable'];

/** How long each part of a run is, in seconds. */
interface Timetable {
  /** Faults, restarts and, where there is time for what they leave to expire, crashes. */
  readonly troubleUntil: number;
  readonly lastingUntil: number;
  readonly end: number;
}

function timetableFor(seconds: number): Timetable {
  const lastingUntil = Math.max(0, seconds - RESERVATION_SECONDS);
  return { end: seconds, lastingUntil, troubleUntil: Math.max(lastingUntil, seconds * 0.6) };
}

/** One sample of what the processes hold. */
interface Sample {
  readonly atMs: number;
  readonly residentMiB: number;
  readonly handles: number;
  readonly runnerHandles: number;
}

class Soak {
  public readonly seen: Seen[] = [];
  public readonly told = new Set<number>();
  public readonly samples: Sample[] = [];
  public readonly startedMs = Date.now();
  public faults = 0;
  public recycles = 0;
  public crashes = 0;
  private token = { value: Promise.resolve(''), untilMs: 0 };

  public constructor(
    private readonly api: LocalApiControl,
    private readonly times: Timetable,
    private readonly random: Random,
  ) {}

  public get seconds(): number {
    return (Date.now() - this.startedMs) / 1000;
  }

  public async run(): Promise<void> {
    const workers = Array.from({ length: WORKERS }, (_, index) => this.work(index));
    await Promise.all([...workers, this.trouble(), this.look()]);
  }

  private async work(index: number): Promise<void> {
    const { baseUrl, model } = this.api.endpoint;
    const address = `198.51.100.${index + 1}`;
    const total = KINDS.reduce((sum, { weight }) => sum + weight, 0);
    while (this.seconds < this.times.end) {
      let at = this.random.below(total);
      const kind = KINDS.find(({ weight }) => (at -= weight) < 0);
      if (!kind) continue;
      this.seen.push(await kind.send({ baseUrl, model, token: () => this.freshToken() }, address));
      await sleep(this.random.between(10, 120));
    }
  }

  /** One fault at a time, and now and then a restart. */
  private async trouble(): Promise<void> {
    const injections = injectionsOf(this.api);
    while (this.seconds < this.times.troubleUntil) {
      const lasting = this.seconds < this.times.lastingUntil;
      const injection = injections[this.random.pick(lasting ? LASTING : HARMLESS)];
      await inject(this.api, injection, this.random.pick(MANNERS));
      this.faults += 1;
      await sleep(this.random.between(300, 1_500));
      await giveBack(this.api);
      const dice = this.random.below(6);
      if (dice === 0 && lasting) {
        this.crashes += 1;
        await this.api.crashGateway();
      } else if (dice <= 2) {
        this.recycles += 1;
        await (dice === 1 ? this.api.recycleAuthorizer() : this.api.recycleGateway());
      }
      await sleep(this.random.between(300, 1_500));
    }
  }

  /** Looks every second: at the processes, and at what has reached the model. */
  private async look(): Promise<void> {
    const { pid } = this.api.endpoint;
    while (this.seconds < this.times.end) {
      const usages = environments(pid).flatMap((each) => usageOf(each) ?? []);
      if (usages.length > 0)
        this.samples.push({
          atMs: Date.now(),
          residentMiB: Math.max(...usages.map(({ residentMiB }) => residentMiB)),
          handles: Math.max(...usages.map(({ handles }) => handles)),
          runnerHandles: usageOf(pid)?.handles ?? 0,
        });
      await this.noteModelCalls();
      await sleep(1_000);
    }
  }

  public async noteModelCalls(): Promise<void> {
    for (const { request, operation } of await this.api.modelCalls()) {
      if (!operation.startsWith('converse')) continue;
      for (const { text = '' } of request.messages.at(-1)?.content ?? []) {
        const question = questionIn(text);
        if (question !== undefined) this.told.add(question);
      }
    }
    await this.api.forget();
  }

  private freshToken(): Promise<string> {
    if (Date.now() > this.token.untilMs) this.token = { value: this.api.token(), untilMs: Date.now() + 60_000 };
    return this.token.value;
  }
}

/** What must hold when everything has ended. */
async function judge(
  soak: Soak,
  evidence: Evidence,
  crashed: boolean,
): Promise<{ problems: string[]; figures: Record<string, number> }> {
  const problems: string[] = [];
  const [open, closed, refused, late] = await Promise.all([
    evidence.recorded('open'),
    evidence.recorded('close'),
    evidence.recorded('refusal'),
    evidence.late(soak.startedMs),
  ]);
  const ended = (id: string): boolean => closed.has(id) || late.has(id);
  const ids = new Map(soak.seen.map(({ question, requestId }) => [question, requestId]));

  const withoutOpen = [...soak.told].filter((question) => {
    const id = ids.get(question);
    // what was cut off before its headers has no id that its caller could know.
    return id === undefined ? !crashed : !open.has(id);
  });
  if (withoutOpen.length > 0) problems.push(`${withoutOpen.length} model calls without an open record`);

  const answered = soak.seen.filter(
    ({ end, question, status }) => end === 'whole' && question !== undefined && status === 200,
  );
  const unclosed = answered.filter(({ requestId = '' }) => !open.has(requestId) || !ended(requestId));
  if (unclosed.length > 0) problems.push(`${unclosed.length} answers whose record is not whole`);

  const denied = soak.seen.filter(({ code, requestId }) => requestId !== undefined && isGuardRefusal(code));
  const untold = denied.filter(({ requestId = '' }) => !refused.has(requestId) && !ended(requestId));
  if (untold.length > 0) problems.push(`${untold.length} refusals without a record`);

  const broken = soak.seen.filter(({ end }) => end === 'broken');
  if (broken.length > 0 && !crashed)
    problems.push(`${broken.length} neither answers nor errors, e.g. ${JSON.stringify(broken[0])}`);

  const gaps = await evidence.gaps(soak.startedMs);
  if (gaps > 0) problems.push(`${gaps} gaps in the chains of the audit trail`);
  return { problems, figures: { gaps, brokenAnswers: broken.length, modelCallsWithoutRecord: withoutOpen.length } };
}

/** Refused by the gateway itself, so that it is on record; what API Gateway or WAF refuses never reaches it. */
function isGuardRefusal(code: string | undefined): boolean {
  return code === 'prompt_injection' || code === 'invalid_json';
}

/** The time without trouble: its last third against its first, by their medians. */
function drift(
  samples: readonly Sample[],
  of: (sample: Sample) => number,
): { readonly before: number; readonly after: number } {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const median = (part: readonly Sample[]): number =>
    part.map(of).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  return { before: median(samples.slice(0, third)), after: median(samples.slice(-third)) };
}

async function drained(evidence: Evidence, say: (line: string) => void): Promise<number> {
  const deadline = Date.now() + DRAIN_MS;
  for (;;) {
    const left = await evidence.reservations();
    if (left === 0 || Date.now() > deadline) return left;
    say(`${left} reservations are still held`);
    await sleep(2_000);
  }
}

async function run({ args, quick, localApi, say }: Parameters<Proof['run']>[0]): Promise<ProofResult> {
  const seconds = Number(args[0] ?? (quick ? QUICK_SECONDS : CI_SECONDS));
  if (!(seconds >= 10)) throw new Error(`soak: expected 10 seconds or more, got ${args[0]}`);
  const endpoint = await localApi();
  const api = controlOf(endpoint);
  const evidence = evidenceOf(endpoint);
  const times = timetableFor(seconds);
  await api.forget();
  const soak = new Soak(api, times, randomFrom(SEED));
  const heldBefore = await evidence.reservations();
  try {
    const ticker = setInterval(() => say(`${Math.round(soak.seconds)} s, ${soak.seen.length} requests`), 60_000);
    await soak.run().finally(() => clearInterval(ticker));
    await giveBack(api);
    const left = await drained(evidence, say);
    await soak.noteModelCalls();
    const { problems, figures } = await judge(soak, evidence, soak.crashes > 0);
    if (left > heldBefore || (heldBefore === 0 && left > 0)) problems.push(`${left} reservations are still held`);

    const calm = soak.samples.filter(({ atMs }) => (atMs - soak.startedMs) / 1000 > times.troubleUntil + 2);
    const memory = drift(calm, ({ residentMiB }) => residentMiB);
    const handles = drift(calm, (sample) => sample.handles);
    const runner = drift(calm, ({ runnerHandles }) => runnerHandles);
    if (memory.after > memory.before * 1.25 + 32)
      problems.push(`memory grew from ${memory.before} to ${memory.after} MiB`);
    if (handles.after > handles.before + 10) problems.push(`handles grew from ${handles.before} to ${handles.after}`);
    if (runner.after > runner.before + 20)
      problems.push(`the edge's handles grew from ${runner.before} to ${runner.after}`);
    if (calm.length < 3) problems.push('too few samples: processes could not be looked at');
    for (const problem of problems) say(`✘ ${problem}`);

    const count = (test: (seen: Seen) => boolean): number => soak.seen.filter(test).length;
    const answered = count(({ end }) => end === 'whole');
    if (answered < soak.seen.length / 4)
      problems.push(`only ${answered} of ${soak.seen.length} requests were answered`);
    const shed = count(({ code }) => code !== undefined && REASONS[code as ReasonCode]?.status >= 500);
    return {
      holds: problems.length === 0,
      figures: {
        seconds,
        requests: soak.seen.length,
        answered,
        leftByCaller: count(({ end }) => end === 'left'),
        refused: count(({ end }) => end === 'error') - shed,
        failedClosed: shed,
        modelCalls: soak.told.size,
        faults: soak.faults,
        recycles: soak.recycles,
        crashes: soak.crashes,
        ...figures,
        reservationsLeft: left,
        residentMiBBefore: memory.before,
        residentMiBAfter: memory.after,
        handlesBefore: handles.before,
        handlesAfter: handles.after,
      },
      conditions: `${WORKERS} callers against the running local API, seed ${SEED}; faults and restarts until ${Math.round(times.troubleUntil)} s, lasting faults and crashes until ${Math.round(times.lastingUntil)} s; memory and handles: the largest environment, last third of the calm time against its first`,
    };
  } finally {
    await giveBack(api);
    evidence.close();
  }
}

/** Everything at once, for as long as it is asked for. */
const proof: Proof = {
  name: 'soak',
  summary:
    'under mixed load, faults and restarts memory and handles stay flat, no reservation is left, the audit is whole',
  seconds: CI_SECONDS + 60,
  inTest: true,
  run,
};

export default proof;
