import {
  APIGatewayClient,
  GetAuthorizerCommand,
  GetGatewayResponsesCommand,
  GetMethodCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  GetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import {
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetIPSetCommand, GetWebACLCommand, GetWebACLForResourceCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { LocalAws } from '../aws';
import type { Deployment } from '../deploy/deployment';
import type { Properties } from '../deploy/template';

/** Properties of one resource, as its service gives them back, in CloudFormation's names. */
export type ReadBack = Readonly<Record<string, unknown>>;

type Reader = (physicalId: string, properties: Properties, logicalId: string) => Promise<ReadBack>;

/** Readers by resource type; a type without one is not read back. */
export interface ReadBacks {
  readonly of: (type: string) => Reader | undefined;
  close(): void;
}

const orNothing = <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => answer.catch(() => undefined);

/** Asks every service what it made of the template: CloudFormation says yes to properties that it then drops. */
export function readBacks(aws: LocalAws, deployment: Deployment): ReadBacks {
  const gateway = new APIGatewayClient(aws);
  const cloudwatch = new CloudWatchClient(aws);
  const logs = new CloudWatchLogsClient(aws);
  const cognito = new CognitoIdentityProviderClient(aws);
  const dynamo = new DynamoDBClient(aws);
  const kms = new KMSClient(aws);
  const lambda = new LambdaClient(aws);
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const sns = new SNSClient(aws);
  const sqs = new SQSClient(aws);
  const waf = new WAFV2Client(aws);
  const clients = [gateway, cloudwatch, logs, cognito, dynamo, kms, lambda, s3, sns, sqs, waf];

  const restApi = (properties: Properties): string => String(properties.RestApiId);

  const bucket: Reader = async (Bucket) => {
    const [encryption, lock, versioning, access, ownership, lifecycle, logging] = await Promise.all([
      orNothing(s3.send(new GetBucketEncryptionCommand({ Bucket }))),
      orNothing(s3.send(new GetObjectLockConfigurationCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketVersioningCommand({ Bucket }))),
      orNothing(s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
      orNothing(s3.send(new GetBucketLoggingCommand({ Bucket }))),
    ]);
    const rules = encryption?.ServerSideEncryptionConfiguration?.Rules?.map((rule) => ({
      ServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault,
      BucketKeyEnabled: rule.BucketKeyEnabled,
    }));
    const target = logging?.LoggingEnabled;
    return {
      BucketEncryption: rules && { ServerSideEncryptionConfiguration: rules },
      ObjectLockConfiguration: lock?.ObjectLockConfiguration,
      ObjectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
      VersioningConfiguration: versioning?.Status === undefined ? undefined : { Status: versioning.Status },
      PublicAccessBlockConfiguration: access?.PublicAccessBlockConfiguration,
      OwnershipControls: ownership?.OwnershipControls,
      LifecycleConfiguration: lifecycle?.Rules && {
        Rules: lifecycle.Rules.map(({ ID, Status }) => ({ Id: ID, Status })),
      },
      LoggingConfiguration: target && {
        DestinationBucketName: target.TargetBucket,
        LogFilePrefix: target.TargetPrefix,
      },
    };
  };

  const table: Reader = async (TableName) => {
    const [{ Table }, ttl, backups] = await Promise.all([
      dynamo.send(new DescribeTableCommand({ TableName })),
      dynamo.send(new DescribeTimeToLiveCommand({ TableName })),
      dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
    ]);
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    const { SSEType, Status, KMSMasterKeyArn } = Table?.SSEDescription ?? {};
    const { TimeToLiveStatus, AttributeName } = ttl.TimeToLiveDescription ?? {};
    return {
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      BillingMode: Table?.BillingModeSummary?.BillingMode,
      DeletionProtectionEnabled: Table?.DeletionProtectionEnabled,
      StreamSpecification: Table?.StreamSpecification,
      SSESpecification: SSEType && { SSEEnabled: Status === 'ENABLED', SSEType, KMSMasterKeyId: KMSMasterKeyArn },
      TimeToLiveSpecification: AttributeName && { AttributeName, Enabled: TimeToLiveStatus === 'ENABLED' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery === 'ENABLED' },
    };
  };

  const key: Reader = async (KeyId) => {
    const [{ KeyMetadata }, rotation, { Policy }] = await Promise.all([
      kms.send(new DescribeKeyCommand({ KeyId })),
      orNothing(kms.send(new GetKeyRotationStatusCommand({ KeyId }))),
      kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    ]);
    return { ...KeyMetadata, EnableKeyRotation: rotation?.KeyRotationEnabled, KeyPolicy: Policy };
  };

  const lambdaFunction: Reader = async (FunctionName) => {
    const [configuration, concurrency] = await Promise.all([
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ]);
    const { KMSKeyArn, ...rest } = configuration;
    return { ...rest, KmsKeyArn: KMSKeyArn, ReservedConcurrentExecutions: concurrency.ReservedConcurrentExecutions };
  };

  const mapping: Reader = async (UUID) => {
    const answer = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return { ...answer, FunctionName: answer.FunctionArn };
  };

  const logGroup: Reader = async (logGroupNamePrefix) => {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    const found = logGroups.find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
    return { LogGroupName: found?.logGroupName, RetentionInDays: found?.retentionInDays, KmsKeyId: found?.kmsKeyId };
  };

  const alarm: Reader = async (name) => {
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return { ...MetricAlarms[0] };
  };

  const userPool: Reader = async (UserPoolId) => {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    const mfa = await orNothing(cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId })));
    const { SchemaAttributes, ...rest } = { ...UserPool };
    const schema = SchemaAttributes?.map((attribute) => ({
      ...attribute,
      Name: attribute.Name?.replace(/^custom:/, ''),
    }));
    const factors = mfa?.SoftwareTokenMfaConfiguration?.Enabled === true ? ['SOFTWARE_TOKEN_MFA'] : undefined;
    return { ...rest, Schema: schema, EnabledMfas: factors };
  };

  const userPoolClient: Reader = async (ClientId, { UserPoolId }) => {
    const command = new DescribeUserPoolClientCommand({ UserPoolId: String(UserPoolId), ClientId });
    const { UserPoolClient } = await cognito.send(command);
    return { ...UserPoolClient, GenerateSecret: UserPoolClient?.ClientSecret !== undefined };
  };

  const readers: Readonly<Record<string, Reader>> = {
    'AWS::ApiGateway::Authorizer': async (authorizerId, properties) => {
      const answer = await gateway.send(new GetAuthorizerCommand({ restApiId: restApi(properties), authorizerId }));
      return {
        ...answer,
        AuthorizerResultTtlInSeconds: answer.authorizerResultTtlInSeconds,
        RestApiId: properties.RestApiId,
      };
    },
    'AWS::ApiGateway::GatewayResponse': async (_, properties) => {
      const { items = [] } = await gateway.send(
        new GetGatewayResponsesCommand({ restApiId: restApi(properties), limit: 500 }),
      );
      const found = items.find(({ responseType }) => responseType === properties.ResponseType);
      return { ...upper(found), RestApiId: properties.RestApiId };
    },
    'AWS::ApiGateway::Method': async (_, properties) => {
      const answer = await gateway.send(
        new GetMethodCommand({
          restApiId: restApi(properties),
          resourceId: String(properties.ResourceId),
          httpMethod: String(properties.HttpMethod),
        }),
      );
      // the validator that was made through the service has an id of its own.
      const validator = answer.requestValidatorId === undefined ? undefined : properties.RequestValidatorId;
      return {
        ...upper(answer),
        RequestValidatorId: validator,
        RestApiId: properties.RestApiId,
        ResourceId: properties.ResourceId,
      };
    },
    'AWS::ApiGateway::Model': async (_, properties) => {
      const { items = [] } = await gateway.send(new GetModelsCommand({ restApiId: restApi(properties), limit: 500 }));
      const found = items.find(
        ({ schema }) =>
          schema !== undefined && JSON.stringify(JSON.parse(schema)) === JSON.stringify(properties.Schema),
      );
      return { ...upper(found), RestApiId: properties.RestApiId };
    },
    'AWS::ApiGateway::RequestValidator': async (_, properties) => {
      const { items = [] } = await gateway.send(new GetRequestValidatorsCommand({ restApiId: restApi(properties) }));
      const found = items.find(
        ({ validateRequestBody, validateRequestParameters }) =>
          validateRequestBody === (properties.ValidateRequestBody === true) &&
          validateRequestParameters === (properties.ValidateRequestParameters === true),
      );
      return { ...upper(found), RestApiId: properties.RestApiId };
    },
    'AWS::ApiGateway::RestApi': async (restApiId) => {
      const answer = await gateway.send(new GetRestApiCommand({ restApiId }));
      return { ...upper(answer), ApiKeySourceType: answer.apiKeySource };
    },
    'AWS::ApiGateway::Stage': async (stageName, properties) => {
      const answer = await gateway.send(new GetStageCommand({ restApiId: restApi(properties), stageName }));
      const settings = Object.entries(answer.methodSettings ?? {}).map(([path, setting]) => {
        const cut = path.lastIndexOf('/');
        return {
          ResourcePath: `/${path.slice(0, cut).replace(/^\//, '')}`,
          HttpMethod: path.slice(cut + 1),
          ...upper(setting),
        };
      });
      return {
        ...upper(answer),
        MethodSettings: settings,
        AccessLogSetting: answer.accessLogSettings,
        RestApiId: properties.RestApiId,
      };
    },
    'AWS::ApiGateway::UsagePlan': async (usagePlanId) => {
      const answer = await gateway.send(new GetUsagePlanCommand({ usagePlanId }));
      return { ...upper(answer), UsagePlanName: answer.name };
    },
    'AWS::CloudWatch::Alarm': alarm,
    'AWS::Cognito::UserPool': userPool,
    'AWS::Cognito::UserPoolClient': userPoolClient,
    'AWS::Cognito::UserPoolGroup': async (_, { UserPoolId, GroupName }) => ({
      ...(await cognito.send(new GetGroupCommand({ UserPoolId: String(UserPoolId), GroupName: String(GroupName) })))
        .Group,
    }),
    'AWS::DynamoDB::Table': table,
    'AWS::KMS::Alias': async (_, { AliasName }) => {
      const { Aliases = [] } = await kms.send(new ListAliasesCommand({ Limit: 100 }));
      const found = Aliases.find((alias) => alias.AliasName === AliasName);
      return { AliasName: found?.AliasName, TargetKeyId: found?.TargetKeyId };
    },
    'AWS::KMS::Key': key,
    'AWS::Lambda::EventSourceMapping': mapping,
    'AWS::Lambda::Function': lambdaFunction,
    'AWS::Logs::LogGroup': logGroup,
    'AWS::S3::Bucket': bucket,
    'AWS::S3::BucketPolicy': async (_, { Bucket }) => ({
      Bucket,
      PolicyDocument: (await s3.send(new GetBucketPolicyCommand({ Bucket: String(Bucket) }))).Policy,
    }),
    'AWS::SNS::Topic': async (TopicArn) => ({
      ...(await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes,
    }),
    'AWS::SQS::Queue': async (QueueUrl) => ({
      ...(await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes,
    }),
    'AWS::WAFv2::IPSet': async (_, properties, logicalId) => {
      const set = deployment.webAclSets.ipSets.find((candidate) => candidate.logicalId === logicalId);
      if (!set) return {};
      const { IPSet } = await waf.send(new GetIPSetCommand({ Name: set.name, Id: set.id, Scope: set.scope }));
      return { ...IPSet, Scope: set.scope, ...(properties.Name === undefined ? {} : { Name: IPSet?.Name }) };
    },
    'AWS::WAFv2::WebACL': async (physicalId, { Scope, Name }) => {
      const [name = '', id = ''] = physicalId.split('|');
      const command = new GetWebACLCommand({
        Name: Name === undefined ? name : String(Name),
        Id: id,
        Scope: Scope as 'REGIONAL',
      });
      return { ...(await waf.send(command)).WebACL, Scope };
    },
    'AWS::WAFv2::WebACLAssociation': async (_, { ResourceArn, WebACLArn }) => {
      const { WebACL } = await waf.send(new GetWebACLForResourceCommand({ ResourceArn: String(ResourceArn) }));
      return WebACL?.ARN === WebACLArn ? { ResourceArn, WebACLArn } : {};
    },
  };

  return {
    of: (type) => readers[type],
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}

/** API Gateway's names start in lower case, CloudFormation's in upper case. */
function upper(value: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, item]) => [name.charAt(0).toUpperCase() + name.slice(1), item as unknown]),
  );
}
