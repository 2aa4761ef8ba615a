/**
 * One JSON line a request: who, what, how it ended. Never a body, a query, a token or a header that a caller chose.
 *
 * `requestId` can be set by the caller, `extendedRequestId` cannot.
 */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  protocol: '$context.protocol',
  tls: '$context.tlsVersion',
  sourceIp: '$context.identity.sourceIp',
  tenant: '$context.authorizer.tenant',
  client: '$context.authorizer.client',
  status: '$context.status',
  errorType: '$context.error.responseType',
  authorizerStatus: '$context.authorizer.status',
  wafStatus: '$context.waf.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationMs: '$context.integration.latency',
  integrationStatus: '$context.integration.status',
});
