/**
 * Why a request was refused or ended in an error. Stable: clients, alarms and audit queries match on it.
 *
 * A new code without a row in `REASONS` does not compile.
 */
export type ReasonCode =
  // the shape of the request
  | 'invalid_json'
  | 'duplicate_key'
  | 'invalid_utf8'
  | 'invalid_request'
  | 'unsupported_media_type'
  | 'unsupported_encoding'
  | 'payload_too_large'
  | 'unsupported_parameter'
  | 'unsupported_content'
  | 'invalid_tool_schema'
  | 'context_length_exceeded'
  | 'not_found'
  | 'method_not_allowed'
  // who may do what
  | 'unauthenticated'
  | 'insufficient_scope'
  | 'model_not_found'
  | 'model_not_allowed'
  | 'tool_not_allowed'
  | 'tool_arguments_invalid'
  | 'tool_rounds_exceeded'
  | 'approval_required'
  | 'approval_invalid'
  | 'tenant_unknown'
  | 'tenant_disabled'
  | 'client_revoked'
  | 'user_revoked'
  | 'api_stopped'
  | 'request_blocked'
  // the guard, on the way in
  | 'prompt_injection'
  | 'secret_detected'
  | 'personal_data_detected'
  | 'extraction_suspected'
  | 'resource_waste'
  | 'content_filter'
  // the guard, on the way out
  | 'system_prompt_disclosure'
  | 'data_disclosure'
  | 'unsafe_output'
  | 'output_schema_invalid'
  | 'ungrounded_answer'
  // limits
  | 'requests_per_minute_exceeded'
  | 'requests_per_day_exceeded'
  | 'tokens_per_minute_exceeded'
  | 'tokens_per_day_exceeded'
  | 'tokens_per_month_exceeded'
  | 'money_per_day_exceeded'
  | 'money_per_month_exceeded'
  | 'concurrent_requests_exceeded'
  | 'model_share_exceeded'
  | 'idempotency_conflict'
  // what failed on our side or upstream
  | 'guard_failed'
  | 'guard_deadline_exceeded'
  | 'guard_model_damaged'
  | 'managed_guard_failed'
  | 'audit_unavailable'
  | 'budget_unavailable'
  | 'directory_unavailable'
  | 'upstream_rejected'
  | 'upstream_throttled'
  | 'upstream_unavailable'
  | 'upstream_error'
  | 'upstream_timeout'
  | 'deadline_exceeded'
  | 'internal_error';

/** The `type` of OpenAI's error body. */
export type ErrorType =
  'invalid_request_error' | 'authentication_error' | 'permission_error' | 'rate_limit_error' | 'server_error';

/** How a reason looks to a caller. */
export interface ReasonRow {
  /** HTTP status, as long as the headers have not been sent. */
  readonly status: number;
  readonly type: ErrorType;
  /** Public: never echoes input, never names an internal part. */
  readonly message: string;
}

const bad = (message: string, status = 400): ReasonRow => ({ status, type: 'invalid_request_error', message });
const forbidden = (message: string, status = 403): ReasonRow => ({ status, type: 'permission_error', message });
const limited = (message: string): ReasonRow => ({ status: 429, type: 'rate_limit_error', message });
const failed = (status: number, message: string): ReasonRow => ({ status, type: 'server_error', message });

/** The only place where a reason becomes a status, a type and a message. */
export const REASONS: Readonly<Record<ReasonCode, ReasonRow>> = {
  invalid_json: bad('The request body is not valid JSON.'),
  duplicate_key: bad('The request body repeats a key in one object.'),
  invalid_utf8: bad('The request body is not valid UTF-8 text.'),
  invalid_request: bad('The request body does not have the expected shape.'),
  unsupported_media_type: bad('The Content-Type must be application/json.', 415),
  unsupported_encoding: bad('A Content-Encoding is not accepted: send the body uncompressed.', 415),
  payload_too_large: bad('The request is larger than this API accepts.', 413),
  unsupported_parameter: bad('A parameter of the request is not supported by this API.'),
  unsupported_content: bad('The request has a content part that this API cannot inspect.'),
  invalid_tool_schema: bad('The parameters of a tool are not a valid JSON Schema.'),
  context_length_exceeded: bad('The prompt is longer than the caller may send to this model.'),
  not_found: bad('There is no such resource.', 404),
  method_not_allowed: bad('The method is not allowed on this resource.', 405),

  unauthenticated: {
    status: 401,
    type: 'authentication_error',
    message: 'The access token is missing, invalid or expired.',
  },
  insufficient_scope: forbidden('The access token does not carry the scope that this resource needs.'),
  model_not_found: bad('There is no such model, or it is not available to the caller.', 404),
  model_not_allowed: forbidden('The model is not available to the caller.'),
  tool_not_allowed: forbidden('A tool of the request is not available to the caller.'),
  tool_arguments_invalid: failed(502, 'The model called a tool with arguments that do not match its schema.'),
  tool_rounds_exceeded: bad('The conversation has more rounds of tool calls than the caller may run.'),
  approval_required: forbidden('The tool call needs an approval.'),
  approval_invalid: forbidden('The approval of a tool call is not valid.'),
  tenant_unknown: forbidden('The caller is not onboarded.'),
  tenant_disabled: forbidden('The access of the tenant is suspended.'),
  client_revoked: forbidden('The access of the client is revoked.'),
  user_revoked: forbidden('The access of the user is revoked.'),
  api_stopped: failed(503, 'The API is stopped for now.'),
  request_blocked: forbidden('The request was refused.'),

  prompt_injection: bad('The request was refused: it looks like an attempt to override instructions.'),
  secret_detected: bad('The request was refused: it contains a credential.'),
  personal_data_detected: bad('The request was refused: it contains personal data.'),
  extraction_suspected: bad('The request was refused: it looks like an attempt to extract the model or its data.'),
  resource_waste: bad('The request was refused: it would produce an unbounded amount of output.'),
  content_filter: bad('The request was refused by the content policy.'),

  system_prompt_disclosure: bad('The answer was withheld by the content policy.'),
  data_disclosure: bad('The answer was withheld by the content policy.'),
  unsafe_output: bad('The answer was withheld by the content policy.'),
  output_schema_invalid: failed(502, 'The model did not answer in the requested format.'),
  ungrounded_answer: failed(502, 'The answer is not supported by the given documents.'),

  requests_per_minute_exceeded: limited('The limit of requests a minute is reached.'),
  requests_per_day_exceeded: limited('The limit of requests a day is reached.'),
  tokens_per_minute_exceeded: limited('The limit of tokens a minute is reached.'),
  tokens_per_day_exceeded: limited('The limit of tokens a day is reached.'),
  tokens_per_month_exceeded: limited('The limit of tokens a month is reached.'),
  money_per_day_exceeded: limited('The spending limit of the day is reached.'),
  money_per_month_exceeded: limited('The spending limit of the month is reached.'),
  concurrent_requests_exceeded: limited('The limit of concurrent requests is reached.'),
  model_share_exceeded: limited('The share of this model that the caller may use now is used up.'),
  idempotency_conflict: bad('A request with this Idempotency-Key was received before.', 409),

  guard_failed: failed(503, 'The request could not be checked.'),
  guard_deadline_exceeded: failed(503, 'The request could not be checked in time.'),
  guard_model_damaged: failed(503, 'The request could not be checked.'),
  managed_guard_failed: failed(503, 'The request could not be checked.'),
  audit_unavailable: failed(503, 'The request could not be recorded.'),
  budget_unavailable: failed(503, 'The limits of the caller could not be read.'),
  directory_unavailable: failed(503, 'The access of the caller could not be read.'),
  upstream_rejected: bad('The model refused the request.'),
  upstream_throttled: limited('The model is busy.'),
  upstream_unavailable: failed(503, 'The model is not available.'),
  upstream_error: failed(502, 'The model failed.'),
  upstream_timeout: failed(504, 'The model did not answer in time.'),
  deadline_exceeded: failed(504, 'The request did not finish in time.'),
  internal_error: failed(500, 'The request failed.'),
};
