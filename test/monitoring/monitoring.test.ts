import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { GATEWAY_METRICS } from '../../lambda/core/metrics';
import { Monitoring } from '../../lib/monitoring/monitoring';
import { all, type Json, productionTemplate } from '../compliance/template';
import { SHIPPED_CONFIG, synthStack } from '../synth';

const template = productionTemplate();
const alarms = all(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const own = alarms.filter(({ Namespace }) => Namespace === 'HardenedLlmApi');

/** What the sealer says of each of its runs, beside the metrics of the other functions. */
const SEALER_METRICS = ['AuditTampering', 'AuditSealerRuns'];

test('every alarm on a metric of ours waits for one that a function writes, of this stack alone', () => {
  expect(own.length).toBeGreaterThan(5);
  for (const { MetricName, Dimensions } of own) {
    expect([...Object.keys(GATEWAY_METRICS), ...SEALER_METRICS]).toContain(MetricName);
    expect(Dimensions).toEqual([{ Name: 'stack', Value: 'HardenedLlmApi' }]);
  }
});

test('the functions that write metrics know the name of their stack', () => {
  const named = all(template, 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties.Environment?.Variables as Json | undefined)
    .filter((variables) => variables?.STACK_NAME === 'HardenedLlmApi');
  expect(named.map((variables) => Object.keys(variables!))).toEqual(
    expect.arrayContaining([
      expect.arrayContaining(['ISSUERS']),
      expect.arrayContaining(['CONTENT_KEY_TABLE', 'TENANT_TABLE']),
      expect.arrayContaining(['SIGNING_KEY_ARN']),
    ]),
  );
});

test('every alarm says what to do, and tells the topic when it rings and when it ends', () => {
  for (const { AlarmDescription, AlarmActions, OKActions } of alarms) {
    expect(AlarmDescription).toMatch(/\w{3}/);
    expect([AlarmActions, OKActions]).toEqual([[{ Ref: expect.any(String) }], [{ Ref: expect.any(String) }]]);
  }
});

test('silence is well for errors and an alarm for a heartbeat', () => {
  const silenceOf = (metric: string) => own.find(({ MetricName }) => MetricName === metric)?.TreatMissingData;
  expect(silenceOf('GuardFailures')).toBe('notBreaching');
  expect(silenceOf('AuditSealerRuns')).toBe('breaching');
});

test('a model that breaks in mid-stream has an alarm, because no status tells', () => {
  const alarm = own.find(({ MetricName }) => MetricName === 'BrokenStreams');
  expect(alarm).toMatchObject({
    Threshold: 5,
    EvaluationPeriods: 2,
    Period: 60,
    Statistic: 'Sum',
    TreatMissingData: 'notBreaching',
  });
});

test('the topic is encrypted and closed to plain HTTP', () => {
  const [topic] = all(template, 'AWS::SNS::Topic');
  expect(topic!.Properties.KmsMasterKeyId).toBeDefined();
  const [policy] = all(template, 'AWS::SNS::TopicPolicy');
  expect(policy!.Properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

test('an address is subscribed where the config has one, and nobody without', () => {
  expect(all(template, 'AWS::SNS::Subscription')).toEqual([]);
  const { stack } = synthStack({ ...SHIPPED_CONFIG, monitoring: { alarmEmail: 'oncall@example.com' } });
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'oncall@example.com',
  });
});

test('`watch` takes a metric of a consumer, above a number for some minutes', () => {
  const { stack } = synthStack();
  const monitoring = stack.llmApi.monitoring;
  expect(monitoring).toBeInstanceOf(Monitoring);
  monitoring.watch('Queue', {
    metric: new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Depth' }),
    description: 'the queue of mine is long',
    above: 7,
    periods: 3,
  });
  Template.fromStack(Stack.of(monitoring)).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'Mine',
    Threshold: 7,
    EvaluationPeriods: 3,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [Match.anyValue()],
  });
});
