import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** Requests that the web ACL refused, over all its rules. */
export function blockedRequestsMetric(scope: Construct, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensionsMap: { WebACL: 'WebAcl', Region: Stack.of(scope).region, Rule: 'ALL' },
    statistic: 'Sum',
    period: Duration.minutes(5),
    ...options,
  });
}
