import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { HEAD_KEY } from '../core/audit/head';
import type { ChainState } from './chain-states';
import { eachOf } from './each-of';
import type { Head, OpenRequest, SealerState } from './ports';
import { FIRST_PREVIOUS } from './segment';

type Item = Record<string, AttributeValue>;

const CHAINS = 'S#CHAIN';
const OPENS = 'S#OPEN';
const AT_ONCE = 16;
const BATCH_GET = 100;

/** A chain ends after hours; its position is kept until long after the last record that could be delivered again. */
const CHAIN_KEPT_MS = 14 * 24 * 60 * 60_000;

/** A mark that a CLOSE came before its OPEN is kept for this long. */
const CLOSED_KEPT_MS = 2 * 24 * 60 * 60_000;

const HEAD: Item = { pk: { S: HEAD_KEY.pk }, sk: { S: HEAD_KEY.sk } };

/** The sealer's memory, in the journal table below `S#`. */
export function dynamoState(dynamodb: DynamoDBClient, table: string): SealerState {
  const openKey = (digest: string): Item => ({ pk: { S: OPENS }, sk: { S: digest } });

  return {
    async head() {
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: HEAD, ConsistentRead: true }));
      const aliveAt = Item?.['aliveAt']?.N;
      return {
        number: Number(Item?.['number']?.N ?? 0),
        digest: Item?.['digest']?.S ?? FIRST_PREVIOUS,
        sealedAt: Number(Item?.['sealedAt']?.N ?? 0),
        ...(aliveAt !== undefined && { aliveAt: Number(aliveAt) }),
      };
    },

    async advance({ number, digest, sealedAt }: Head) {
      await ifCondition(() =>
        dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key: HEAD,
            UpdateExpression: 'SET #number = :number, digest = :digest, sealedAt = :sealedAt',
            ConditionExpression: 'attribute_not_exists(#number) OR #number < :number',
            ExpressionAttributeNames: { '#number': 'number' },
            ExpressionAttributeValues: {
              ':number': { N: String(number) },
              ':digest': { S: digest },
              ':sealedAt': { N: String(sealedAt) },
            },
          }),
        ),
      );
    },

    async alive(atMs) {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: HEAD,
          UpdateExpression: 'SET aliveAt = :at',
          ExpressionAttributeValues: { ':at': { N: String(atMs) } },
        }),
      );
    },

    async chains(names) {
      const states = new Map<string, ChainState>();
      for (let at = 0; at < names.length; at += BATCH_GET) {
        let keys: Item[] | undefined = names
          .slice(at, at + BATCH_GET)
          .map((name) => ({ pk: { S: CHAINS }, sk: { S: name } }));
        while (keys !== undefined && keys.length > 0) {
          const page: BatchGetItemCommandOutput = await dynamodb.send(
            new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
          );
          for (const item of page.Responses?.[table] ?? []) {
            states.set(item['sk']?.S ?? '', {
              seq: Number(item['seq']?.N),
              digest: item['digest']?.S ?? '',
              at: Number(item['at']?.N),
            });
          }
          keys = page.UnprocessedKeys?.[table]?.Keys;
        }
      }
      return states;
    },

    async saveChains(states, lastSeenMs) {
      const ttl = { N: String(Math.ceil((lastSeenMs + CHAIN_KEPT_MS) / 1000)) };
      await eachOf([...states], AT_ONCE, async ([chain, { seq, digest, at }]) => {
        await ifCondition(() =>
          dynamodb.send(
            new PutItemCommand({
              TableName: table,
              Item: {
                pk: { S: CHAINS },
                sk: { S: chain },
                seq: { N: String(seq) },
                digest: { S: digest },
                at: { N: String(at) },
                ttl,
              },
              // a run that was slow must not move a chain back.
              ConditionExpression: 'attribute_not_exists(pk) OR #seq < :seq',
              ExpressionAttributeNames: { '#seq': 'seq' },
              ExpressionAttributeValues: { ':seq': { N: String(seq) } },
            }),
          ),
        );
      });
    },

    async addOpens(opens) {
      await eachOf(opens, AT_ONCE, async (open) => {
        const isNew = await ifCondition(() =>
          dynamodb.send(
            new PutItemCommand({
              TableName: table,
              Item: {
                ...openKey(open.digest),
                at: { N: String(open.at) },
                request: { S: open.request },
                named: { S: JSON.stringify(open.named) },
              },
              ConditionExpression: 'attribute_not_exists(closed)',
            }),
          ),
        );
        if (!isNew) await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: openKey(open.digest) }));
      });
    },

    async closeOpens(digests, atMs) {
      await eachOf(digests, AT_ONCE, async (digest) => {
        const wasOpen = await ifCondition(() =>
          dynamodb.send(
            new DeleteItemCommand({
              TableName: table,
              Key: openKey(digest),
              ConditionExpression: 'attribute_exists(named)',
            }),
          ),
        );
        if (wasOpen) return;
        await dynamodb.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              ...openKey(digest),
              closed: { BOOL: true },
              ttl: { N: String(Math.ceil((atMs + CLOSED_KEPT_MS) / 1000)) },
            },
          }),
        );
      });
    },

    async forgetOpens(digests) {
      await eachOf(digests, AT_ONCE, async (digest) => {
        await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: openKey(digest) }));
      });
    },

    async opensBefore(atMs) {
      const opens: OpenRequest[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await dynamodb.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            FilterExpression: '#at < :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':pk': { S: OPENS }, ':at': { N: String(atMs) } },
            ExclusiveStartKey,
          }),
        );
        opens.push(...(page.Items ?? []).map(openOf));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return opens;
    },
  };
}

function openOf(item: Item): OpenRequest {
  return {
    digest: item['sk']?.S ?? '',
    at: Number(item['at']?.N),
    request: item['request']?.S ?? '',
    named: JSON.parse(item['named']?.S ?? '{}') as OpenRequest['named'],
  };
}

/** @returns whether the condition of the write held */
async function ifCondition(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
