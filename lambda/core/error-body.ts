import { REASONS, type ErrorType, type ReasonCode } from './reason';

/** OpenAI's error body, the one that its SDKs turn into their error classes. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: ErrorType;
    readonly param: string | null;
    readonly code: string;
  };
}

/**
 * The body for a reason.
 *
 * @param param name of the offending field of OpenAI's API, from a closed list of ours, never from input.
 */
export function errorBody(reason: ReasonCode, param: string | null = null): ErrorBody {
  const { type, message } = REASONS[reason];
  return { error: { message, type, param, code: reason } };
}
