import { APIGatewayClient, CreateRequestValidatorCommand, UpdateMethodCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutCompositeAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import {
  PutBucketEncryptionCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
  type ObjectLockConfiguration,
  type ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssociateWebACLCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { LocalAws } from '../aws';
import type { Properties, Resource } from './template';

/** One setting of the template that CloudFormation dropped and a service's own API then took, or refused. */
export interface AppliedSetting {
  readonly logicalId: string;
  readonly type: string;
  readonly property: string;
  readonly applied: boolean;
  readonly detail?: string;
}

/** What the settings are made from. */
export interface DeployedResources {
  /** Every resource of the template, with its references resolved. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly physicalIds: Readonly<Record<string, string>>;
}

type Apply = (logicalId: string, physicalId: string, properties: Properties) => Promise<void>;

/** Sets through the services' own APIs what the emulator's CloudFormation accepts but drops. */
export async function applyDroppedSettings(
  deployed: DeployedResources,
  aws: LocalAws,
): Promise<readonly AppliedSetting[]> {
  const clients = {
    gateway: new APIGatewayClient(aws),
    s3: new S3Client({ ...aws, forcePathStyle: true }),
    dynamo: new DynamoDBClient(aws),
    lambda: new LambdaClient(aws),
    waf: new WAFV2Client(aws),
    secrets: new SecretsManagerClient(aws),
    cloudwatch: new CloudWatchClient(aws),
  };
  const applied: AppliedSetting[] = [];
  const apply = async (type: string, property: string, how: Apply): Promise<void> => {
    for (const [logicalId, resource] of Object.entries(deployed.resources)) {
      if (resource.Type !== type || resource.Properties?.[property] === undefined) continue;
      const physicalId = deployed.physicalIds[logicalId] ?? '';
      const outcome = await how(logicalId, physicalId, resource.Properties).then(
        () => ({ applied: true }),
        (error: unknown) => ({
          applied: false,
          detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        }),
      );
      applied.push({ logicalId, type, property, ...outcome });
    }
  };

  try {
    await applyRequestValidation(deployed, clients.gateway, applied);
    await apply('AWS::S3::Bucket', 'BucketEncryption', async (_, Bucket, { BucketEncryption }) => {
      const { ServerSideEncryptionConfiguration: rules } = BucketEncryption as {
        ServerSideEncryptionConfiguration: {
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms'; KMSMasterKeyID?: string };
          BucketKeyEnabled?: boolean;
        }[];
      };
      const configuration: ServerSideEncryptionConfiguration = {
        Rules: rules.map(({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
          ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
          BucketKeyEnabled,
        })),
      };
      await clients.s3.send(
        new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: configuration }),
      );
    });
    await apply('AWS::S3::Bucket', 'ObjectLockConfiguration', async (_, Bucket, { ObjectLockConfiguration: lock }) => {
      const configuration = lock as ObjectLockConfiguration;
      await clients.s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: configuration }));
    });
    for (const type of ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])
      await applyTable(type, apply, clients.dynamo);
    await apply('AWS::WAFv2::WebACLAssociation', 'ResourceArn', async (_, __, { ResourceArn, WebACLArn }) => {
      await clients.waf.send(
        new AssociateWebACLCommand({ ResourceArn: String(ResourceArn), WebACLArn: String(WebACLArn) }),
      );
    });
    await apply('AWS::Lambda::Function', 'ReservedConcurrentExecutions', async (_, FunctionName, properties) => {
      const ReservedConcurrentExecutions = Number(properties.ReservedConcurrentExecutions);
      await clients.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    });
    await apply('AWS::SecretsManager::RotationSchedule', 'RotationLambdaARN', async (_, __, properties) => {
      const { SecretId, RotationLambdaARN, RotationRules } = properties as Record<string, never>;
      await clients.secrets.send(
        new RotateSecretCommand({ SecretId, RotationLambdaARN, RotationRules, RotateImmediately: false }),
      );
    });
    await apply('AWS::CloudWatch::CompositeAlarm', 'AlarmRule', async (logicalId, _, properties) => {
      const { AlarmName, AlarmRule, AlarmActions, AlarmDescription } = properties as Record<string, never>;
      await clients.cloudwatch.send(
        new PutCompositeAlarmCommand({ AlarmName: AlarmName ?? logicalId, AlarmRule, AlarmActions, AlarmDescription }),
      );
    });
    return applied;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function applyTable(
  type: string,
  apply: (type: string, property: string, how: Apply) => Promise<void>,
  dynamo: DynamoDBClient,
): Promise<void> {
  await apply(type, 'SSESpecification', async (_, TableName, properties) => {
    const { SSEEnabled, SSEType } = properties.SSESpecification as { SSEEnabled?: boolean; SSEType?: 'KMS' };
    const replicas = (properties.Replicas ?? []) as { SSESpecification?: { KMSMasterKeyId?: string } }[];
    const own = (properties.SSESpecification as { KMSMasterKeyId?: string }).KMSMasterKeyId;
    const KMSMasterKeyId = own ?? replicas[0]?.SSESpecification?.KMSMasterKeyId;
    await dynamo.send(
      new UpdateTableCommand({ TableName, SSESpecification: { Enabled: SSEEnabled, SSEType, KMSMasterKeyId } }),
    );
  });
  await apply(type, 'TimeToLiveSpecification', async (_, TableName, { TimeToLiveSpecification }) => {
    const { AttributeName, Enabled } = TimeToLiveSpecification as { AttributeName: string; Enabled: boolean };
    await dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } }));
  });
  const recovery = type === 'AWS::DynamoDB::Table' ? 'PointInTimeRecoverySpecification' : 'Replicas';
  await apply(type, recovery, async (_, TableName, properties) => {
    const replica = ((properties.Replicas ?? []) as Properties[])[0];
    const setting = (properties.PointInTimeRecoverySpecification ?? replica?.PointInTimeRecoverySpecification) as
      { PointInTimeRecoveryEnabled?: boolean } | undefined;
    if (setting?.PointInTimeRecoveryEnabled !== true) return;
    await dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  });
}

/** Validators and the methods that use them: CloudFormation makes neither. */
async function applyRequestValidation(
  { resources, physicalIds }: DeployedResources,
  client: APIGatewayClient,
  applied: AppliedSetting[],
): Promise<void> {
  const validators = new Map<string, string>();
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(resources)) {
    if (Type !== 'AWS::ApiGateway::RequestValidator') continue;
    const { id = '' } = await client.send(
      new CreateRequestValidatorCommand({
        restApiId: String(Properties.RestApiId),
        name: String(Properties.Name ?? logicalId),
        validateRequestBody: Properties.ValidateRequestBody === true,
        validateRequestParameters: Properties.ValidateRequestParameters === true,
      }),
    );
    validators.set(physicalIds[logicalId] ?? logicalId, id);
    applied.push({ logicalId, type: Type, property: 'ValidateRequestBody', applied: true });
  }
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(resources)) {
    if (Type !== 'AWS::ApiGateway::Method' || Properties.RequestValidatorId === undefined) continue;
    const id = validators.get(String(Properties.RequestValidatorId)) ?? [...validators.values()][0];
    await client.send(
      new UpdateMethodCommand({
        restApiId: String(Properties.RestApiId),
        resourceId: String(Properties.ResourceId),
        httpMethod: String(Properties.HttpMethod),
        patchOperations: [{ op: 'replace', path: '/requestValidatorId', value: id }],
      }),
    );
    applied.push({ logicalId, type: Type, property: 'RequestValidatorId', applied: true });
  }
}
