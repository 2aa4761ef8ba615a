/** Items that one tenant's budget may be spread over at most. */
export const MAX_SHARDS = 16;

/**
 * Key of a tenant's item in the budget table, or of one of its shards.
 *
 * The first shard is the tenant's item itself, so that a tenant which is not sharded has one item and no other rule.
 */
export function budgetKey(tenant: string, shard = 0): string {
  // no tenant id holds a '#'.
  return shard === 0 ? `T#${tenant}` : `T#${tenant}#${shard}`;
}
