/**
 * Limits of a tenant or of one client. Absent = not limited; 0 = nothing is allowed.
 *
 * Money is in millionths of a US dollar, so that sums stay exact integers.
 */
export interface Limits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly tokensPerMonth?: number;
  readonly microUsdPerDay?: number;
  readonly microUsdPerMonth?: number;
  readonly concurrentRequests?: number;
}
