import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { errorText, SECURITY_HEADERS } from './error-shape';

/** How API Gateway's own refusal looks to a caller. Code and message are those of the table of reasons. */
interface ResponseRow {
  readonly status?: number;
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const UNAUTHENTICATED: ResponseRow = {
  status: 401,
  type: 'authentication_error',
  code: 'unauthenticated',
  message: 'The access token is missing, invalid or expired.',
  headers: { 'WWW-Authenticate': 'Bearer' },
};
const INTERNAL: ResponseRow = {
  status: 500,
  type: 'server_error',
  code: 'internal_error',
  message: 'The request failed.',
};
const NOT_FOUND: ResponseRow = {
  status: 404,
  type: 'invalid_request_error',
  code: 'not_found',
  message: 'There is no such resource.',
};
const INVALID: ResponseRow = {
  status: 400,
  type: 'invalid_request_error',
  code: 'invalid_request',
  message: 'The request body does not have the expected shape.',
};

/**
 * Every type of gateway response that API Gateway has: one that is missing here would answer in AWS's own shape, which
 * no SDK of OpenAI understands.
 */
export const GATEWAY_RESPONSES: Readonly<Record<string, ResponseRow>> = {
  ACCESS_DENIED: {
    status: 403,
    type: 'permission_error',
    code: 'insufficient_scope',
    message: 'The access token does not carry the scope that this resource needs.',
  },
  API_CONFIGURATION_ERROR: INTERNAL,
  AUTHORIZER_CONFIGURATION_ERROR: INTERNAL,
  AUTHORIZER_FAILURE: INTERNAL,
  BAD_REQUEST_BODY: INVALID,
  BAD_REQUEST_PARAMETERS: INVALID,
  EXPIRED_TOKEN: UNAUTHENTICATED,
  INTEGRATION_FAILURE: INTERNAL,
  INTEGRATION_TIMEOUT: {
    status: 504,
    type: 'server_error',
    code: 'deadline_exceeded',
    message: 'The request did not finish in time.',
  },
  // the key comes from the authorizer and is made when a tenant is: an unknown key is an unknown tenant.
  INVALID_API_KEY: {
    status: 403,
    type: 'permission_error',
    code: 'tenant_unknown',
    message: 'The caller is not onboarded.',
  },
  INVALID_SIGNATURE: UNAUTHENTICATED,
  // what API Gateway calls a missing token is a path or method that does not exist.
  MISSING_AUTHENTICATION_TOKEN: NOT_FOUND,
  QUOTA_EXCEEDED: {
    status: 429,
    type: 'rate_limit_error',
    code: 'requests_per_day_exceeded',
    message: 'The limit of requests a day is reached.',
    headers: { 'Retry-After': '3600', 'X-Should-Retry': 'false' },
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    type: 'invalid_request_error',
    code: 'payload_too_large',
    message: 'The request is larger than this API accepts.',
  },
  RESOURCE_NOT_FOUND: NOT_FOUND,
  THROTTLED: {
    status: 429,
    type: 'rate_limit_error',
    code: 'requests_per_minute_exceeded',
    message: 'The limit of requests a minute is reached.',
    headers: { 'Retry-After': '2' },
  },
  UNAUTHORIZED: UNAUTHENTICATED,
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    type: 'invalid_request_error',
    code: 'unsupported_media_type',
    message: 'The Content-Type must be application/json.',
  },
  WAF_FILTERED: {
    status: 403,
    type: 'permission_error',
    code: 'request_blocked',
    message: 'The request was refused.',
  },
  DEFAULT_4XX: { type: 'invalid_request_error', code: 'invalid_request', message: 'The request was refused.' },
  DEFAULT_5XX: { type: 'server_error', code: 'internal_error', message: 'The request failed.' },
};

/** Gives every refusal of API Gateway OpenAI's shape, the request's id and the security headers. */
export function addGatewayResponses(api: apigateway.RestApi): void {
  for (const [name, row] of Object.entries(GATEWAY_RESPONSES)) {
    api.addGatewayResponse(name, {
      type: apigateway.ResponseType.of(name),
      statusCode: row.status === undefined ? undefined : String(row.status),
      responseHeaders: {
        'x-request-id': 'context.requestId',
        ...Object.fromEntries(
          Object.entries({ ...SECURITY_HEADERS, ...row.headers }).map(([header, value]) => [header, literal(value)]),
        ),
      },
      templates: { 'application/json': errorText(row) },
    });
  }
}

/** A static value: in single quotes, which a value may not hold itself but by escape. */
function literal(value: string): string {
  return `'${value.replaceAll("'", "\\'")}'`;
}
