import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalApi } from '../../cli/local-endpoint';

/** One thing that the emulator stores, as text. */
export interface Stored {
  readonly place: string;
  readonly text: string;
}

/** Everything that the services of the emulator have stored: items, objects and their versions, log lines, messages, metrics. */
export async function* emulatorContents({ awsEndpoint, region }: LocalApi): AsyncGenerator<Stored> {
  const config = { endpoint: awsEndpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  yield* tables(new DynamoDBClient(config));
  yield* objects(new S3Client({ ...config, forcePathStyle: true }));
  yield* logs(new CloudWatchLogsClient(config));
  yield* messages(new SQSClient(config));
  const { Metrics } = await new CloudWatchClient(config).send(new ListMetricsCommand({}));
  yield { place: 'metrics', text: JSON.stringify(Metrics ?? []) };
}

async function* tables(dynamodb: DynamoDBClient): AsyncGenerator<Stored> {
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
  for (const TableName of TableNames ?? []) {
    let ExclusiveStartKey: Parameters<typeof JSON.stringify>[0];
    do {
      const page: { Items?: unknown[]; LastEvaluatedKey?: unknown } = await dynamodb.send(
        new ScanCommand({ TableName, ExclusiveStartKey }),
      );
      for (const item of page.Items ?? []) yield { place: `table ${TableName}`, text: readable(item) };
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
}

/** Bytes as text, too: what is stored in binary must not hide what is not encrypted. */
function readable(item: unknown): string {
  return JSON.stringify(item, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

async function* objects(s3: S3Client): AsyncGenerator<Stored> {
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets ?? []) {
    // what was deployed, not what was stored: code and templates.
    if (Bucket === undefined || /assets|templates/.test(Bucket)) continue;
    let KeyMarker: string | undefined;
    do {
      const page: { Versions?: { Key?: string; VersionId?: string }[]; NextKeyMarker?: string } = await s3.send(
        new ListObjectVersionsCommand({ Bucket, KeyMarker }),
      );
      for (const { Key, VersionId } of page.Versions ?? []) {
        if (Key === undefined) continue;
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
        const bytes = await Body!.transformToByteArray();
        yield { place: `s3://${Bucket}/${Key}`, text: Buffer.from(bytes).toString('latin1') };
      }
      KeyMarker = page.NextKeyMarker;
    } while (KeyMarker !== undefined);
  }
}

async function* logs(client: CloudWatchLogsClient): AsyncGenerator<Stored> {
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
  for (const { logGroupName } of logGroups ?? []) {
    let nextToken: string | undefined;
    do {
      const page: { events?: { message?: string }[]; nextToken?: string } = await client.send(
        new FilterLogEventsCommand({ logGroupName, nextToken }),
      );
      for (const { message } of page.events ?? []) yield { place: `log ${logGroupName}`, text: message ?? '' };
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}

async function* messages(sqs: SQSClient): AsyncGenerator<Stored> {
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({}));
  for (const QueueUrl of QueueUrls ?? []) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
    );
    for (const { Body } of Messages ?? []) yield { place: `queue ${QueueUrl}`, text: Body ?? '' };
  }
}
