/**
 * Limits of a tenant or a client. An absent limit is no limit; 0 allows nothing.
 */
export interface LimitsConfig {
  /**
   * Requests in any minute.
   *
   * @default - no limit
   */
  readonly requestsPerMinute?: number;

  /**
   * Tokens in any minute, input and output together.
   *
   * @default - no limit
   */
  readonly tokensPerMinute?: number;

  /**
   * Tokens of a UTC day.
   *
   * @default - no limit
   */
  readonly tokensPerDay?: number;

  /**
   * Tokens of a UTC month.
   *
   * @default - no limit
   */
  readonly tokensPerMonth?: number;

  /**
   * US dollars of a UTC day.
   *
   * @default - no limit
   */
  readonly usdPerDay?: number;

  /**
   * US dollars of a UTC month.
   *
   * @default - no limit
   */
  readonly usdPerMonth?: number;

  /**
   * Requests in flight at once.
   *
   * @default - no limit
   */
  readonly concurrentRequests?: number;
}

/**
 * The fence that API Gateway keeps for a tenant. It is best effort: the exact limits are in `LimitsConfig`.
 */
export interface UsagePlanConfig {
  /**
   * Requests a second, on average.
   */
  readonly requestsPerSecond: number;

  /**
   * Requests at once, before the average counts.
   */
  readonly burst: number;

  /**
   * Requests a day.
   */
  readonly requestsPerDay: number;
}

/**
 * A tier: the defaults of the tenants in it, never a sum over them.
 */
export interface TierConfig {
  /**
   * Name of the tier.
   */
  readonly name: string;

  /**
   * Roles that clients of the tier may hold.
   */
  readonly roles: string[];

  /**
   * Guard policy of all calls of the tier.
   *
   * @default - that of the caller's role
   */
  readonly guardPolicy?: string;

  /**
   * Guard policies that single tenants of the tier may be given in place of it.
   *
   * @default - none
   */
  readonly tenantGuardPolicies?: string[];

  /**
   * Limits of each tenant.
   */
  readonly tenantLimits: LimitsConfig;

  /**
   * Limits of each client.
   */
  readonly clientLimits: LimitsConfig;

  /**
   * Items that each tenant's budget is spread over, from 1 to 16: one takes about 500 requests a second.
   *
   * @default - one for every 24,000 of `tenantLimits.requestsPerMinute`; one where that is not limited
   */
  readonly budgetShards?: number;

  /**
   * Throttle and quota of each tenant at API Gateway.
   */
  readonly usagePlan: UsagePlanConfig;
}
