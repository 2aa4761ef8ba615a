import { ModelError } from '../ports';

/** What Bedrock says of a prompt that does not fit; there is no code of its own for it. */
const tooLong =
  /too long|too large|too many (?:input )?tokens|context (?:length|window)|maximum (?:context|number of tokens)|input length/i;

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ERR_HTTP2_STREAM_CANCEL']);

const REFUSALS = new Set(['ValidationException', 'AccessDeniedException', 'ResourceNotFoundException']);

/** Bedrock's failures in our terms. Messages are fixed: the provider's own may quote the prompt. */
export function bedrockError(error: unknown, guarded = false): ModelError {
  if (error instanceof ModelError) return error;
  const { name, message, code, $response } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: string;
    readonly message?: string;
    readonly code?: string;
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  // a guardrail that is gone, or that the role may not use, is the guard's failure and not the model's.
  if (guarded && REFUSALS.has(name ?? '') && /guardrail/i.test(message ?? '')) {
    return new ModelError('managed_guard_failed', 'the guardrail failed');
  }
  switch (name) {
    case 'ThrottlingException':
    case 'ServiceQuotaExceededException':
    case 'ModelNotReadyException': {
      const seconds = Number($response?.headers?.['retry-after']);
      return new ModelError('upstream_throttled', 'throttled', seconds > 0 ? seconds : undefined);
    }
    case 'ValidationException':
      return tooLong.test(message ?? '')
        ? new ModelError('context_length_exceeded', 'the prompt does not fit')
        : new ModelError('upstream_rejected', 'the model refused the request');
    case 'ServiceUnavailableException':
    case 'AccessDeniedException':
    case 'ResourceNotFoundException':
    case 'UnrecognizedClientException':
    case 'ExpiredTokenException':
    // the client sets no time of its own: this is what the SDK calls a connection that broke before an answer.
    case 'TimeoutError':
      return new ModelError('upstream_unavailable', 'the model is not available');
    case 'ModelTimeoutException':
    case 'AbortError':
      return new ModelError('upstream_timeout', 'the model did not answer in time');
    default:
      return NETWORK.has(code ?? '')
        ? new ModelError('upstream_unavailable', 'the model cannot be reached')
        : new ModelError('upstream_error', 'the model failed');
  }
}
