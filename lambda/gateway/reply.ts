import { errorBody, type CallToApprove } from '../core/error-body';
import { REASONS, type ReasonCode } from '../core/reason';
import type { RateLimitState } from './ports';

/** Headers of an answer. */
export type Headers = Readonly<Record<string, string>>;

/** Where a stream of text goes. */
export interface Sink {
  /** Waits until the reader has room. False when nobody reads any more. */
  write(text: string): Promise<boolean>;
  end(): Promise<void>;
}

/** The way back to the caller. Used once: whole or as a stream. */
export interface Reply {
  send(status: number, headers: Headers, body: string): Promise<void>;
  open(status: number, headers: Headers): Sink;
}

/** Why a request is not answered, with what the caller may be told. */
export interface Denial {
  readonly reason: ReasonCode;
  /** Field of the API, from our own list. */
  readonly param?: string;
  /** Check of the guard that refused. */
  readonly check?: string;
  readonly rateLimit?: RateLimitState;
  readonly retryAfterSeconds?: number;
  /** False when waiting a minute does not help. */
  readonly shouldRetry?: boolean;
  /** The call that needs an approval. */
  readonly approval?: CallToApprove;
}

/** Headers that every answer carries. */
export function baseHeaders(requestId: string, contentType: string): Headers {
  return {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  };
}

/** `x-ratelimit-*` as OpenAI's clients know them. */
export function rateLimitHeaders(state: RateLimitState | undefined): Headers {
  if (state === undefined) return {};
  const seconds = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value}s`);
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['x-ratelimit-limit-requests', state.limitRequests],
    ['x-ratelimit-remaining-requests', state.remainingRequests],
    ['x-ratelimit-reset-requests', seconds(state.resetRequestsSeconds)],
    ['x-ratelimit-limit-tokens', state.limitTokens],
    ['x-ratelimit-remaining-tokens', state.remainingTokens],
    ['x-ratelimit-reset-tokens', seconds(state.resetTokensSeconds)],
    ['x-soft-limit-reached', state.softLimitReached ? 'true' : undefined],
  ];
  return Object.fromEntries(rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** Headers of an answer: its limits, and the model that spoke. */
export function answerHeaders(
  requestId: string,
  contentType: string,
  rateLimit: RateLimitState | undefined,
  model?: string,
): Headers {
  return {
    ...baseHeaders(requestId, contentType),
    ...rateLimitHeaders(rateLimit),
    // names come from our own config, but a header must not break on one.
    ...(model === undefined ? {} : { 'x-llm-model': model.replace(/[^\x21-\x7e]/g, '_') }),
  };
}

/** Headers of a denial: when to come back, and whether to. */
export function denialHeaders({ rateLimit, retryAfterSeconds, shouldRetry, reason }: Denial): Headers {
  const { status } = REASONS[reason];
  return {
    ...rateLimitHeaders(rateLimit),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
    // SDKs retry 409 and 5xx on their own: a refusal that would only be repeated says so.
    ...(shouldRetry === false || status === 409 ? { 'x-should-retry': 'false' } : {}),
  };
}

/** Answers with an error in OpenAI's shape. */
export async function sendDenial(
  reply: Reply,
  requestId: string,
  denial: Denial,
  headers: Headers = {},
): Promise<void> {
  await reply.send(
    REASONS[denial.reason].status,
    { ...baseHeaders(requestId, 'application/json'), ...headers, ...denialHeaders(denial) },
    JSON.stringify(errorBody(denial.reason, denial.param ?? null, denial.approval)),
  );
}
