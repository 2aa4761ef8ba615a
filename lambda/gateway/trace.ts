import type { LogFields } from '../core/log';
import { embeddedMetrics, type GatewayMetric, type MetricDimension } from '../core/metrics';
import { REASONS, type ReasonCode } from '../core/reason';
import type { Finding } from '../guard/guard';
import type { ShadowVerdict } from '../guard/shadow';
import type { Call } from './call';

/** The step of the request in which it ended. */
export type Stage = 'parse' | 'admit' | 'budget' | 'guard' | 'audit' | 'model' | 'response' | 'done';

/** What is noted of one request while it runs, for its log line and its metrics. Never a word of its content. */
export class Trace {
  public stage: Stage = 'parse';
  public reason: ReasonCode | null = null;
  public check: string | null = null;
  public status = 0;
  public model: string | null = null;
  public tier: string | null = null;
  public policy: string | null = null;
  public stream = false;
  public bytes = 0;
  public segments = 0;
  public findings: readonly Pick<Finding, 'check' | 'reason' | 'action'>[] = [];
  /** How much the caller's requests look like extraction, 0 to 1. */
  public extraction = 0;
  /** What a policy in its trial would have decided. */
  public readonly shadow: ShadowVerdict[] = [];
  public inputTokens = 0;
  public outputTokens = 0;
  public microUsd = 0;
  public guardMs: number | undefined;
  public managedMs: number | undefined;
  public firstByteMs: number | undefined;
  /** Whether a status of 200 has gone out: what fails after it is no error of the API. */
  public openedStream = false;
  public abandoned = false;
  public settleFailed = false;
  public auditFailed = false;
  public softLimitReached = false;
  /** Names of what was thrown, never their messages. */
  public readonly errors: string[] = [];

  public constructor(
    private readonly call: Call,
    private readonly startMs: number,
  ) {}

  public fail(stage: Stage, reason: ReasonCode, check: string | null = null): void {
    this.stage = stage;
    this.reason = reason;
    this.check = check;
    this.status = REASONS[reason].status;
  }

  /** What was seen beside the guard, as the audit record has it: signs of extraction, refusals of a policy in its trial. */
  public signals(): readonly { readonly check: string; readonly reason: ReasonCode; readonly action: string }[] {
    return [
      ...(this.extraction < EXTRACTION_SIGNAL
        ? []
        : [{ check: 'extraction', reason: 'extraction_suspected' as const, action: 'flag' }]),
      ...this.shadow.flatMap(({ policy, check, reason }) =>
        reason === undefined ? [] : [{ check: `shadow/${policy}/${check ?? ''}`, reason, action: 'shadow' }],
      ),
    ];
  }

  /** The one log line of the request, which CloudWatch reads its metrics from. */
  public line(nowMs: number): LogFields {
    const { principal } = this.call;
    const failed = this.reason !== null && REASONS[this.reason].status >= 500;
    const dimensions: MetricDimension[] = ['stage'];
    if (this.reason !== null) dimensions.push('reason');
    if (this.model !== null) dimensions.push('model');
    if (this.tier !== null) dimensions.push('tier');
    return {
      level: failed ? 'ERROR' : 'INFO',
      event: 'request',
      requestId: this.call.requestId,
      apiRequestId: this.call.apiRequestId,
      tenant: principal?.tenant,
      client: principal?.client,
      user: principal?.user,
      route: this.call.path,
      method: this.call.method,
      stage: this.stage,
      ...(this.reason === null ? {} : { reason: this.reason }),
      ...(this.check === null ? {} : { check: this.check }),
      status: this.status,
      ...(this.model === null ? {} : { model: this.model }),
      ...(this.tier === null ? {} : { tier: this.tier }),
      ...(this.policy === null ? {} : { policy: this.policy }),
      stream: this.stream,
      bytes: this.bytes,
      segments: this.segments,
      findings: this.findings.slice(0, 20).map(({ check, reason, action }) => `${check}:${reason}:${action}`),
      ...(this.extraction < EXTRACTION_SIGNAL ? {} : { extraction: Number(this.extraction.toFixed(2)) }),
      ...(this.shadow.length === 0
        ? {}
        : {
            shadow: this.shadow
              .slice(0, 8)
              .map(({ policy, side, outcome, differs, reason, check }) =>
                [policy, side, outcome, differs ? 'differs' : 'same', ...(reason ? [reason, check] : [])].join(':'),
              ),
          }),
      errors: this.errors.slice(0, 8),
      ...embeddedMetrics(nowMs, this.metrics(nowMs, failed), dimensions),
    };
  }

  /** Failures that an alarm waits for are written only when they happened: silence is well. */
  private metrics(nowMs: number, failed: boolean): Partial<Record<GatewayMetric, number>> {
    const { reason } = this;
    const ofModel = reason?.startsWith('upstream_') === true;
    const once = (name: GatewayMetric, happened: boolean): Partial<Record<GatewayMetric, number>> =>
      happened ? { [name]: 1 } : {};
    return {
      Requests: 1,
      Answers: reason === null ? 1 : 0,
      Refusals: reason !== null && !failed ? 1 : 0,
      Failures: failed ? 1 : 0,
      LatencyMs: nowMs - this.startMs,
      FirstByteMs: this.firstByteMs,
      GuardMs: this.guardMs,
      ManagedGuardMs: this.managedMs,
      InputTokens: this.inputTokens,
      OutputTokens: this.outputTokens,
      MicroUsd: this.microUsd,
      ...(this.shadow.length === 0
        ? {}
        : {
            ShadowRefusals: this.shadow.filter(({ outcome }) => outcome === 'refuses').length,
            ShadowDifferences: this.shadow.filter(({ differs }) => differs).length,
          }),
      ...(this.findings.length === 0 ? {} : { GuardFindings: this.findings.length }),
      ...once('ExtractionSignals', this.extraction >= EXTRACTION_SIGNAL),
      ...once('GuardFailures', reason !== null && GUARD_FAILURES.has(reason)),
      ...once('AuditFailures', reason === 'audit_unavailable' || this.auditFailed),
      ...once('BudgetFailures', reason === 'budget_unavailable' || this.settleFailed),
      ...once('DirectoryFailures', reason === 'directory_unavailable'),
      ...once('ModelFailures', ofModel),
      ...once('BrokenStreams', ofModel && this.openedStream),
      ...once('UnknownTenants', reason === 'tenant_unknown'),
      ...once('AbandonedStreams', this.abandoned),
      ...once('SoftLimits', this.softLimitReached),
    };
  }
}

/** From here on somebody should look, whatever the policy refuses. */
const EXTRACTION_SIGNAL = 0.5;

const GUARD_FAILURES: ReadonlySet<ReasonCode> = new Set([
  'guard_failed',
  'guard_deadline_exceeded',
  'guard_model_damaged',
  'managed_guard_failed',
]);
