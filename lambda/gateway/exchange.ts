import { createHash } from 'node:crypto';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { errorName } from '../core/log';
import type { Principal } from '../core/principal';
import { REASONS, type ReasonCode } from '../core/reason';
import type { Guard, GuardedRequest, ResponseContext, ResponseGuard, Segment } from '../guard/guard';
import { refusal, type Refusal } from '../core/verdict';
import { isExpired, type ManagedPolicy } from '../guard/pipeline-policy';
import { Shadow } from '../guard/shadow';
import type { Call } from './call';
import type { ExtractionWatch } from './extraction-watch';
import { textUnits } from './managed/managed-use';
import { atMost, Overdue, type Deadline } from './deadline';
import type {
  Access,
  AuditOutcome,
  AuditSubject,
  GatewayPorts,
  ManagedQuestion,
  OpenRecord,
  RateLimitState,
  ReserveResult,
  Settlement,
} from './ports';
import type { Task } from './request/task';
import { sendDenial, type Denial, type Headers, type Reply } from './reply';
import type { Stage, Trace } from './trace';

/** Times that the pipeline keeps, in milliseconds. */
export interface GatewayTimes {
  /** One call of the directory, the budget or the audit trail. */
  readonly portMs: number;
  /** The guard's work on one request. */
  readonly guardMs: number;
  /** Silence of a model, between two events. */
  readonly modelIdleMs: number;
  /** Kept back from the function's time, to settle, to record and to answer. */
  readonly graceMs: number;
  /** An answer in one piece says nothing until its end, and API Gateway cuts a silent integration at five minutes. */
  readonly wholeAnswerMs: number;
  readonly openAfterMs: number;
  readonly keepAliveMs: number;
}

/** What stays the same from request to request. */
export interface Gateway {
  readonly deployment: GatewayDeployment;
  readonly ports: GatewayPorts;
  readonly times: GatewayTimes;
  readonly extraction: ExtractionWatch;
}

/** Something was refused; the words of the refusal are in `denial`. */
export interface Denied {
  readonly ok: false;
  readonly stage: Stage;
  readonly denial: Denial;
}

/** The value of a step, or why the request ends here. */
export type StepResult<Value> = { readonly ok: true; readonly value: Value } | Denied;

/** A step that refused. */
export function denied(stage: Stage, denial: Denial): Denied {
  return { ok: false, stage, denial };
}

/** A step that passed. */
export function passed<Value>(value: Value): StepResult<Value> {
  return { ok: true, value };
}

/** How a request that was opened in the audit trail ended. */
export interface Outcome {
  readonly reason: ReasonCode | null;
  readonly check: string | null;
  readonly answerDigest: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
  readonly content?: string;
}

/**
 * One request on its way through the stages: who asks, until when, and the steps that every route shares.
 *
 * All state of a request lives here, so that one process may serve many at once.
 */
export class Exchange {
  /** Scope of the method that is asked for; until it is known, nobody has access. */
  public scope = '';
  /** The limits as the reservation left them. */
  public rateLimit: RateLimitState | undefined;
  private reserved: Promise<ReserveResult> | undefined;
  private record: OpenRecord | undefined;
  private promptDigest = '';
  private policy: Guard | undefined;
  private shadow: Shadow | undefined;
  private content: string | undefined;
  /** What guardrails have cost so far: it is paid, whether or not the request is answered. */
  private guardMicroUsd = 0;
  private readonly startMs: number;

  public constructor(
    public readonly gateway: Gateway,
    public readonly call: Call,
    public readonly principal: Principal,
    public readonly reply: Reply,
    public readonly deadline: Deadline,
    public readonly trace: Trace,
  ) {
    this.startMs = gateway.ports.now();
  }

  /** Milliseconds since the request began. */
  public elapsedMs(): number {
    return this.gateway.ports.now() - this.startMs;
  }

  /** Notes the body, of which only the digest and the size are ever kept. */
  public received(bytes: Buffer): void {
    this.promptDigest = createHash('sha256').update(bytes).digest('hex');
    this.trace.bytes = bytes.length;
  }

  /** What the caller may do, from the table of tenants. */
  public async access(): Promise<StepResult<Access>> {
    try {
      const access = await this.port(
        this.called(() => this.gateway.ports.directory.accessOf(this.principal)),
        'directory_unavailable',
      );
      if ('refused' in access) return denied('admit', { reason: access.refused, shouldRetry: false });
      this.trace.tier = access.tier;
      // the authorizer knows the roles; only the table knows which of them the tenant's tier allows.
      if (!access.scopes.includes(this.scope)) return denied('admit', { reason: 'insufficient_scope' });
      return passed(access);
    } catch (error) {
      return this.broken('admit', 'directory_unavailable', error);
    }
  }

  /** Starts the reservation's write; the guard inspects while it is in flight. */
  public reserve(access: Access, tokens: number, microUsd: number): Promise<StepResult<void>> {
    const { now, budget } = this.gateway.ports;
    const [idempotencyKey] = this.call.header('idempotency-key');
    this.reserved = this.called(() =>
      budget.reserve({
        requestId: this.call.requestId,
        principal: this.principal,
        tenantLimits: access.tenantLimits,
        clientLimits: access.clientLimits,
        tokens,
        microUsd,
        expiresAtMs: now() + this.gateway.deployment.deadlineSeconds * 1000 + this.gateway.times.graceMs,
        ...(this.trace.model === null ? {} : { model: this.trace.model }),
        ...(access.budgetShards === undefined ? {} : { shards: access.budgetShards }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    return this.reservation(this.reserved);
  }

  private async reservation(reserved: Promise<ReserveResult>): Promise<StepResult<void>> {
    try {
      const result = await this.port(reserved, 'budget_unavailable');
      this.rateLimit = result.rateLimit;
      this.trace.softLimitReached = result.rateLimit.softLimitReached === true;
      if (result.allowed) return passed(undefined);
      this.reserved = undefined;
      const { reason, rateLimit, retryAfterSeconds, shouldRetry } = result;
      return denied('budget', {
        reason,
        rateLimit,
        shouldRetry,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      });
    } catch (error) {
      // the write may land after all: it is taken back then, since nobody waits for it any more.
      const { requestId } = this.call;
      reserved
        .then(({ allowed }) =>
          allowed
            ? this.gateway.ports.budget.settle({ requestId, principal: this.principal, tokens: 0, microUsd: 0 })
            : undefined,
        )
        .catch(() => undefined);
      return this.broken('budget', 'budget_unavailable', error);
    }
  }

  /** The guard under a policy; a policy that cannot be had refuses. */
  public guard(policyName: string): StepResult<Guard> {
    try {
      const guard = this.gateway.ports.guardFor(policyName);
      this.trace.policy = `${guard.policyName}@${guard.policyVersion}`;
      this.policy = guard;
      this.shadow = this.shadowOf(guard);
      return passed(guard);
    } catch (error) {
      return this.broken('guard', 'guard_failed', error);
    }
  }

  /** The policy that is tried above one; what keeps it from being tried changes nothing. */
  private shadowOf({ pipeline: { shadow } }: Guard): Shadow | undefined {
    const { ports } = this.gateway;
    if (shadow === undefined || isExpired(shadow, ports.now())) return undefined;
    try {
      return new Shadow(ports.guardFor(shadow.policy), (verdict) => this.trace.shadow.push(verdict));
    } catch (error) {
      this.trace.errors.push(`shadow:${errorName(error)}`);
      return undefined;
    }
  }

  /** Opens the guard of one answer, and the one that is tried beside it. */
  public openResponse(guard: Guard, context: ResponseContext): ResponseGuard {
    const deciding = guard.openResponse(context);
    return this.shadow?.openResponse(deciding, context) ?? deciding;
  }

  /** Scores a task among the caller's last ones; a refusal where the policy draws the line. */
  public watch({ pipeline }: Guard, task: Pick<Task, 'turns' | 'choices' | 'temperature'>): Refusal | undefined {
    const { extraction, ports } = this.gateway;
    const score = extraction.score(this.principal, task, ports.now());
    this.trace.extraction = score;
    return score >= pipeline.extractionScore ? refusal('extraction_suspected', 'extraction', score) : undefined;
  }

  /** Runs the guard over the segments; it is synchronous, so its time is judged afterwards. */
  public inspect(guard: Guard, segments: readonly Segment[]): GuardedRequest | Refusal {
    const { now } = this.gateway.ports;
    this.trace.segments += segments.length;
    const startMs = now();
    let verdict: GuardedRequest | Refusal;
    try {
      verdict = guard.inspectRequest(segments);
    } catch (error) {
      this.trace.errors.push(errorName(error));
      verdict = refusal('guard_failed', 'engine');
    }
    const tookMs = now() - startMs;
    this.trace.guardMs = (this.trace.guardMs ?? 0) + tookMs;
    this.shadow?.inspectRequest(segments, verdict, tookMs);
    if (tookMs > this.gateway.times.guardMs) return refusal('guard_deadline_exceeded', 'engine');
    if (verdict.allowed) this.trace.findings = verdict.findings;
    return verdict;
  }

  /**
   * Asks the guardrail of a policy, within the guard's own time; undefined where it lets the texts pass.
   *
   * Never throws: a guardrail that fails, or is slow, refuses.
   */
  public async askManaged(
    { guardrail }: ManagedPolicy,
    question: Omit<ManagedQuestion, 'guardrail' | 'signal'>,
  ): Promise<Refusal | undefined> {
    const { ports, times } = this.gateway;
    const startMs = ports.now();
    this.payGuardrail(guardrail, textUnits([...question.texts, ...(question.documents ?? [])]));
    try {
      const asked = this.called(() => ports.managed.judge({ ...question, guardrail, signal: this.deadline.signal }));
      return await this.deadline.within(asked, times.guardMs, 'managed_guard_failed');
    } catch (error) {
      this.trace.errors.push(`managed:${errorName(error)}`);
      return refusal(
        error instanceof Overdue && error.reason === 'deadline_exceeded' ? error.reason : 'managed_guard_failed',
        'guardrail',
      );
    } finally {
      this.trace.managedMs = (this.trace.managedMs ?? 0) + ports.now() - startMs;
    }
  }

  /** What so many text units of a guardrail cost. */
  public guardrailMicroUsd(guardrail: string, units: number): number {
    return Math.ceil(units * (this.gateway.deployment.guardrailMicroUsdPerUnit?.[guardrail] ?? 0));
  }

  /** Notes what a guardrail has cost, inside of a model call too. */
  public payGuardrail(guardrail: string, units: number): void {
    this.guardMicroUsd += this.guardrailMicroUsd(guardrail, units);
  }

  /** Charges what was paid for a request that no model has answered. */
  public settleWithoutModel(): Promise<void> {
    this.trace.microUsd = this.guardMicroUsd;
    return this.settle(0, this.guardMicroUsd);
  }

  /** Gives the tokens back, or charges what was used. Never throws: what cannot be settled stays reserved at its worst case. */
  public async settle(tokens: number, microUsd: number, use?: Settlement['use']): Promise<void> {
    const { reserved } = this;
    if (!reserved) return;
    this.reserved = undefined;
    const { budget } = this.gateway.ports;
    const settlement = {
      requestId: this.call.requestId,
      principal: this.principal,
      tokens,
      microUsd,
      ...(use && { use }),
    };
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        return await atMost(
          this.called(() => budget.settle(settlement)),
          this.gateway.times.portMs,
          'budget_unavailable',
        );
      } catch (error) {
        this.trace.errors.push(`settle:${errorName(error)}`);
      }
    }
    this.trace.settleFailed = true;
  }

  /** Opens the audit record. Without it the model is not called. */
  public async open(content?: string): Promise<StepResult<void>> {
    this.content = content;
    try {
      this.record = await this.port(
        this.called(() => this.gateway.ports.audit.open(this.subject())),
        'audit_unavailable',
      );
      return passed(undefined);
    } catch (error) {
      return this.broken('audit', 'audit_unavailable', error);
    }
  }

  /** Settles and closes the record, in this order: a closed record says that the budget was settled. False: no record, no answer. */
  public async close(ended: Outcome): Promise<boolean> {
    const outcome = { ...ended, microUsd: ended.microUsd + this.guardMicroUsd };
    this.trace.inputTokens = outcome.inputTokens;
    this.trace.outputTokens = outcome.outputTokens;
    this.trace.microUsd = outcome.microUsd;
    const { inputTokens, outputTokens, microUsd } = outcome;
    const { model } = this.trace;
    await this.settle(
      inputTokens + outputTokens,
      microUsd,
      model === null ? undefined : { model, inputTokens, outputTokens },
    );
    const { record } = this;
    this.record = undefined;
    if (!record) return true;
    try {
      await atMost(
        this.called(() => record.close(this.outcome(outcome))),
        this.gateway.times.portMs,
        'audit_unavailable',
      );
      return true;
    } catch (error) {
      this.trace.auditFailed = true;
      this.trace.errors.push(`close:${errorName(error)}`);
      return false;
    }
  }

  /** Ends a request that never reached the model: tokens given back, one closed record, an error to the caller. */
  public async deny({ stage, denial }: Denied, headers: Headers = {}): Promise<void> {
    this.trace.fail(stage, denial.reason, denial.check ?? null);
    const [recorded] = await Promise.all([this.recordWithoutModel(), this.settleWithoutModel()]);
    if (!recorded && REASONS[denial.reason].status < 500) {
      this.trace.fail('audit', 'audit_unavailable');
      await sendDenial(this.reply, this.call.requestId, { reason: 'audit_unavailable' }, headers);
      return;
    }
    await sendDenial(this.reply, this.call.requestId, { rateLimit: this.rateLimit, ...denial }, headers);
  }

  /** Ends a request whose audit record could not be opened; a second try would fail like the first. */
  public async abort({ stage, denial }: Denied): Promise<void> {
    this.trace.fail(stage, denial.reason);
    await this.settleWithoutModel();
    await sendDenial(this.reply, this.call.requestId, denial);
  }

  /** Ends a request that met a bug: what was reserved is settled, what was opened is closed. */
  public async crash(): Promise<void> {
    this.trace.fail(this.trace.stage, 'internal_error');
    const unused = { answerDigest: null, inputTokens: 0, outputTokens: 0, microUsd: 0 };
    if (this.record) await this.close({ reason: 'internal_error', check: null, ...unused });
    else await Promise.all([this.recordWithoutModel(), this.settleWithoutModel()]);
    await sendDenial(this.reply, this.call.requestId, { reason: 'internal_error' });
  }

  /** One closed record for a request without a model call. False: it could not be written. */
  public async recordWithoutModel(): Promise<boolean> {
    const { reason, check } = this.trace;
    const outcome = this.outcome({
      reason,
      check,
      answerDigest: null,
      inputTokens: 0,
      outputTokens: 0,
      microUsd: this.guardMicroUsd,
    });
    try {
      const work = this.called(() => this.gateway.ports.audit.refuse(this.subject(), outcome));
      await atMost(work, this.gateway.times.portMs, 'audit_unavailable');
      return true;
    } catch (error) {
      this.trace.auditFailed = true;
      this.trace.errors.push(`audit:${errorName(error)}`);
      return false;
    }
  }

  private subject(): AuditSubject {
    return {
      requestId: this.call.requestId,
      atMs: this.gateway.ports.now(),
      principal: this.principal,
      route: this.call.path,
      model: this.trace.model,
      promptDigest: this.promptDigest,
      policyName: this.policy?.policyName ?? null,
      policyVersion: this.policy?.policyVersion ?? null,
      ...(this.content === undefined ? {} : { content: this.content }),
    };
  }

  private outcome(outcome: Outcome): AuditOutcome {
    return {
      atMs: this.gateway.ports.now(),
      status: outcome.reason === null ? 200 : REASONS[outcome.reason].status,
      ...outcome,
      findings: [
        ...this.trace.findings.map(({ check, reason, action }) => ({ check, reason, action })),
        ...this.trace.signals(),
      ],
    };
  }

  /** A port may throw before it returns a promise: that is a failure like any other. */
  private async called<Value>(call: () => Promise<Value>): Promise<Value> {
    return call();
  }

  private port<Value>(work: Promise<Value>, reason: ReasonCode): Promise<Value> {
    return this.deadline.within(work, this.gateway.times.portMs, reason);
  }

  private broken(stage: Stage, reason: ReasonCode, error: unknown): Denied {
    this.trace.errors.push(`${stage}:${errorName(error)}`);
    return denied(stage, { reason: error instanceof Overdue ? error.reason : reason });
  }
}
