import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type AttributeValue,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { revealPrincipal } from '../core/audit/identity';
import type { AuditSecrets } from '../core/audit/secrets';
import { budgetKey } from '../core/budget-keys';
import type { OpenRequest } from './ports';

/** Name of a request in the budget item, as the gateway's budget makes it. */
export function budgetRequestKey(request: string): string {
  return createHash('sha256').update(`r\n${request}`).digest('base64url').slice(0, 7);
}

/**
 * Settles requests that never ended: what they reserved stays charged, because the model may have been paid for it.
 *
 * The budget's writers move a reservation past its expiry to `x`; here it is forgotten. Nothing to forget is fine: it
 * was settled, and only its CLOSE is missing.
 */
export function settleStale(
  dynamodb: DynamoDBClient,
  budgetTable: string,
  secretsOf: () => Promise<AuditSecrets>,
): (open: OpenRequest) => Promise<void> {
  return async (open) => {
    const { tenant } = revealPrincipal(await secretsOf(), open.named);
    const key = budgetRequestKey(open.request);
    const first = await forget(dynamodb, budgetTable, budgetKey(tenant), key);
    // a tenant of several items: the first one tells how many.
    for (let shard = 1; first.item && shard < Number(first.item['sh']?.N ?? 1); shard++) {
      if ((await forget(dynamodb, budgetTable, budgetKey(tenant, shard), key)).forgotten) return;
    }
  };
}

/** Forgets a request in one item. @returns the item, where it was not there */
async function forget(
  dynamodb: DynamoDBClient,
  budgetTable: string,
  pk: string,
  key: string,
): Promise<{ readonly forgotten: boolean; readonly item?: Record<string, AttributeValue> }> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: budgetTable,
        Key: { pk: { S: pk } },
        UpdateExpression: 'REMOVE x.#request',
        ConditionExpression: 'attribute_exists(x.#request)',
        ExpressionAttributeNames: { '#request': key },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { forgotten: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { forgotten: false, ...(error.Item && { item: error.Item }) };
  }
}
