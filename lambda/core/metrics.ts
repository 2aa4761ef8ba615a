/** Namespace of every metric of the product. */
export const METRIC_NAMESPACE = 'HardenedLlmApi';

/** Metrics that the gateway and the authorizer emit, with their units. Alarms and dashboards match on the names. */
export const GATEWAY_METRICS = {
  Requests: 'Count',
  Answers: 'Count',
  Refusals: 'Count',
  Failures: 'Count',
  GuardFailures: 'Count',
  AuditFailures: 'Count',
  BudgetFailures: 'Count',
  DirectoryFailures: 'Count',
  ModelFailures: 'Count',
  BrokenStreams: 'Count',
  UnknownTenants: 'Count',
  LatencyMs: 'Milliseconds',
  FirstByteMs: 'Milliseconds',
  GuardMs: 'Milliseconds',
  InputTokens: 'Count',
  OutputTokens: 'Count',
  MicroUsd: 'Count',
  AbandonedStreams: 'Count',
  GuardFindings: 'Count',
  ExtractionSignals: 'Count',
  ManagedGuardMs: 'Milliseconds',
  ShadowRefusals: 'Count',
  ShadowDifferences: 'Count',
  SoftLimits: 'Count',
  AuthorizerFailures: 'Count',
} as const satisfies Record<string, 'Count' | 'Milliseconds'>;

/** Name of a metric of the gateway. */
export type GatewayMetric = keyof typeof GATEWAY_METRICS;

/** The dimension of every metric: two stacks in one account and Region must not ring each other's alarms. */
export const STACK_DIMENSION = 'stack';

/** Further dimensions of a metric; tenants are not among them, each would be a metric of its own. */
export type MetricDimension = 'stage' | 'reason' | 'model' | 'tier';

/**
 * The `_aws` member that makes CloudWatch read metrics out of a log line (embedded metric format).
 *
 * One sum over the whole stack, and one by each dimension: never by their product, which would be a bill. The line must
 * be written by `stackLog`, which says the stack.
 */
export function embeddedMetrics(
  atMs: number,
  values: Partial<Record<GatewayMetric, number>>,
  dimensions: readonly MetricDimension[],
): Readonly<Record<string, unknown>> {
  const names = (Object.keys(values) as GatewayMetric[]).filter((name) => values[name] !== undefined);
  return {
    ...Object.fromEntries(names.map((name) => [name, values[name]])),
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[STACK_DIMENSION], ...dimensions.map((dimension) => [STACK_DIMENSION, dimension])],
          Metrics: names.map((Name) => ({ Name, Unit: GATEWAY_METRICS[Name] })),
        },
      ],
    },
  };
}
