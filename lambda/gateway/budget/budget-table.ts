import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Update } from './update';

type Item = Record<string, AttributeValue>;

/** How a conditional update ended, with the item as it is now (passed) or as it was (not passed). */
export interface UpdateResult {
  readonly passed: boolean;
  readonly item: Item | undefined;
  /** More than one: a reply was lost, and a duplicate of the write may still be on its way. */
  readonly attempts: number;
}

/** The table of budget items: single items, strongly consistent. */
export interface BudgetTable {
  update(pk: string, update: Update): Promise<UpdateResult>;
  read(pk: string): Promise<Item | undefined>;
}

/** The budget table in DynamoDB. */
export function dynamoBudgetTable(client: DynamoDBClient, tableName: string): BudgetTable {
  return {
    async update(pk, update) {
      try {
        const { Attributes, $metadata } = await client.send(
          new UpdateItemCommand({
            ...update,
            TableName: tableName,
            Key: { pk: { S: pk } },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { passed: true, item: Attributes, attempts: $metadata.attempts ?? 1 };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { passed: false, item: error.Item, attempts: error.$metadata.attempts ?? 1 };
      }
    },
    async read(pk) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
      );
      return Item;
    },
  };
}
