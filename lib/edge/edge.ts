import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { EdgeConfig, RequestConfig } from '../config/llm-api-config';
import type { TierConfig } from '../config/tier-config';
import { blockedRequestsMetric } from './edge-metrics';
import type { Profile } from '../profile';
import { GuardedRestApi } from './rest-api';
import { UsagePlans } from './usage-plans';
import { WebAcl } from './web-acl';

/**
 * Properties for `Edge`.
 */
export interface EdgeProps {
  /**
   * How much to protect.
   */
  readonly profile: Profile;

  /**
   * Encrypts the logs.
   */
  readonly key: kms.IKey;

  /**
   * The function that serves every method, streamed.
   */
  readonly gateway: lambda.IFunction;

  /**
   * Seconds after which that function is stopped.
   */
  readonly gatewayTimeoutSeconds: number;

  /**
   * The function that verifies tokens.
   */
  readonly authorizer: lambda.IFunction;

  /**
   * Tiers, one usage plan each.
   */
  readonly tiers: TierConfig[];

  /**
   * The user pool, which the web ACL protects too.
   *
   * @default - none: tokens come from other issuers
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * What is let through before anyone is authenticated.
   *
   * @default - the defaults of `EdgeConfig`
   */
  readonly limits?: EdgeConfig;

  /**
   * Limits of a single request.
   *
   * @default - the defaults of `RequestConfig`
   */
  readonly requests?: RequestConfig;
}

/**
 * Defines what callers meet first: web ACL, REST API, usage plans, request models, answers in OpenAI's shape.
 */
export class Edge extends Construct {
  /**
   * The REST API. Use it as an escape hatch: a method that is added here is not in the scope table, so the authorizer
   * denies it.
   */
  public readonly api: apigateway.RestApi;

  /**
   * The web ACL. Use it as an escape hatch.
   */
  public readonly webAcl: wafv2.CfnWebACL;

  /**
   * Address sets that containment may fill: `blockedV4`, `blockedV6`, and for the stop of everything `stoppedV4`,
   * `stoppedV6`.
   */
  public readonly addressSets: Record<string, wafv2.CfnIPSet>;

  /**
   * Ids of the usage plans by tier.
   */
  public readonly usagePlanIds: Record<string, string>;

  public constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const maxBodyBytes = props.requests?.maxBodyBytes ?? 1_048_576;

    const webAcl = new WebAcl(this, 'WebAcl', {
      profile: props.profile,
      key: props.key,
      maxBodyBytes,
      requestsPerAddress: props.limits?.requestsPerAddress ?? 3000,
      anonymousRequestsPerAddress: props.limits?.anonymousRequestsPerAddress ?? 100,
    });
    this.webAcl = webAcl.acl;
    this.addressSets = { ...webAcl.sets };

    const { api } = new GuardedRestApi(this, 'Api', {
      profile: props.profile,
      key: props.key,
      gateway: props.gateway,
      gatewayTimeoutSeconds: props.gatewayTimeoutSeconds,
      authorizer: props.authorizer,
      maxBodyBytes,
      maxMessages: props.requests?.maxMessages ?? 512,
      requestsPerSecond: props.limits?.requestsPerSecond ?? 200,
      burst: props.limits?.burst ?? 400,
    });
    this.api = api;
    webAcl.protect('Stage', api.deploymentStage.stageArn);
    if (props.userPool !== undefined) webAcl.protect('UserPool', props.userPool.userPoolArn);

    const { plans } = new UsagePlans(this, 'UsagePlans', { api, tiers: props.tiers });
    this.usagePlanIds = Object.fromEntries([...plans].map(([tier, plan]) => [tier, plan.usagePlanId]));
  }

  /**
   * Requests that the web ACL refused.
   */
  public metricBlocked(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return blockedRequestsMetric(this, options);
  }
}
