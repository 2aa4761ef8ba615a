import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { revokedKey } from '../../lambda/gateway/budget/short-key';
import { tenantKey } from '../../lambda/gateway/budget/tenant-key';
import type { Services, Target } from '../target';

/**
 * What the next reservation of a tenant must see at once is in its budget item, under the condition of the
 * reservation's own write: suspension and revocations.
 */
async function updateBudget(
  target: Target,
  { dynamodb }: Services,
  tenant: string,
  update: {
    readonly expression: string;
    readonly condition?: string;
    readonly names?: Record<string, string>;
    readonly values?: Record<
      string,
      { readonly S: string } | { readonly N: string } | { readonly M: Record<never, never> }
    >;
  },
): Promise<boolean> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: target.outputs.budgetTable,
        Key: { pk: { S: tenantKey(tenant) } },
        UpdateExpression: update.expression,
        ConditionExpression: update.condition,
        ExpressionAttributeNames: update.names,
        ExpressionAttributeValues: update.values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const RAISE_VERSION = 'v = if_not_exists(v, :zero) + :one';
const VERSION_VALUES = { ':zero': { N: '0' }, ':one': { N: '1' } } as const;

/** Suspends a tenant as of now. */
export async function markDisabled(target: Target, services: Services, tenant: string): Promise<void> {
  await updateBudget(target, services, tenant, {
    expression: `SET st = :disabled, ${RAISE_VERSION}`,
    values: { ...VERSION_VALUES, ':disabled': { S: 'disabled' } },
  });
}

/** Ends a suspension. */
export async function unmarkDisabled(target: Target, services: Services, tenant: string): Promise<void> {
  await updateBudget(target, services, tenant, {
    expression: `SET ${RAISE_VERSION} REMOVE st`,
    values: VERSION_VALUES,
  });
}

/** Revokes a client or a user as of now. */
export async function markRevoked(
  target: Target,
  services: Services,
  tenant: string,
  kind: 'client' | 'user',
  subject: string,
): Promise<void> {
  const map = kind === 'client' ? 'rc' : 'ru';
  const names = { '#map': map, '#key': revokedKey(subject) };
  const second = { ':now': { N: String(Math.floor(Date.now() / 1000)) } };
  const add = {
    expression: `SET #map.#key = :now, ${RAISE_VERSION}`,
    condition: 'attribute_exists(#map)',
    names,
    values: { ...VERSION_VALUES, ...second },
  };
  if (await updateBudget(target, services, tenant, add)) return;
  // the first revocation of the tenant makes the map; a racing one has then made it.
  await updateBudget(target, services, tenant, {
    expression: 'SET #map = :empty',
    condition: 'attribute_not_exists(#map)',
    names: { '#map': map },
    values: { ':empty': { M: {} } },
  });
  await updateBudget(target, services, tenant, add);
}

/** Takes a revocation back. */
export async function unmarkRevoked(
  target: Target,
  services: Services,
  tenant: string,
  kind: 'client' | 'user',
  subject: string,
): Promise<void> {
  const map = kind === 'client' ? 'rc' : 'ru';
  await updateBudget(target, services, tenant, {
    expression: `SET ${RAISE_VERSION} REMOVE #map.#key`,
    condition: 'attribute_exists(#map)',
    names: { '#map': map, '#key': revokedKey(subject) },
    values: VERSION_VALUES,
  });
}
