import { createHash } from 'node:crypto';
import { errorBody } from '../../core/error-body';
import type { JsonObject } from '../../core/json';
import { errorName } from '../../core/log';
import { refusalDenial, type Cleared } from '../clear';
import { EventStream } from '../event-stream';
import { denied, type Denied, type Exchange } from '../exchange';
import type { ModelUsage } from '../ports';
import { textUnits } from '../managed/managed-use';
import { microUsdOf } from '../price';
import { answerHeaders, sendDenial, type Denial, type Headers } from '../reply';
import { approveCalls } from './approve-calls';
import { Choice } from './choice';
import { Gate, type GateStep } from './gate';
import { AnswerGrounding } from './answer-grounding';
import type { AnswerFormat, FinishedAnswer, GuardNote } from './format';
import { ModelEvents } from './model-events';

/** The model, the response guard and the way back to the caller, for one request. */
export class Answering {
  private readonly choices: readonly Choice[];
  private readonly gates: readonly Gate[];
  private readonly grounding: AnswerGrounding;
  private readonly texts: string[][];
  private readonly digest = createHash('sha256');
  private readonly askedApprovals = new Set<string>();
  private readonly stream: EventStream | undefined;

  public constructor(
    private readonly exchange: Exchange,
    private readonly cleared: Cleared,
    private readonly format: AnswerFormat,
  ) {
    const { task, guard, guarded, prompts, request } = cleared;
    const { ports, times, deployment } = exchange.gateway;
    const offered = task.toolChoice === 'none' ? [] : request.tools;
    this.choices = Array.from(
      { length: task.choices },
      () =>
        new Choice({
          open: (context) => exchange.openResponse(guard, context),
          response: { request: guarded, systemPrompts: prompts.own, canaries: prompts.canaries },
          tools: new Map(offered.map(({ name, parameters }) => [name, parameters as JsonObject])),
          parallelToolCalls: task.parallelToolCalls,
          ...(task.format && { json: task.format }),
          newId: ports.newId,
        }),
    );
    this.texts = this.choices.map(() => []);
    const { managed } = cleared;
    this.grounding = new AnswerGrounding(exchange, cleared);
    const judge = managed?.response
      ? (texts: readonly string[]) => exchange.askManaged(managed.policy, { source: 'response', texts })
      : undefined;
    this.gates = this.choices.map(() => new Gate(judge, this.grounding.decides));
    exchange.trace.stage = 'model';
    if (task.stream) {
      const headers = (): Headers => this.headers('text/event-stream; charset=utf-8', this.note(false));
      this.stream = new EventStream(
        exchange.reply,
        headers,
        () => format.greet(),
        times,
        () => {
          // its usage comes with its end: the model is read on for a while, then for nothing more.
          exchange.trace.abandoned = true;
          exchange.deadline.shorten(ports.now() + deployment.maxAbandonedSeconds * 1000);
        },
      );
    } else {
      exchange.deadline.shorten(ports.now() + times.wholeAnswerMs);
    }
  }

  public async run(): Promise<void> {
    const { trace, deadline } = this.exchange;
    try {
      const denial = await this.generate();
      // what the model still says after a refusal is neither sent nor paid for.
      if (denial) deadline.end();
      await this.finish(denial);
    } catch (error) {
      trace.errors.push(errorName(error));
      await this.finish(denied('response', { reason: 'internal_error' }));
    } finally {
      this.stream?.stop();
    }
  }

  /** All choices at once; the first that ends in a refusal or a failure ends the answer. */
  private async generate(): Promise<Denied | undefined> {
    const endings = this.choices.map((choice, index) => this.generateChoice(choice, index));
    return new Promise((resolve, reject) => {
      let left = endings.length;
      for (const ending of endings) {
        ending.then((denial) => {
          left -= 1;
          if (denial || left === 0) resolve(denial);
        }, reject);
      }
    });
  }

  private async generateChoice(choice: Choice, index: number): Promise<Denied | undefined> {
    const { exchange, cleared } = this;
    const events = new ModelEvents(exchange, cleared.request);
    try {
      for (;;) {
        const next = await events.next();
        if ('reason' in next) return denied('model', next);
        if (next.done) break;
        this.firstByte();
        if (this.stream && !this.stream.opened) await this.stream.open();
        const step = choice.accept(next.event);
        if (!step.allowed) return denied('response', refusalDenial(step));
        if (step.text === '') continue;
        const passed = await this.gates[index]!.push(step.text);
        if (!passed.allowed) return denied('response', refusalDenial(passed));
        await this.send(index, passed.text);
      }
      if (!choice.finishReason || !choice.usage) return denied('model', { reason: 'upstream_error' });
      if (choice.finishReason === 'content_filter' && cleared.managed?.inCall) {
        return denied('response', { reason: 'content_filter', check: 'guardrail/in-call' });
      }
      const rest = await this.rest(choice, index);
      if (!rest.allowed) return denied('response', refusalDenial(rest));
      const unapproved = await approveCalls(exchange, cleared.access, choice.toolCalls, this.askedApprovals);
      if (unapproved) return unapproved;
      await this.send(index, rest.text);
      return undefined;
    } finally {
      events.leave();
    }
  }

  /** What is left of a choice's text, once its tool calls and the whole of it are judged too. */
  private async rest(choice: Choice, index: number): Promise<GateStep> {
    const finished = choice.finish();
    if (!finished.allowed) return finished;
    const released = await this.gates[index]!.end(
      finished.text,
      choice.toolCalls.map(({ argumentsJson }) => argumentsJson),
    );
    if (!released.allowed) return released;
    const said = `${this.texts[index]!.join('')}${released.text}`;
    return (await this.grounding.judge(said)) ?? released;
  }

  private firstByte(): void {
    const { trace } = this.exchange;
    trace.firstByteMs ??= this.exchange.elapsedMs();
  }

  private async send(index: number, text: string): Promise<void> {
    if (text === '') return;
    this.digest.update(`${index}:${text}`);
    this.texts[index]?.push(text);
    await this.stream?.write(this.format.text(index, text));
  }

  /** Settles, closes the record, and only then lets the answer end. */
  private async finish(failure: Denied | undefined): Promise<void> {
    const { exchange } = this;
    const { trace } = exchange;
    const usage = this.usage(failure);
    this.payGuardrail();
    const findings = [...this.choices.flatMap((choice) => choice.findings), ...this.grounding.findings];
    trace.findings = [...trace.findings, ...findings];
    for (const call of this.choices.flatMap(({ toolCalls }) => toolCalls)) this.digest.update(JSON.stringify(call));
    if (failure) trace.fail(failure.stage, failure.denial.reason, failure.denial.check ?? null);
    const closed = await exchange.close({
      reason: failure?.denial.reason ?? null,
      check: failure?.denial.check ?? null,
      answerDigest: failure ? null : this.digest.digest('hex'),
      ...usage,
      microUsd: microUsdOf(this.cleared.model, usage.inputTokens, usage.outputTokens),
      ...(this.cleared.access.auditContent ? { content: this.answerText() } : {}),
    });
    const denial: Denial | undefined = closed ? failure?.denial : { reason: 'audit_unavailable' };
    if (denial) {
      if (!closed) trace.fail('audit', 'audit_unavailable');
      return this.fail(denial);
    }
    trace.stage = 'done';
    trace.status = 200;
    const guard = this.note(findings.some(({ action }) => action !== 'flag'));
    const answer: FinishedAnswer = {
      choices: this.choices.map((choice, i) => ({
        text: this.texts[i]?.join('') ?? '',
        toolCalls: choice.toolCalls,
        finishReason: choice.finishReason ?? 'stop',
      })),
      usage,
      guard,
    };
    if (this.stream) {
      await this.stream.write(this.format.finish(answer));
      return this.stream.end();
    }
    await exchange.reply.send(200, this.headers('application/json', guard), JSON.stringify(this.format.whole(answer)));
  }

  private async fail(denial: Denial): Promise<void> {
    const { reply, call, rateLimit } = this.exchange;
    if (this.stream?.opened) {
      this.exchange.trace.openedStream = true;
      await this.stream.write(this.format.fail(errorBody(denial.reason, denial.param ?? null, denial.approval)));
      return this.stream.end();
    }
    this.stream?.stop();
    await sendDenial(reply, call.requestId, { rateLimit, ...denial });
  }

  /** The guardrail inside of the call has judged what was asked and said. */
  private payGuardrail(): void {
    const { managed, request } = this.cleared;
    if (!managed?.inCall) return;
    const asked = textUnits(request.messages.map(({ text }) => text));
    const said = this.choices.reduce((units, { producedBytes }) => units + Math.ceil(producedBytes / 1_000), 0);
    this.exchange.payGuardrail(managed.policy.guardrail, asked * this.choices.length + said);
  }

  /** What was used: the provider's own figure, or the bound of what it can have been. */
  private usage(failure: Denied | undefined): ModelUsage {
    const early = failure !== undefined && NOT_CHARGED.has(failure.denial.reason);
    const each = this.choices.map(({ usage, producedBytes }) => {
      if (usage) return usage;
      if (early && producedBytes === 0) return { inputTokens: 0, outputTokens: 0 };
      return {
        inputTokens: this.cleared.inputBound,
        outputTokens: Math.min(producedBytes, this.cleared.request.maxOutputTokens),
      };
    });
    return {
      inputTokens: each.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      outputTokens: each.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    };
  }

  private answerText(): string {
    return JSON.stringify(this.choices.map(({ toolCalls }, i) => ({ text: this.texts[i]?.join(''), toolCalls })));
  }

  private note(responseModified: boolean): GuardNote {
    const { trace, gateway } = this.exchange;
    const { managed } = this.cleared;
    const { result } = this.grounding;
    const requestModified = this.cleared.guarded.findings.some(({ action }) => action !== 'flag');
    return {
      policy: trace.policy ?? '',
      request: requestModified ? 'modified' : 'passed',
      response: responseModified ? 'modified' : 'passed',
      checks: [...new Set(trace.findings.map(({ check }) => check))],
      ...(managed && {
        managed: `${managed.policy.guardrail}@${gateway.ports.managed.versionOf(managed.policy.guardrail) ?? ''}`,
      }),
      ...(result && { grounding: result }),
    };
  }

  private headers(contentType: string, guard: GuardNote): Headers {
    const managed = guard.managed === undefined ? '' : `; managed=${guard.managed}`;
    const grounding = guard.grounding === undefined ? '' : `; grounding=${guard.grounding.score}`;
    return {
      ...answerHeaders(this.exchange.call.requestId, contentType, this.exchange.rateLimit, this.cleared.task.model),
      'x-llm-guard': `policy=${guard.policy}; request=${guard.request}; response=${this.stream ? 'streaming' : guard.response}${managed}${grounding}`,
    };
  }
}

/** Failures that a provider does not charge, unless it had begun to answer. */
const NOT_CHARGED: ReadonlySet<string> = new Set([
  'upstream_throttled',
  'upstream_rejected',
  'upstream_unavailable',
  'upstream_error',
  'context_length_exceeded',
]);
