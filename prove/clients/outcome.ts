/** What one call by one client came to. */
export interface Outcome {
  readonly client: string;
  readonly call: string;
  readonly ok: boolean;
  /** What was got, for a call that did not come out as expected. */
  readonly got: string;
}

/** What an SDK has to make of a refusal. */
export interface ExpectedError {
  readonly call: string;
  readonly errorClass: string;
  readonly status: number;
  readonly code: string | null;
  /** False where the answer comes from the web ACL, whose headers are static. */
  readonly requestId: boolean;
}

/** The refusals that every client has to see, in OpenAI's own error classes. */
export const EXPECTED_ERRORS: readonly ExpectedError[] = [
  { call: 'no token', errorClass: 'AuthenticationError', status: 401, code: 'unauthenticated', requestId: true },
  { call: 'wrong token', errorClass: 'AuthenticationError', status: 401, code: 'unauthenticated', requestId: true },
  { call: 'blocked content', errorClass: 'BadRequestError', status: 400, code: 'prompt_injection', requestId: true },
  { call: 'too large', errorClass: 'APIError', status: 413, code: 'payload_too_large', requestId: false },
  {
    call: 'over the limit',
    errorClass: 'RateLimitError',
    status: 429,
    code: 'requests_per_minute_exceeded',
    requestId: true,
  },
];

/** What the clients are told. */
export interface ClientInput {
  readonly baseUrl: string;
  readonly model: string;
  readonly token: string;
  /** Token of a client whose limit of one request a minute is used up. */
  readonly limitedToken: string;
  readonly attack: string;
  readonly tooLarge: string;
}
