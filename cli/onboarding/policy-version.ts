import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { tenantKey } from '../../lambda/gateway/budget/tenant-key';
import type { Services, Target } from '../target';

/**
 * Raises the version of a tenant's policy in its budget item, which every request passes by: rows that the gateway
 * remembers are then read again.
 */
export async function raisePolicyVersion(target: Target, services: Services, tenant: string): Promise<void> {
  await services.dynamodb.send(
    new UpdateItemCommand({
      TableName: target.outputs.budgetTable,
      Key: { pk: { S: tenantKey(tenant) } },
      UpdateExpression: 'SET v = if_not_exists(v, :zero) + :one',
      ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    }),
  );
}
