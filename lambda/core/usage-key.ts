import { createHash } from 'node:crypto';

/**
 * The API key that API Gateway counts a tenant under, and that onboarding creates.
 *
 * It is not a secret, and never the client's id: people share one client and two stacks may share a pool. The stack's id
 * holds no line break, so no two pairs come to one text.
 */
export function usageKey(stackId: string, tenant: string): string {
  return createHash('sha256').update(`${stackId}\n${tenant}`).digest('hex');
}
