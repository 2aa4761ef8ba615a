import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/**
 * A metric that the functions of a stack write to their logs: by the minute, over the whole stack.
 *
 * The stack is a dimension, because a trial beside production in one account must not ring its alarms.
 */
export function productMetric(
  scope: Construct,
  metricName: string,
  options?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'HardenedLlmApi',
    metricName,
    dimensionsMap: { stack: Stack.of(scope).stackName },
    statistic: 'Sum',
    period: Duration.minutes(1),
    ...options,
  });
}
