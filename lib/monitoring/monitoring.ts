import { Duration, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { productMetric } from '../private/product-metric';

/**
 * A metric that is watched: above the threshold in each of some minutes in a row, someone is told.
 */
export interface WatchProps {
  /**
   * What is watched.
   */
  readonly metric: cloudwatch.IMetric;

  /**
   * What it means and what to do first.
   */
  readonly description: string;

  /**
   * Alarms above this value.
   *
   * @default 0
   */
  readonly above?: number;

  /**
   * Periods of the metric in a row.
   *
   * @default 1
   */
  readonly periods?: number;

  /**
   * Whether no data is an alarm too: right for a heartbeat, wrong for errors.
   *
   * @default false
   */
  readonly silenceIsAlarming?: boolean;
}

/**
 * Properties for `Monitoring`.
 */
export interface MonitoringProps {
  /**
   * Encrypts the topic. Its policy must let CloudWatch use it for alarms of this account.
   */
  readonly key: kms.IKey;

  /**
   * The API that is watched.
   */
  readonly api: apigateway.RestApi;

  /**
   * The function that serves every method.
   */
  readonly gateway: lambda.IFunction;

  /**
   * The function that verifies tokens.
   */
  readonly authorizer: lambda.IFunction;

  /**
   * E-mail address that alarms are sent to, once its owner has confirmed.
   *
   * @default - nobody
   */
  readonly alarmEmail?: string;
}

/**
 * Defines who is told, and of what first: errors of the API and its functions, throttles, refusals that say that a
 * part of the product is down.
 */
export class Monitoring extends Construct {
  /**
   * Receives every alarm.
   */
  public readonly topic: sns.Topic;

  private readonly action: actions.SnsAction;

  public constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Alarms', { masterKey: props.key, enforceSSL: true });
    this.topic.addToResourcePolicy(alarmsMayPublish(this.topic));
    if (props.alarmEmail !== undefined) {
      this.topic.addSubscription(new subscriptions.EmailSubscription(props.alarmEmail));
    }
    this.action = new actions.SnsAction(this.topic);

    const minute = { period: Duration.minutes(1), statistic: 'Sum' };
    this.watch('ServerErrors', {
      metric: props.api.metricServerError(minute),
      above: 5,
      periods: 2,
      description: 'The API fails: look at the errors of the gateway and at the alarms of its stores.',
    });
    this.watch('ClientErrors', {
      metric: props.api.metricClientError(minute),
      above: 500,
      periods: 5,
      description: 'Many refusals: a client that is misconfigured, or someone who tries.',
    });
    this.watch('GatewayErrors', {
      metric: props.gateway.metricErrors(minute),
      description: 'The gateway function ended with an error: its reservation is settled by the sealer.',
    });
    this.watch('GatewayThrottles', {
      metric: props.gateway.metricThrottles(minute),
      description: 'More requests in flight than the reserved concurrency.',
    });
    this.watch('AuthorizerErrors', {
      // not the function's own error count: a bad token is thrown as well, and anyone can send one.
      metric: productMetric(this, 'AuthorizerFailures'),
      description: 'Tokens cannot be verified: every call is refused.',
    });
    this.watch('AuthorizerThrottles', {
      metric: props.authorizer.metricThrottles(minute),
      description: 'Tokens are verified too slowly: calls are refused.',
    });
    this.watch('BrokenStreams', {
      // callers saw a status of 200 and then an error in the stream: the alarm on server errors is silent.
      metric: productMetric(this, 'BrokenStreams'),
      above: 5,
      periods: 2,
      description:
        'A model breaks off in the middle of streamed answers: look at its provider, by the reason in the log.',
    });
    const failures: readonly [string, string][] = [
      ['GuardFailures', 'The guard could not judge requests, which were refused.'],
      ['AuditFailures', 'The audit trail could not be written: no record, no answer.'],
      ['BudgetFailures', 'The budget table could not be written: requests were refused.'],
      ['UnknownTenants', 'A verified token of a tenant that is not onboarded.'],
    ];
    for (const [metricName, description] of failures) {
      this.watch(metricName, {
        metric: productMetric(this, metricName),
        description,
      });
    }
  }

  /**
   * Adds an alarm that tells whoever listens to the topic, when it rings and when it ends.
   */
  public watch(id: string, props: WatchProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric: props.metric,
      alarmDescription: props.description,
      threshold: props.above ?? 0,
      comparisonOperator: props.silenceIsAlarming
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.silenceIsAlarming
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    return alarm;
  }
}

/**
 * Lets alarms of this account and Region publish.
 *
 * A topic without a policy lets its account publish; a policy of one's own, as `enforceSSL` writes it, takes the place
 * of that one, and alarms would ring unheard.
 */
function alarmsMayPublish(topic: sns.Topic): iam.PolicyStatement {
  const { partition, region, account } = Stack.of(topic);
  return new iam.PolicyStatement({
    sid: 'AlarmsOfThisAccount',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
    },
  });
}
