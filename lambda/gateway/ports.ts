import type { Limits } from '../core/limits';
import type { Principal } from '../core/principal';
import type { ReasonCode } from '../core/reason';
import type { Refusal } from '../core/verdict';
import type { Guard } from '../guard/guard';

/** Everything the pipeline reaches outside of itself. */
export interface GatewayPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly directory: Directory;
  readonly budget: Budget;
  readonly guardFor: (policyName: string) => Guard;
  readonly managed: ManagedGuard;
  readonly audit: AuditTrail;
  readonly models: ModelPort;
  readonly approvals: Approvals;
  /** Writes one log line; never given content or a token. */
  readonly emit: (line: Readonly<Record<string, unknown>>) => void;
  /** 128 unguessable bits in hex: seeds of canaries, ids of answers and tool calls. */
  readonly newId: () => string;
}

/** What a caller may do: the tier's and roles' grants, narrowed by the tenant's row. */
export interface Access {
  readonly tenant: string;
  readonly tier: string;
  /** Scopes of the token that a role grants which the tenant's tier allows. */
  readonly scopes: readonly string[];
  /** Model names as in the config; never `'*'`. */
  readonly models: readonly string[];
  readonly tools: readonly ToolGrant[];
  readonly maxOutputTokens: number;
  readonly maxPromptBytes: number;
  readonly guardPolicy: string;
  readonly tenantLimits: Limits;
  readonly clientLimits: Limits;
  /**
   * Items that the tenant's budget is spread over.
   *
   * @default 1
   */
  readonly budgetShards?: number;
  /** Whether the tenant's policy asks for content in the audit record. */
  readonly auditContent: boolean;
}

/** A tool that a role may offer to the model. */
export interface ToolGrant {
  readonly name: string;
  /** A write tool needs an approval token for each call. */
  readonly kind: 'read' | 'write';
  readonly maxRounds?: number;
}

/** Tenants and clients: rows in a table, under the tiers and roles of the config. */
export interface Directory {
  /**
   * @throws when the table cannot be read: the request is refused with `directory_unavailable`.
   */
  accessOf(principal: Principal): Promise<Access | { readonly refused: ReasonCode }>;
}

/** The worst case of one request, reserved before the model is called. */
export interface Reservation {
  /**
   * Unique, and made on our side: API Gateway's `requestContext.requestId` can be chosen by the caller
   * (`x-amzn-requestid`), so that two requests could share one reservation. Lambda's own request id is right.
   */
  readonly requestId: string;
  readonly principal: Principal;
  readonly tenantLimits: Limits;
  readonly clientLimits: Limits;
  /** Safe bound: one token a byte of prompt (byte-level BPE) plus the output ceiling. */
  readonly tokens: number;
  readonly microUsd: number;
  /** When a crashed request gives its concurrency back, ms since the epoch. */
  readonly expiresAtMs: number;
  /**
   * Model that is asked, where the account's quota of it is shared out.
   *
   * @default - no model is asked
   */
  readonly model?: string;
  /**
   * Items that the tenant's budget is spread over.
   *
   * @default 1
   */
  readonly shards?: number;
  /** `Idempotency-Key` of the caller: a repeat is refused with `idempotency_conflict`. */
  readonly idempotencyKey?: string;
}

/** What a limit looks like to the caller (`x-ratelimit-*`). */
export interface RateLimitState {
  readonly limitRequests?: number;
  readonly remainingRequests?: number;
  readonly resetRequestsSeconds?: number;
  readonly limitTokens?: number;
  readonly remainingTokens?: number;
  readonly resetTokensSeconds?: number;
  /** True from 80% of a day or month limit on. */
  readonly softLimitReached?: boolean;
}

export type ReserveResult =
  | { readonly allowed: true; readonly rateLimit: RateLimitState }
  | {
      readonly allowed: false;
      readonly reason: ReasonCode;
      readonly rateLimit: RateLimitState;
      /** Seconds until a retry can succeed. */
      readonly retryAfterSeconds?: number;
      /** False when waiting a minute does not help (day and month limits, revocation). */
      readonly shouldRetry: boolean;
    };

/** What a request really used. */
export interface Settlement {
  readonly requestId: string;
  readonly principal: Principal;
  readonly tokens: number;
  readonly microUsd: number;
  /**
   * For the usage report.
   *
   * @default - not reported: no model was called
   */
  readonly use?: { readonly model: string; readonly inputTokens: number; readonly outputTokens: number };
}

/** One limit with what is used of it now. */
export interface LimitUse {
  readonly used: number;
  /** Absent = not limited. */
  readonly limit?: number;
  /** Until the window begins anew; absent for what has no window (concurrent requests). */
  readonly resetSeconds?: number;
}

/** What is used of each limit. Money in millionths of a US dollar. */
export type UsageReport = Readonly<Record<keyof Limits, LimitUse>>;

/** Exact limits under concurrency. Both writes are idempotent by request id. */
export interface Budget {
  /** @throws when the table cannot be written: refused with `budget_unavailable`. */
  reserve(reservation: Reservation): Promise<ReserveResult>;
  settle(settlement: Settlement): Promise<void>;
  /**
   * What the client and its tenant have used.
   *
   * @throws when the table cannot be read: refused with `budget_unavailable`.
   */
  usageOf(
    principal: Principal,
    limits: { readonly tenantLimits: Limits; readonly clientLimits: Limits },
  ): Promise<{ readonly client: UsageReport; readonly tenant: UsageReport }>;
}

/** Facts of a request that are known before the model is called. */
export interface AuditSubject {
  readonly requestId: string;
  readonly atMs: number;
  readonly principal: Principal;
  readonly route: string;
  readonly model: string | null;
  /** SHA-256 of the request body as it arrived, hex. */
  readonly promptDigest: string;
  readonly policyName: string | null;
  readonly policyVersion: string | null;
  /** The prompt itself, only when the tenant's policy asks for it. */
  readonly content?: string;
}

/** How a request ended. */
export interface AuditOutcome {
  readonly atMs: number;
  readonly status: number;
  readonly reason: ReasonCode | null;
  readonly check: string | null;
  readonly findings: readonly { readonly check: string; readonly reason: ReasonCode; readonly action: string }[];
  readonly answerDigest: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
  readonly content?: string;
}

/** An OPEN record that waits for its CLOSE. */
export interface OpenRecord {
  close(outcome: AuditOutcome): Promise<void>;
}

/** No record, no answer. */
export interface AuditTrail {
  /** @throws when the record cannot be written: 503 and no model call. */
  open(subject: AuditSubject): Promise<OpenRecord>;
  /** One closed record for a request that never reached the model. */
  refuse(subject: AuditSubject, outcome: AuditOutcome): Promise<void>;
}

/** One call of a write tool that somebody approved. */
export interface ApprovedCall {
  readonly tenant: string;
  readonly client: string;
  readonly tool: string;
  /** SHA-256 of the arguments as canonical JSON, hex. */
  readonly argumentsDigest: string;
}

/** Approvals of single calls, each good for one. */
export interface Approvals {
  /**
   * Uses an approval up; false when there is none for this call, or it was used or has expired.
   *
   * @throws when it cannot be known: the call is refused
   */
  use(token: string, call: ApprovedCall, requestId: string): Promise<boolean>;
}

/** What a guardrail is asked: texts of one side of the model. */
export interface ManagedQuestion {
  /** Name in the config. */
  readonly guardrail: string;
  readonly source: 'request' | 'response';
  readonly texts: readonly string[];
  /** What an answer has to rest on, for contextual grounding. */
  readonly documents?: readonly string[];
  readonly query?: string;
  readonly signal: AbortSignal;
}

/** The managed layer: guardrails of Amazon Bedrock, each pinned to a version. */
export interface ManagedGuard {
  /** The pinned version; `undefined` for a name that is none. */
  versionOf(guardrail: string): string | undefined;
  /**
   * Undefined where the guardrail lets everything pass.
   *
   * @throws when it cannot be known: refused with `managed_guard_failed`
   */
  judge(question: ManagedQuestion): Promise<Refusal | undefined>;
}

/** A message in the model's terms: provider-neutral, already guarded. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly argumentsJson: string }[];
  /** For role `tool`: the call that this answers. */
  readonly toolCallId?: string;
}

export interface ModelRequest {
  /** Model name as in the config. */
  readonly model: string;
  readonly system: readonly string[];
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  }[];
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  /** Name of the guardrail that judges inside the call. */
  readonly guardrail?: string;
  /** Whether the caller waits for pieces: an adapter may ask for the whole answer otherwise. */
  readonly streaming: boolean;
  readonly signal: AbortSignal;
}

/** Texts to embed, already guarded. */
export interface EmbeddingRequest {
  /** Model name as in the config. */
  readonly model: string;
  readonly inputs: readonly string[];
  readonly dimensions?: number;
  readonly signal: AbortSignal;
}

export interface EmbeddingAnswer {
  /** One vector an input, in order. */
  readonly vectors: readonly (readonly number[])[];
  readonly inputTokens: number;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** What a model says, piece by piece; `end` is always last. */
export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_start'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: 'tool_arguments'; readonly index: number; readonly json: string }
  | { readonly type: 'end'; readonly finishReason: FinishReason; readonly usage: ModelUsage };

/** A model that failed, in our terms. */
export class ModelError extends Error {
  public constructor(
    public readonly reason: Extract<
      ReasonCode,
      | 'upstream_rejected'
      | 'upstream_throttled'
      | 'upstream_unavailable'
      | 'upstream_error'
      | 'upstream_timeout'
      | 'context_length_exceeded'
      | 'content_filter'
      | 'managed_guard_failed'
    >,
    message: string,
    public readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'ModelError';
  }
}

export interface ModelPort {
  /** One piece or many; a plain answer is the same events, collected. Rejects or throws `ModelError` only. */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
  /** Rejects with `ModelError` only. */
  embed(request: EmbeddingRequest): Promise<EmbeddingAnswer>;
  /**
   * The provider's own count of the input, asked once where the byte bound alone would refuse.
   *
   * @returns `undefined` where the provider cannot count: the byte bound stands
   */
  countTokens(request: ModelRequest): Promise<number | undefined>;
}
