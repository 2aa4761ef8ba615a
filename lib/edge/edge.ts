import { Annotations, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { EdgeConfig } from '../config/edge-config';
import type { RequestConfig } from '../config/llm-api-config';
import type { TierConfig } from '../config/tier-config';
import type { Profile } from '../profile';
import { CustomDomain } from './custom-domain';
import { blockedRequestsMetric } from './edge-metrics';
import { GuardedRestApi } from './rest-api';
import { STAGE_NAME } from './stage-name';
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
   * The web ACL that is made, absent beside one of your own. Use it as an escape hatch.
   */
  public readonly webAcl?: wafv2.CfnWebACL;

  /**
   * Address sets that containment may fill: `blockedV4`, `blockedV6`, and for the stop of everything `stoppedV4`,
   * `stoppedV6`. None beside a web ACL of your own.
   */
  public readonly addressSets: Record<string, wafv2.CfnIPSet>;

  /**
   * Base URL of the API, ending in its stage: what an OpenAI SDK takes as `baseURL`.
   */
  public readonly baseUrl: string;

  /**
   * Ids of the usage plans by tier.
   */
  public readonly usagePlanIds: Record<string, string>;

  public constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const limits = props.limits ?? {};
    const maxBodyBytes = props.requests?.maxBodyBytes ?? 1_048_576;

    const { api } = new GuardedRestApi(this, 'Api', {
      profile: props.profile,
      key: props.key,
      gateway: props.gateway,
      gatewayTimeoutSeconds: props.gatewayTimeoutSeconds,
      authorizer: props.authorizer,
      maxBodyBytes,
      maxMessages: props.requests?.maxMessages ?? 512,
      requestsPerSecond: limits.requestsPerSecond ?? 200,
      burst: limits.burst ?? 400,
      ownDomain: limits.domain !== undefined,
      vpcEndpointIds: limits.vpcEndpointIds ?? [],
    });
    this.api = api;
    const stage = api.deploymentStage;
    const { region, urlSuffix } = Stack.of(this);
    const host = limits.domain?.name ?? `${api.restApiId}.execute-api.${region}.${urlSuffix}`;
    if (limits.domain !== undefined) new CustomDomain(this, 'Domain', { domain: limits.domain, api });
    // without the slash at its end: an SDK adds its own.
    this.baseUrl = `https://${host}/${STAGE_NAME}`;

    if (limits.webAclArn === undefined) {
      const webAcl = new WebAcl(this, 'WebAcl', {
        profile: props.profile,
        key: props.key,
        maxBodyBytes,
        requestsPerAddress: limits.requestsPerAddress ?? 3000,
        anonymousRequestsPerAddress: limits.anonymousRequestsPerAddress ?? 100,
      });
      this.webAcl = webAcl.acl;
      this.addressSets = { ...webAcl.sets };
      webAcl.protect('Stage', stage.stageArn);
      if (props.userPool !== undefined) webAcl.protect('UserPool', props.userPool.userPoolArn);
    } else {
      this.addressSets = {};
      this.useOwnWebAcl(limits.webAclArn, stage.stageArn, props.userPool?.userPoolArn);
    }

    const { plans } = new UsagePlans(this, 'UsagePlans', { api, tiers: props.tiers });
    this.usagePlanIds = Object.fromEntries([...plans].map(([tier, plan]) => [tier, plan.usagePlanId]));
  }

  /**
   * Requests that the web ACL refused.
   */
  public metricBlocked(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return blockedRequestsMetric(this, options);
  }

  private useOwnWebAcl(webAclArn: string, stageArn: string, userPoolArn: string | undefined): void {
    const protect = (id: string, resourceArn: string) =>
      new wafv2.CfnWebACLAssociation(this, id, { resourceArn, webAclArn });
    protect('StageWebAcl', stageArn);
    if (userPoolArn !== undefined) protect('UserPoolWebAcl', userPoolArn);
    Annotations.of(this).addWarningV2(
      'hardened-llm-api:own-web-acl',
      `the web ACL ${webAclArn} is not of this template: its limits of size, rate and encoding are not judged here, and nothing can block an address or stop the API by it`,
    );
  }
}
