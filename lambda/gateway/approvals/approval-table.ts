import { ConditionalCheckFailedException, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { APPROVAL_TOKEN, approvalKey } from '../../core/approval';
import type { Approvals } from '../ports';

/**
 * Approvals as items of the budget table, under the digest of their token.
 *
 * Whoever approves writes the item; one conditional write uses it up. Nobody can forge one without the right to write the
 * table, and none is good for a second call, however many come at once. A used item stays, as a trace.
 */
export function approvalTable(client: DynamoDBClient, tableName: string, now: () => number): Approvals {
  return {
    async use(token, { tenant, client: caller, tool, argumentsDigest }, requestId) {
      if (!APPROVAL_TOKEN.test(token)) return false;
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { pk: { S: approvalKey(token) } },
            UpdateExpression: 'SET usedBy = :request, usedAtMs = :now',
            ConditionExpression:
              'tenant = :tenant AND #client = :client AND tool = :tool AND argumentsDigest = :digest' +
              ' AND expiresAtMs > :now AND (attribute_not_exists(usedBy) OR usedBy = :request)',
            ExpressionAttributeNames: { '#client': 'client' },
            ExpressionAttributeValues: {
              ':request': { S: requestId },
              ':now': { N: String(now()) },
              ':tenant': { S: tenant },
              ':client': { S: caller },
              ':tool': { S: tool },
              ':digest': { S: argumentsDigest },
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
