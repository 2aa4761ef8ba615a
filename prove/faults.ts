import { setTimeout as sleep } from 'node:timers/promises';
import {
  FAILURE_MODES,
  MANNERS,
  MOMENTS,
  type Effect,
  type FailingPart,
  type FailureMode,
  type Manner,
  type Moment,
} from '../lambda/core/failure-modes';
import { REASONS } from '../lambda/core/reason';
import { controlOf, type LocalApiControl } from '../local/api';
import { ask, questionIn, type Answer, type CallerSettings } from './faults/caller';
import { evidenceOf, type Evidence } from './faults/evidence';
import { giveBack, inject, injectionsOf, type Injection } from './faults/injections';
import { startOutsideModel, type OutsideModel } from './faults/outside-model';
import type { Proof } from './proof';

/** One promise of the table. */
interface Cell {
  readonly part: FailingPart;
  readonly moment: Moment;
  readonly manner: Manner;
  readonly effect: Effect;
}

/** Held near its end, when the guard has let the first words go: it keeps back as much as its longest pattern. */
const LONG_ANSWER = '[[n=26]][[each=100]][[hold=25]]';
/** Well below the ten seconds for which an environment remembers a tenant's rows. */
const WARM_MS = 4_000;
/** Nothing may need longer to be well again than this, and nothing needs a restart. */
const RECOVERY_MS = 10_000;

const CELLS: readonly Cell[] = (Object.entries(FAILURE_MODES) as [FailingPart, FailureMode][]).flatMap(
  ([part, { effects }]) =>
    MOMENTS.flatMap((moment) =>
      MANNERS.map((manner) => ({ part, moment, manner, effect: effects[moment][manner] }) satisfies Cell),
    ),
);

/** One manner of each moment: what `npm test` has time for; the nightly workflow runs every cell. */
function standsFor({ moment, manner }: Cell): boolean {
  return manner === 'down' || (moment === 'midStream' && manner === 'wrong');
}

/** The running API, its stores, and everything that was asked of it. */
class Trial {
  public readonly answers: Answer[] = [];
  public readonly problems: string[] = [];
  public readonly told = new Set<number>();
  public worstRecoveryMs = 0;
  private token: Promise<string> | undefined;
  private warmed = { baseUrl: '', atMs: 0 };
  private readonly injections: Readonly<Record<FailingPart, Injection>>;

  public constructor(
    private readonly api: LocalApiControl,
    private readonly outside: OutsideModel,
    private readonly evidence: Evidence,
  ) {
    this.injections = injectionsOf(api);
  }

  public async run(cell: Cell): Promise<void> {
    const name = `${cell.part}, ${cell.moment}, ${cell.manner}`;
    const { api } = this;
    const injection = this.injections[cell.part];
    const { caller, recycle } = this.way(injection);
    const sinceMs = Date.now();
    let answer: Answer;
    try {
      if (cell.moment === 'warm') await this.warmUp(caller, recycle);
      if (cell.moment === 'midStream') {
        const { directives } = injection;
        answer = await this.ask(caller, {
          stream: true,
          directives: directives?.[cell.manner] ?? LONG_ANSWER,
          ...(directives ? {} : { onFirstWord: () => this.failNow(injection, cell.manner) }),
        });
      } else {
        await inject(api, injection, cell.manner);
        if (cell.moment === 'cold') {
          this.warmed = { baseUrl: '', atMs: 0 };
          await recycle();
        }
        answer = await this.ask(caller, { stream: cell.moment === 'warm' });
      }
    } finally {
      await giveBack(api);
    }
    await this.noteModelCalls();
    for (const problem of await this.judge(cell, answer, sinceMs)) this.problems.push(`${name}: ${problem}`);
    await this.recover(caller, name);
  }

  /** Every model call that was seen belongs to a request with an open record; returns those without one. */
  public async unrecorded(): Promise<readonly number[]> {
    const open = await this.evidence.recorded('open');
    const ids = new Map(this.answers.map(({ question, requestId }) => [question, requestId]));
    return [...this.told].filter((question) => {
      const id = ids.get(question);
      return id === undefined || !open.has(id);
    });
  }

  /** Requests that go on while things fail: each must see an answer or an error that says what it is. */
  public async background(signal: AbortSignal): Promise<void> {
    const { caller } = this.way(this.injections.auditTable);
    while (!signal.aborted) {
      await this.ask(caller, { stream: true, directives: '[[n=4]][[ms=30]]' });
      await sleep(50);
    }
  }

  public async noteModelCalls(): Promise<void> {
    for (const { request } of await this.api.modelCalls())
      for (const { text = '' } of request.messages.at(-1)?.content ?? []) {
        const question = questionIn(text);
        if (question !== undefined) this.told.add(question);
      }
    for (const question of this.outside.questions) this.told.add(question);
    await this.api.forget();
  }

  private way({ through, cold }: Injection): {
    readonly caller: CallerSettings;
    readonly recycle: () => Promise<void>;
  } {
    const { api, outside } = this;
    const { baseUrl, model } = api.endpoint;
    if (through === 'api')
      return {
        // a new token each time where tokens are the matter: neither API Gateway nor the authorizer knows it.
        caller: { baseUrl, model, token: () => (cold === 'authorizer' ? api.token() : (this.token ??= api.token())) },
        recycle: () => (cold === 'gateway' ? api.recycleGateway() : api.recycleAuthorizer()),
      };
    return {
      caller: { baseUrl: outside.baseUrl, model: outside.model, token: () => Promise.resolve('none') },
      recycle: () => Promise.resolve(outside.recycle()),
    };
  }

  private async ask(caller: CallerSettings, question: Parameters<typeof ask>[1]): Promise<Answer> {
    const answer = await ask(caller, question);
    this.answers.push(answer);
    return answer;
  }

  private async failNow(injection: Injection, manner: Manner): Promise<void> {
    await inject(this.api, injection, manner);
    this.outside.release();
    await this.api.releaseAnswers();
  }

  /**
   * As many at once as there are execution environments, twice: none is cold afterwards, and what each remembers is new.
   * An old environment would answer from rows that it forgets a moment later; a new one reads a tenant's rows again once
   * it has seen the version of the tenant's policy.
   */
  private async warmUp(caller: CallerSettings, recycle: () => Promise<void>): Promise<void> {
    if (caller.baseUrl === this.warmed.baseUrl && Date.now() - this.warmed.atMs < WARM_MS) return;
    await recycle();
    const all = () => Promise.all(Array.from({ length: 4 }, () => this.ask(caller, { stream: true })));
    await all();
    this.warmed = { baseUrl: caller.baseUrl, atMs: Date.now() };
    await all();
  }

  private async recover(caller: CallerSettings, name: string): Promise<void> {
    const startedMs = performance.now();
    for (;;) {
      const { end } = await this.ask(caller, { stream: false });
      const tookMs = performance.now() - startedMs;
      this.worstRecoveryMs = Math.max(this.worstRecoveryMs, Math.round(tookMs));
      if (end === 'whole') return;
      if (tookMs > RECOVERY_MS) return void this.problems.push(`${name}: not well again after ${RECOVERY_MS} ms`);
      await sleep(100);
    }
  }

  private async judge({ effect, moment }: Cell, answer: Answer, sinceMs: number): Promise<readonly string[]> {
    const { end, code, status, requestId = '', question } = answer;
    const got = `${status} ${code ?? ''} ${end} ${answer.text.slice(0, 40)}`.replaceAll(/\s+/g, ' ');
    if (effect.mode !== 'closed') {
      if (end !== 'whole') return [`expected a whole answer, got ${got}`];
      if (effect.mode === 'unaffected') return [];
      if (effect.left === 'late-record' && !(await this.evidence.late(sinceMs)).has(requestId))
        return ['expected its closing record in the bucket, got none'];
      if (effect.left === 'reservation' && !(await this.evidence.reserved(requestId)))
        return ['expected its reservation to stay, got none'];
      return [];
    }
    const problems: string[] = [];
    if (end !== 'error' || code !== effect.reason) problems.push(`expected ${effect.reason}, got ${got}`);
    if (moment !== 'midStream' && status !== REASONS[effect.reason].status)
      problems.push(`expected status ${REASONS[effect.reason].status}, got ${status}`);
    if (!effect.modelCalled && this.told.has(question)) problems.push('expected no model call, got one');
    return problems;
  }
}

/** Takes everything away that the API rests on, in turn and in every manner, and looks at what comes of it. */
const proof: Proof = {
  name: 'faults',
  summary: 'every cell of the failure table is so: before, cold and in mid-stream; no model call without a record',
  seconds: 130,
  inTest: true,
  async run({ args, quick, localApi, say }) {
    const endpoint = await localApi();
    const only = args[0];
    const cells = CELLS.filter((cell) => (only === undefined || cell.part === only) && (!quick || standsFor(cell)));
    const api = controlOf(endpoint);
    const evidence = evidenceOf(endpoint);
    const outside = await startOutsideModel(endpoint);
    const trial = new Trial(api, outside, evidence);
    const stop = new AbortController();
    await api.forget();
    const background = trial.background(stop.signal);
    try {
      let sinceMs = Date.now();
      for (const [index, cell] of cells.entries()) {
        const startedMs = performance.now();
        const before = trial.problems.length;
        await trial.run(cell);
        if (process.env['PROVE_VERBOSE'] !== undefined || trial.problems.length > before)
          say(
            `${cell.part}, ${cell.moment}, ${cell.manner}: ${Math.round(performance.now() - startedMs)} ms ${trial.problems.slice(before).join('; ')}`,
          );
        if (cells[index + 1]?.part === cell.part) continue;
        const { metric }: FailureMode = FAILURE_MODES[cell.part];
        await sleep(500);
        if (metric !== undefined && cell.part !== 'secrets' && !(await evidence.metricSince(metric, sinceMs)))
          trial.problems.push(`${cell.part}: expected the metric ${metric}, got none`);
        sinceMs = Date.now();
      }
      stop.abort();
      await background;
      await trial.noteModelCalls();
      const broken = trial.answers.filter(({ end }) => end === 'broken');
      for (const { question, status, text } of broken)
        trial.problems.push(`question ${question}: neither an answer nor an error, ${status} ${text}`);
      const unrecorded = await trial.unrecorded();
      if (unrecorded.length > 0) trial.problems.push(`model calls without a record: ${unrecorded.join(', ')}`);
      for (const problem of trial.problems) say(`✘ ${problem}`);
      return {
        holds: trial.problems.length === 0 && cells.length > 0,
        figures: {
          cells: cells.length,
          requests: trial.answers.length,
          modelCalls: trial.told.size,
          modelCallsWithoutRecord: unrecorded.length,
          brokenAnswers: broken.length,
          worstRecoveryMs: trial.worstRecoveryMs,
          problems: trial.problems.length,
        },
        conditions: `${quick ? 'one cell of three, for npm test; ' : ''}the running local API, requests going on meanwhile; ${new Set(cells.map(({ part }) => part)).size} parts, each down, slow (5 s), throttled and wrong (success with nonsense); cold, warm and in mid-stream; client disconnects are hidden by the local shim`,
      };
    } finally {
      stop.abort();
      await giveBack(api);
      await background;
      await outside.close();
      evidence.close();
    }
  },
};

export default proof;
