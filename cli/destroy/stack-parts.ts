import {
  CloudFormationClient,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectLockConfigurationCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ClientConfig } from '../target';

/** A bucket with what is in it. */
export interface StoredBucket {
  readonly bytes: number;
  readonly objects: number;
  readonly newest?: Date;
  readonly lock?: { readonly mode: string; readonly days: number };
}

/** A table with what is in it. */
export interface StoredTable {
  readonly bytes: number;
  readonly isProtected: boolean;
}

/** What a stack is made of, as far as deleting it matters. */
export interface StackParts {
  /** Resources that CloudFormation leaves when the stack is deleted. */
  readonly retained: readonly { readonly type: string; readonly physicalId: string }[];
  /** Buckets that it would delete, and cannot while there is something in them. */
  readonly deletedBuckets: readonly string[];
  readonly buckets: ReadonlyMap<string, StoredBucket>;
  readonly tables: ReadonlyMap<string, StoredTable>;
}

/** Reads the parts of a stack from its template and from the services. */
export async function stackParts(
  config: ClientConfig,
  stackName: string,
  clients: { readonly s3: S3Client; readonly dynamodb: DynamoDBClient },
): Promise<StackParts> {
  const cloudFormation = new CloudFormationClient(config);
  const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand({ StackName: stackName }));
  const template = (typeof TemplateBody === 'string' ? JSON.parse(TemplateBody) : TemplateBody) as {
    readonly Resources: Readonly<Record<string, { readonly DeletionPolicy?: string }>>;
  };
  const resources = await listResources(cloudFormation, stackName);
  const isRetained = (id: string | undefined): boolean =>
    /^Retain/.test(template.Resources[id ?? '']?.DeletionPolicy ?? '');
  const retained = resources
    .filter(({ LogicalResourceId }) => isRetained(LogicalResourceId))
    .map(({ ResourceType, PhysicalResourceId }) => ({
      type: ResourceType ?? '',
      physicalId: PhysicalResourceId ?? '',
    }));
  const named = (type: string) => resources.filter(({ ResourceType }) => ResourceType === type);
  const buckets = new Map<string, StoredBucket>();
  for (const { PhysicalResourceId: name } of named('AWS::S3::Bucket')) {
    if (name !== undefined) buckets.set(name, await readBucket(clients.s3, name));
  }
  const tables = new Map<string, StoredTable>();
  for (const { PhysicalResourceId: name } of named('AWS::DynamoDB::Table')) {
    if (name === undefined) continue;
    const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: name }));
    tables.set(name, { bytes: Table?.TableSizeBytes ?? 0, isProtected: Table?.DeletionProtectionEnabled ?? false });
  }
  const deletedBuckets = named('AWS::S3::Bucket')
    .filter(({ LogicalResourceId }) => !isRetained(LogicalResourceId))
    .flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []);
  return { retained, deletedBuckets, buckets, tables };
}

async function listResources(client: CloudFormationClient, StackName: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page: { StackResourceSummaries?: StackResourceSummary[]; NextToken?: string } = await client.send(
      new ListStackResourcesCommand({ StackName, NextToken }),
    );
    found.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

async function readBucket(s3: S3Client, Bucket: string): Promise<StoredBucket> {
  let bytes = 0;
  let objects = 0;
  let newest: Date | undefined;
  for await (const { Size, LastModified } of versionsOf(s3, Bucket)) {
    bytes += Size ?? 0;
    objects += 1;
    if (LastModified !== undefined && (newest === undefined || LastModified > newest)) newest = LastModified;
  }
  return { bytes, objects, ...(newest !== undefined && { newest }), ...(await readLock(s3, Bucket)) };
}

async function readLock(s3: S3Client, Bucket: string): Promise<Pick<StoredBucket, 'lock'>> {
  try {
    const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    const { Mode, Days, Years } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    return Mode === undefined ? {} : { lock: { mode: Mode, days: Days ?? (Years ?? 0) * 365 } };
  } catch (error) {
    if (error instanceof Error && error.name === 'ObjectLockConfigurationNotFoundError') return {};
    throw error;
  }
}

/** One version, or the mark of a deletion. */
export interface Version {
  readonly Key?: string;
  readonly VersionId?: string;
  readonly Size?: number;
  readonly LastModified?: Date;
}

/** Every version of every object, and the marks of deletions. */
export async function* versionsOf(s3: S3Client, Bucket: string): AsyncGenerator<Version> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page: {
      Versions?: Version[];
      DeleteMarkers?: Version[];
      NextKeyMarker?: string;
      NextVersionIdMarker?: string;
      IsTruncated?: boolean;
    } = await s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }));
    yield* [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
    VersionIdMarker = page.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
}
