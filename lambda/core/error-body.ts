import { REASONS, type ErrorType, type ReasonCode } from './reason';

/** OpenAI's error body, the one that its SDKs turn into their error classes. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: ErrorType;
    readonly param: string | null;
    readonly code: string;
    /** The call that needs an approval: the tool's name as the config has it, and the digest of its arguments. */
    readonly approval?: CallToApprove;
  };
}

/** One call of a write tool, as an approver names it. Its arguments are told by their digest alone. */
export interface CallToApprove {
  readonly tool: string;
  readonly argumentsDigest: string;
}

/**
 * The body for a reason.
 *
 * @param param name of the offending field of OpenAI's API, from a closed list of ours, never from input.
 */
export function errorBody(reason: ReasonCode, param: string | null = null, approval?: CallToApprove): ErrorBody {
  const { type, message } = REASONS[reason];
  return { error: { message, type, param, code: reason, ...(approval && { approval }) } };
}
