/** Items that a tenant's budget may be spread over at most; `lambda/core/budget-keys.ts` says the same. */
export const MAX_BUDGET_SHARDS = 16;

/** Four fifths of what one item of DynamoDB can write: 1,000 writes a second, two for each request. */
const REQUESTS_PER_MINUTE = 24_000;

/** Items that a budget is spread over, where the tier does not say it. */
export function budgetShardsFor(requestsPerMinute = 0): number {
  return Math.min(MAX_BUDGET_SHARDS, Math.max(1, Math.ceil(requestsPerMinute / REQUESTS_PER_MINUTE)));
}
