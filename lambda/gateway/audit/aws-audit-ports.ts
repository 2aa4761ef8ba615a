import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { ContentKeyItem } from '../../core/audit/content-key';
import { HEAD_KEY } from '../../core/audit/head';
import { partitionOf, sortOf } from '../../core/audit/journal-item';
import { SECRET_MESSAGE } from '../../core/audit/secrets';
import type { AuditPorts } from './ports';

/** Clients and names behind the audit trail. */
export interface AwsAuditOptions {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly auditTable: string;
  readonly auditBucket: string;
  readonly contentKeyTable: string;
  readonly macKeyArn: string;
  readonly now: () => number;
  readonly newId: () => string;
  /**
   * A write that takes longer counts as failed: slow is down. The pipeline waits for both paths of a record together,
   * so that this is less than half of what it waits.
   *
   * @default 1400
   */
  readonly writeTimeoutMs?: number;
}

/** The audit trail's ports over DynamoDB, S3 and KMS. */
export function awsAuditPorts(options: AwsAuditOptions): AuditPorts {
  const { dynamodb, s3, kms, auditTable, auditBucket, contentKeyTable, macKeyArn, now, newId } = options;
  const within = () => ({ abortSignal: AbortSignal.timeout(options.writeTimeoutMs ?? 1_400) });

  return {
    now,
    newId,

    journal: {
      async put({ chain, seq, text, digest, content }) {
        try {
          await dynamodb.send(
            new PutItemCommand({
              TableName: auditTable,
              Item: {
                pk: { S: partitionOf(chain) },
                sk: { S: sortOf(seq) },
                record: { S: text },
                digest: { S: digest },
                ...(content === undefined ? {} : { content: { B: content } }),
              },
              ConditionExpression: 'attribute_not_exists(pk)',
              // a retry after an answer that was lost meets its own record.
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
            within(),
          );
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException && error.Item?.['digest']?.S === digest) return;
          throw error;
        }
      },
    },

    late: {
      async put(key, lines) {
        try {
          const { ETag } = await s3.send(
            new PutObjectCommand({
              Bucket: auditBucket,
              Key: key,
              Body: lines,
              ContentType: 'application/jsonl',
              IfNoneMatch: '*',
              // Object Lock asks for a checksum.
              ChecksumAlgorithm: 'SHA256',
            }),
            within(),
          );
          // the SDK takes any success for the bucket's own.
          if (ETag === undefined) throw new Error(`audit bucket: expected the ETag of ${key}, got none`);
        } catch (error) {
          // the key names the record's digest, so what is there is this record.
          if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return;
          throw error;
        }
      },
    },

    contentKeys: {
      async get(tenant) {
        const { Item } = await dynamodb.send(
          new GetItemCommand({ TableName: contentKeyTable, Key: { pk: { S: tenant } }, ConsistentRead: true }),
          within(),
        );
        return Item && contentKeyItemOf(Item);
      },
      async putIfAbsent(item) {
        if ('erasedAt' in item) throw new Error('content key: expected a key, got the mark of an erased one');
        try {
          await dynamodb.send(
            new PutItemCommand({
              TableName: contentKeyTable,
              Item: { pk: { S: item.tenant }, name: { S: item.name }, wrapped: { B: item.wrapped } },
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
            within(),
          );
          return item;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException && error.Item) return contentKeyItemOf(error.Item);
          throw error;
        }
      },
    },

    head: {
      async aliveAt() {
        const { Item } = await dynamodb.send(
          new GetItemCommand({ TableName: auditTable, Key: { pk: { S: HEAD_KEY.pk }, sk: { S: HEAD_KEY.sk } } }),
          within(),
        );
        const aliveAt = Item?.['aliveAt']?.N;
        return aliveAt === undefined ? undefined : Number(aliveAt);
      },
    },

    async secret() {
      const { Mac } = await kms.send(
        new GenerateMacCommand({
          KeyId: macKeyArn,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from(SECRET_MESSAGE),
        }),
        within(),
      );
      if (Mac?.length !== 32) throw new Error(`audit secret: expected 32 bytes from KMS, got ${Mac?.length ?? 'none'}`);
      return Mac;
    },
  };
}

function contentKeyItemOf(item: NonNullable<ConditionalCheckFailedException['Item']>): ContentKeyItem {
  const tenant = item['pk']?.S;
  const erasedAt = item['erasedAt']?.N;
  const name = item['name']?.S;
  const wrapped = item['wrapped']?.B;
  if (tenant !== undefined && erasedAt !== undefined) return { tenant, erasedAt: Number(erasedAt) };
  if (tenant !== undefined && name !== undefined && wrapped !== undefined) return { tenant, name, wrapped };
  throw new Error('content key: expected a wrapped key or the mark of an erased one, got neither');
}
