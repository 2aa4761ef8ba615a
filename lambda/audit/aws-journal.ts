import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type JournalItem, partitionOf, sortOf, WRITER_PREFIX } from '../core/audit/journal-item';
import { recordDigest } from '../core/audit/record';
import { eachOf } from './each-of';
import { itemOf } from './journal-event';
import type { JournalReader } from './ports';

type Item = Record<string, AttributeValue>;

/** Writes in flight at once: expiry is no hurry, and the table serves requests. */
const EXPIRIES_AT_ONCE = 16;

/** The journal table, read by the sealer. */
export function dynamoJournal(dynamodb: DynamoDBClient, table: string): JournalReader {
  return {
    async range(chain, from, to) {
      const items: JournalItem[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await dynamodb.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': { S: partitionOf(chain) },
              ':from': { S: sortOf(from) },
              ':to': { S: sortOf(to) },
            },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        items.push(...valid(page.Items));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },

    async *scan() {
      let ExclusiveStartKey: Item | undefined;
      do {
        const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await dynamodb.send(
          new ScanCommand({
            TableName: table,
            FilterExpression: 'begins_with(pk, :writers) AND attribute_not_exists(#ttl)',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':writers': { S: WRITER_PREFIX } },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        yield valid(page.Items);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    },

    async expire(items, atMs) {
      await eachOf(items, EXPIRIES_AT_ONCE, async ({ chain, seq }) => {
        try {
          await dynamodb.send(
            new UpdateItemCommand({
              TableName: table,
              Key: { pk: { S: partitionOf(chain) }, sk: { S: sortOf(seq) } },
              UpdateExpression: 'SET #ttl = :at',
              // a late record was never in the table; one that expired must not come back as a stub.
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeNames: { '#ttl': 'ttl' },
              ExpressionAttributeValues: { ':at': { N: String(Math.ceil(atMs / 1000)) } },
            }),
          );
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
      });
    },
  };
}

/** Items that are records; the stream has told of others already. */
function valid(items: Item[] | undefined): JournalItem[] {
  return (items ?? []).flatMap((item) => {
    const text = item['record']?.S;
    if (text === undefined || recordDigest(text) !== item['digest']?.S) return [];
    return itemOf(item as Parameters<typeof itemOf>[0]) ?? [];
  });
}
