import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** A metric of the namespace that the functions write to. */
export function gatewayMetric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'HardenedLlmApi',
    metricName,
    statistic: 'Sum',
    period: Duration.minutes(1),
    ...options,
  });
}
