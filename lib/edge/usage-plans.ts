import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { TierConfig } from '../config/tier-config';

/** What the usage plans need. */
export interface UsagePlansProps {
  readonly api: apigateway.RestApi;
  readonly tiers: readonly TierConfig[];
}

/**
 * Defines one usage plan a tier. The keys in them are made when a tenant is, one a tenant.
 *
 * A first fence only: AWS keeps throttles and quotas as well as it can, the budget keeps the limits exactly.
 */
export class UsagePlans extends Construct {
  /** Plans by tier. */
  public readonly plans: ReadonlyMap<string, apigateway.UsagePlan>;

  public constructor(scope: Construct, id: string, props: UsagePlansProps) {
    super(scope, id);
    this.plans = new Map(
      props.tiers.map(({ name, usagePlan }) => [
        name,
        new apigateway.UsagePlan(this, name, {
          description: `Tier ${name}`,
          throttle: { rateLimit: usagePlan.requestsPerSecond, burstLimit: usagePlan.burst },
          quota: { limit: usagePlan.requestsPerDay, period: apigateway.Period.DAY },
          apiStages: [{ api: props.api, stage: props.api.deploymentStage }],
        }),
      ]),
    );
  }
}
