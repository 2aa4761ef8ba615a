import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { chainKeyOf, openPart } from '../core/audit/seal';
import type { AuditSecrets } from '../core/audit/secrets';
import type { OpenRequest } from './ports';

/** Name of a request in the budget item, as the gateway's budget makes it. */
export function budgetRequestKey(request: string): string {
  return createHash('sha256').update(`r\n${request}`).digest('base64url').slice(0, 7);
}

/** Whose request it was: encrypted in the record, for those whom the key policy lets. */
export function tenantOf(secrets: AuditSecrets, { chain, seq, who }: OpenRequest): string {
  const identity = openPart(chainKeyOf(secrets.identities, chain), seq, 'identity', Buffer.from(who, 'base64url'));
  return (JSON.parse(identity.toString('utf8')) as { readonly tenant: string }).tenant;
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
    const tenant = tenantOf(await secretsOf(), open);
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: budgetTable,
          Key: { pk: { S: `T#${tenant}` } },
          UpdateExpression: 'REMOVE x.#request',
          ConditionExpression: 'attribute_exists(x.#request)',
          ExpressionAttributeNames: { '#request': budgetRequestKey(open.request) },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}
