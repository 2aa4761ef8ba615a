/** Key of a tenant's item in the budget table. */
export function tenantKey(tenant: string): string {
  return `T#${tenant}`;
}
