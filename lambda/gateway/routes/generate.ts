import { createHash } from 'node:crypto';
import { errorBody } from '../../core/error-body';
import { isObject, type JsonObject } from '../../core/json';
import { errorName } from '../../core/log';
import { REASONS } from '../../core/reason';
import type { Refusal } from '../../core/verdict';
import type { GuardedRequest } from '../../guard/guard';
import type { ModelDeployment } from '../../../lib/gateway/deployment';
import { admit } from '../admit';
import { Choice } from '../answer/choice';
import type { AnswerFacts, AnswerFormat, FinishedAnswer, GuardNote } from '../answer/format';
import { Overdue } from '../deadline';
import { EventStream } from '../event-stream';
import { denied, passed, type Denied, type Exchange, type StepResult } from '../exchange';
import { modelRequest } from '../model-request';
import { ModelError, type Access, type ModelEvent, type ModelRequest, type ModelUsage } from '../ports';
import { microUsdOf } from '../price';
import { baseHeaders, rateLimitHeaders, sendDenial, type Denial, type Headers } from '../reply';
import { readBody } from '../request/read-body';
import { segmentsOf, withSegments } from '../request/task-segments';
import type { ReadTask, Task, TaskBounds } from '../request/task';
import { systemPrompts, type SystemPrompts } from '../system-prompts';

/** What differs between the APIs that ask a model for words. */
export interface GenerateApi {
  readonly read: (body: JsonObject, bounds: TaskBounds) => ReadTask;
  readonly format: (facts: AnswerFacts) => AnswerFormat;
}

/** Bounds on shape that no configuration widens. */
const MAX_TOOLS = 128;
const MAX_CHOICES = 4;

/** A request that may go to the model. */
interface Cleared {
  readonly task: Task;
  readonly access: Access;
  readonly model: ModelDeployment;
  readonly guarded: GuardedRequest;
  readonly prompts: SystemPrompts;
  readonly request: ModelRequest;
  /** One token a byte: what the input can cost at most. */
  readonly inputBound: number;
}

/** Answers `/chat/completions` and `/responses`: the way of one request, from its bytes to its last event. */
export async function generate(exchange: Exchange, api: GenerateApi): Promise<void> {
  const cleared = await clear(exchange, api);
  if (!cleared.ok) return exchange.deny(cleared);
  const { task, access, guarded } = cleared.value;
  const opened = await exchange.open(access.guardPolicy, access.auditContent ? auditText(task) : undefined);
  if (!opened.ok) {
    await exchange.settle(0, 0);
    exchange.trace.fail(opened.stage, opened.denial.reason);
    return sendDenial(exchange.reply, exchange.call.requestId, opened.denial);
  }
  exchange.trace.stage = 'model';
  const note = (response: GuardNote['response'], checks: readonly string[]): GuardNote => ({
    policy: exchange.trace.policy ?? '',
    request: guarded.findings.some(({ action }) => action !== 'flag') ? 'modified' : 'passed',
    response,
    checks,
  });
  const format = api.format({
    requestId: exchange.call.requestId,
    model: task.model,
    createdSeconds: Math.floor(exchange.gateway.ports.now() / 1000),
    choices: task.choices,
    includeUsage: task.includeUsage,
    id: exchange.gateway.ports.newId(),
  });
  await new Answering(exchange, cleared.value, format, note).run();
}

/** Everything before the audit record: parse, admit, budget and guard. */
async function clear(exchange: Exchange, api: GenerateApi): Promise<StepResult<Cleared>> {
  const { deployment, ports } = exchange.gateway;
  const { trace } = exchange;
  const body = readBody(exchange.call, deployment.maxBodyBytes);
  exchange.received(body.bytes);
  if (!body.ok) return denied('parse', { reason: body.reason });
  const read = api.read(body.value, {
    maxMessages: deployment.maxMessages,
    maxTools: MAX_TOOLS,
    maxChoices: MAX_CHOICES,
  });
  if (!read.ok) return denied('parse', read.fault);
  const asked = read.task;
  trace.stream = asked.stream;

  trace.stage = 'admit';
  const access = await exchange.access();
  if (!access.ok) return access;
  const admission = admit(asked, access.value, deployment);
  if (!admission.allowed) return denied('admit', admission);
  const { model, maxOutputTokens } = admission;
  trace.model = model.name;

  trace.stage = 'budget';
  const prompts = systemPrompts(deployment.systemPrompts, asked, ports.newId());
  const inputBound = body.bytes.length + prompts.own.reduce((bytes, prompt) => bytes + Buffer.byteLength(prompt), 256);
  const reservation = exchange.reserve(
    access.value,
    asked.choices * (inputBound + maxOutputTokens),
    microUsdOf(model, asked.choices * inputBound, asked.choices * maxOutputTokens),
  );
  const segments = segmentsOf(asked);
  const verdict = exchange.inspect(ports.guardFor(access.value.guardPolicy), segments);
  const reserved = await reservation;
  if (!reserved.ok) return reserved;
  if (!verdict.allowed) return denied('guard', refusalDenial(verdict));

  let task: Task;
  try {
    task = withSegments(asked, segments, verdict.segments);
  } catch (error) {
    trace.errors.push(errorName(error));
    return denied('guard', { reason: 'guard_failed', check: 'segments' });
  }
  // instructions that came with a tool's answer or a document must not move anything: write tools rest for this turn.
  const writeTools = new Set(access.value.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name));
  const tools = verdict.untrustedContent ? task.tools.filter(({ name }) => !writeTools.has(name)) : task.tools;
  const { toolChoice, ...rest } = task;
  const offered =
    toolChoice === 'required' || (isObject(toolChoice) && !tools.some(({ name }) => name === toolChoice.name))
      ? tools.length === 0 || isObject(toolChoice)
        ? rest
        : task
      : task;
  const guardedPrompts = systemPrompts(deployment.systemPrompts, task, prompts.canaries[0] ?? ports.newId());
  return passed({
    task,
    access: access.value,
    model,
    guarded: verdict,
    prompts: guardedPrompts,
    request: modelRequest(offered, guardedPrompts.all, tools, maxOutputTokens, exchange.deadline.signal),
    inputBound,
  });
}

function refusalDenial({ reason, check }: Refusal): Denial {
  return { reason, check };
}

/** The texts of a conversation, for the record of a tenant that asked for it. */
function auditText({ turns }: Task): string {
  return JSON.stringify(turns.map(({ role, content, toolCalls }) => ({ role, content: content.text, toolCalls })));
}

/** The model, the response guard and the way back to the caller, for one request. */
class Answering {
  private readonly choices: readonly Choice[];
  private readonly texts: string[][];
  private readonly digest = createHash('sha256');
  private readonly stream: EventStream | undefined;

  public constructor(
    private readonly exchange: Exchange,
    private readonly cleared: Cleared,
    private readonly format: AnswerFormat,
    private readonly note: (response: GuardNote['response'], checks: readonly string[]) => GuardNote,
  ) {
    const { task, guarded, prompts, access, request } = cleared;
    const { ports, times, deployment } = exchange.gateway;
    const guard = ports.guardFor(access.guardPolicy);
    this.choices = Array.from(
      { length: task.choices },
      () =>
        new Choice({
          guard,
          response: { request: guarded, systemPrompts: prompts.own, canaries: prompts.canaries },
          tools: new Set(request.tools.map(({ name }) => name)),
          parallelToolCalls: task.parallelToolCalls,
          json: task.format !== undefined,
          newId: ports.newId,
        }),
    );
    this.texts = this.choices.map(() => []);
    if (task.stream) {
      this.stream = new EventStream(
        exchange.reply,
        () => this.headers('text/event-stream; charset=utf-8', this.note('passed', [])),
        format.greet(),
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
    const { deadline, gateway, trace } = this.exchange;
    let iterator: AsyncIterator<ModelEvent> | undefined;
    try {
      iterator = gateway.ports.models.stream(this.cleared.request)[Symbol.asyncIterator]();
      for (;;) {
        const next = await deadline.within(iterator.next(), gateway.times.modelIdleMs, 'upstream_timeout');
        if (deadline.passed) throw new Overdue('deadline_exceeded');
        if (next.done) break;
        this.firstByte();
        if (this.stream && !this.stream.opened) await this.stream.open();
        const step = choice.accept(next.value);
        if (!step.allowed) return denied('response', refusalDenial(step));
        await this.send(index, step.text);
      }
      if (!choice.finishReason || !choice.usage) return denied('model', { reason: 'upstream_error' });
      const rest = choice.finish();
      if (!rest.allowed) return denied('response', refusalDenial(rest));
      await this.send(index, rest.text);
      return undefined;
    } catch (error) {
      trace.errors.push(`model:${errorName(error)}`);
      return denied('model', modelDenial(error));
    } finally {
      // not awaited: a model that hangs would hang here too.
      void Promise.resolve(iterator?.return?.()).catch(() => undefined);
    }
  }

  private firstByte(): void {
    const { trace } = this.exchange;
    trace.firstByteMs ??= this.exchange.elapsedMs();
  }

  private async send(index: number, text: string): Promise<void> {
    if (text === '') return;
    this.digest.update(`${index}:${text}`);
    if (!this.stream || this.cleared.access.auditContent) this.texts[index]?.push(text);
    await this.stream?.write(this.format.text(index, text));
  }

  /** Settles, closes the record, and only then lets the answer end. */
  private async finish(failure: Denied | undefined): Promise<void> {
    const { exchange } = this;
    const { trace } = exchange;
    const usage = this.usage(failure);
    const findings = this.choices.flatMap((choice) => choice.findings);
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
    const modified = findings.some(({ action }) => action !== 'flag');
    const guard = this.note(modified ? 'modified' : 'passed', [...new Set(trace.findings.map(({ check }) => check))]);
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
      await this.stream.write(this.format.fail(errorBody(denial.reason, denial.param ?? null)));
      return this.stream.end();
    }
    this.stream?.stop();
    await sendDenial(reply, call.requestId, { rateLimit, ...denial }, modelHeaders(this.cleared.task.model));
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

  private headers(contentType: string, guard: GuardNote): Headers {
    return {
      ...baseHeaders(this.exchange.call.requestId, contentType),
      ...rateLimitHeaders(this.exchange.rateLimit),
      ...modelHeaders(this.cleared.task.model),
      'x-llm-guard': `policy=${guard.policy}; request=${guard.request}; response=${this.stream ? 'streaming' : guard.response}`,
    };
  }
}

/** Failures before which a provider has not charged anything. */
const NOT_CHARGED: ReadonlySet<string> = new Set([
  'upstream_throttled',
  'upstream_rejected',
  'upstream_unavailable',
  'context_length_exceeded',
]);

function modelHeaders(model: string): Headers {
  return { 'x-llm-model': model.replace(/[^\x21-\x7e]/g, '_') };
}

function modelDenial(error: unknown): Denial {
  if (error instanceof Overdue) return { reason: error.reason };
  if (!(error instanceof ModelError)) return { reason: 'upstream_error' };
  const { reason, retryAfterSeconds } = error;
  return {
    reason,
    ...(retryAfterSeconds === undefined && REASONS[reason].status !== 429
      ? {}
      : { retryAfterSeconds: retryAfterSeconds ?? 1 }),
  };
}
