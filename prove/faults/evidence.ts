import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { localAws } from '../../local/aws';
import type { LocalEndpoint } from '../../local/endpoint';
import type { AuditRecord } from '../../lambda/core/audit/record';
import { budgetRequestKey } from '../../lambda/audit/settle-stale';

/** What the stores of the running API hold, read past every fault. */
export interface Evidence {
  /** Requests with a record of a type: `open`, `close` or `refusal`. */
  recorded(type: 'open' | 'close' | 'refusal'): Promise<ReadonlySet<string>>;
  /** Records of one chain in the table that lack the one before them. */
  gaps(sinceMs: number): Promise<number>;
  /** Requests whose closing record is an object of the locked bucket. */
  late(sinceMs: number): Promise<ReadonlySet<string>>;
  /** Whether a request still holds a reservation. */
  reserved(requestId: string): Promise<boolean>;
  /** Reservations that are held, over all tenants. */
  reservations(): Promise<number>;
  /** Whether a log line carries a metric. */
  metricSince(metric: string, sinceMs: number): Promise<boolean>;
  close(): void;
}

/** Reads from the emulator itself, not through the gate that takes services away. */
export function evidenceOf({ awsEndpoint, region, outputs }: LocalEndpoint): Evidence {
  const config = localAws(awsEndpoint, region);
  const dynamodb = new DynamoDBClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const logs = new CloudWatchLogsClient(config);
  const { AuditTableName, AuditBucketName, BudgetTableName } = outputs;

  async function* items(TableName: string | undefined) {
    for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true }))
      yield* Items;
  }

  async function* lateRecords(sinceMs: number): AsyncGenerator<Partial<AuditRecord>> {
    const start = { Bucket: AuditBucketName, Prefix: 'late/', StartAfter: `late/${stamp(sinceMs)}` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, start)) {
      for (const { Key } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: AuditBucketName, Key }));
        const [line = '{}'] = ((await Body?.transformToString()) ?? '').split('\n');
        yield JSON.parse(line) as Partial<AuditRecord>;
      }
    }
  }

  return {
    async recorded(type) {
      const requests = new Set<string>();
      for await (const item of items(AuditTableName)) {
        const text = item['record']?.S;
        if (text === undefined) continue;
        const record = JSON.parse(text) as { type: string; request: string };
        if (record.type === type) requests.add(record.request);
      }
      return requests;
    },

    async gaps(sinceMs) {
      const chains = new Map<string, Set<number>>();
      const note = ({ chain = '', seq = 0 }: Partial<AuditRecord>): void =>
        void chains.set(chain, (chains.get(chain) ?? new Set()).add(seq));
      for await (const item of items(AuditTableName)) {
        const text = item['record']?.S;
        if (text !== undefined) note(JSON.parse(text) as AuditRecord);
      }
      for await (const record of lateRecords(sinceMs)) note(record);
      let gaps = 0;
      for (const seqs of chains.values()) gaps += Math.max(...seqs) - seqs.size;
      return gaps;
    },

    async late(sinceMs) {
      const requests = new Set<string>();
      for await (const { type, request } of lateRecords(sinceMs))
        if (type === 'close' && request !== undefined) requests.add(request);
      return requests;
    },

    async reserved(requestId) {
      const key = budgetRequestKey(requestId);
      for await (const item of items(BudgetTableName)) {
        if (item['f']?.M?.[key] !== undefined || item['x']?.M?.[key] !== undefined) return true;
      }
      return false;
    },

    async reservations() {
      let held = 0;
      for await (const item of items(BudgetTableName)) held += Object.keys(item['f']?.M ?? {}).length;
      return held;
    },

    async metricSince(metric, sinceMs) {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
      for (const { logGroupName } of logGroups) {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime: sinceMs }));
        if (events.some(({ message }) => message?.includes(`"${metric}":1`) === true)) return true;
      }
      return false;
    },

    close: () => {
      for (const client of [dynamodb, s3, logs]) client.destroy();
    },
  };
}

/** A moment as the names of late objects begin. */
function stamp(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(/[-:.]/g, '');
}
