import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** What a proof of the audit trail works on: the stores of one deployment, in an emulator. */
export interface EmulatedStores {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly auditTable: string;
  readonly contentKeyTable: string;
  readonly auditBucket: string;
  readonly macKeyArn: string;
  readonly signingKeyArn: string;
}

/** Clients of an emulator on this machine. */
export function emulatorClients(endpoint: string) {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    dynamodb: new DynamoDBClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    kms: new KMSClient(config),
  };
}

/** Makes fresh stores, under a name of their own. */
export async function createStores(endpoint: string, name: string): Promise<EmulatedStores> {
  const clients = emulatorClients(endpoint);
  const { dynamodb, s3, kms } = clients;
  const auditTable = `${name}-audit`;
  const contentKeyTable = `${name}-content-keys`;
  const auditBucket = `${name}-audit`;
  const keys = [{ AttributeName: 'pk', KeyType: 'HASH' as const }];
  const attributes = [{ AttributeName: 'pk', AttributeType: 'S' as const }];
  await dynamodb.send(
    new CreateTableCommand({
      TableName: auditTable,
      KeySchema: [...keys, { AttributeName: 'sk', KeyType: 'RANGE' }],
      AttributeDefinitions: [...attributes, { AttributeName: 'sk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: auditTable,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    }),
  );
  await dynamodb.send(
    new CreateTableCommand({
      TableName: contentKeyTable,
      KeySchema: keys,
      AttributeDefinitions: attributes,
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: auditBucket, ObjectLockEnabledForBucket: true }));
  const mac = await kms.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }));
  const signing = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  return {
    ...clients,
    auditTable,
    contentKeyTable,
    auditBucket,
    macKeyArn: arnOf(mac.KeyMetadata?.Arn),
    signingKeyArn: arnOf(signing.KeyMetadata?.Arn),
  };
}

function arnOf(arn: string | undefined): string {
  if (arn === undefined) throw new Error('emulator: expected the ARN of a new key, got none');
  return arn;
}
