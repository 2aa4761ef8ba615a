/**
 * What the emulator, or the edge before it, does with a property:
 * - `acts`: the service behaves by it; shown by reading it back
 * - `works`: the service behaves by it; without it the calls that every start makes would fail
 * - `edge`: the local edge does it, approximately
 * - `kept`: it is accepted and given back, and nothing on this machine depends on it
 * - `ignored`: it is accepted and lost, or taken out
 */
export type Fidelity = 'acts' | 'works' | 'edge' | 'kept' | 'ignored';

/** What is known of a resource type. */
export interface TypeKnowledge {
  /** Properties by what is done with them. */
  readonly properties: Partial<Readonly<Record<Fidelity, readonly string[]>>>;
  /** What differs, for the reader. */
  readonly note?: string;
  /** How a first account shows it, where describing the resource is not enough. */
  readonly confirm?: string;
}

const SIMULATED = 'permissions are judged by simulation, never by the emulator';
const NO_NETWORK = 'functions run on this machine, outside of any VPC';

/**
 * Every resource type and property of the template. A template with one that is not here fails the tests: whoever
 * adds it says what the emulator does with it.
 */
export const KNOWLEDGE: Readonly<Record<string, TypeKnowledge>> = {
  'AWS::ApiGateway::Authorizer': {
    properties: {
      works: ['AuthorizerUri', 'IdentitySource', 'Name', 'RestApiId', 'Type'],
      acts: ['AuthorizerResultTtlInSeconds'],
    },
  },
  'AWS::ApiGateway::BasePathMapping': { properties: { ignored: ['BasePath', 'DomainName', 'RestApiId', 'Stage'] } },
  'AWS::ApiGateway::ClientCertificate': { properties: { ignored: ['Description'] } },
  'AWS::ApiGateway::Deployment': { properties: { works: ['RestApiId'], kept: ['Description'] } },
  'AWS::ApiGateway::DomainName': {
    properties: {
      ignored: [
        'DomainName',
        'RegionalCertificateArn',
        'EndpointConfiguration',
        'SecurityPolicy',
        'EndpointAccessMode',
      ],
    },
    note: 'the local API is plain HTTP on loopback',
  },
  'AWS::ApiGateway::GatewayResponse': {
    properties: { acts: ['ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode', 'ResponseParameters'] },
    note: 'the emulator does not unescape a quote inside a static header value',
    confirm: 'curl -si "$API_URL/nothing"',
  },
  'AWS::ApiGateway::Method': {
    properties: {
      works: ['HttpMethod', 'Integration', 'ResourceId', 'RestApiId'],
      acts: ['ApiKeyRequired', 'AuthorizationType', 'AuthorizerId', 'RequestModels', 'RequestValidatorId'],
    },
    note: 'the edge streams: the deployed integration gives back the event that the function is to get',
    confirm:
      'curl -sN "$API_URL/chat/completions" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d \'{"model":"nova-lite","stream":true,"messages":[{"role":"user","content":"Count to twenty"}]}\'',
  },
  'AWS::ApiGateway::Model': { properties: { acts: ['ContentType', 'RestApiId', 'Schema'] } },
  'AWS::ApiGateway::RequestValidator': {
    properties: { works: ['RestApiId'], acts: ['ValidateRequestBody', 'ValidateRequestParameters'] },
  },
  'AWS::ApiGateway::Resource': { properties: { works: ['ParentId', 'PathPart', 'RestApiId'] } },
  'AWS::ApiGateway::RestApi': {
    properties: {
      edge: ['ApiKeySourceType'],
      kept: ['Description', 'EndpointConfiguration', 'Name'],
      ignored: [
        'EndpointAccessMode',
        'SecurityPolicy',
        'DisableExecuteApiEndpoint',
        'Policy',
        'MinimumCompressionSize',
        'BinaryMediaTypes',
      ],
    },
    note: "the edge asks the template's authorizer for the usage-plan key and sends it as a header",
    confirm:
      'openssl s_client -connect "$API_HOST:443" -tls1_1 </dev/null; curl -si "$API_URL/models" -H "Authorization: Bearer $TOKEN"',
  },
  'AWS::ApiGateway::Stage': {
    properties: {
      works: ['DeploymentId', 'RestApiId', 'StageName'],
      acts: ['MethodSettings'],
      edge: ['AccessLogSetting'],
      ignored: ['ClientCertificateId', 'TracingEnabled'],
    },
    note: 'the edge writes the access log, with the variables that it knows',
    confirm: 'aws logs tail "$ACCESS_LOG_GROUP" --since 5m',
  },
  'AWS::ApiGateway::UsagePlan': {
    properties: { works: ['ApiStages'], acts: ['Quota', 'Throttle'], kept: ['Description', 'UsagePlanName'] },
  },
  'AWS::Backup::BackupPlan': { properties: { ignored: ['BackupPlan'] }, note: 'no backup is ever made' },
  'AWS::Backup::BackupSelection': { properties: { ignored: ['BackupPlanId', 'BackupSelection'] } },
  'AWS::Backup::BackupVault': {
    properties: { kept: ['BackupVaultName', 'EncryptionKeyArn', 'LockConfiguration', 'AccessPolicy'] },
  },
  'AWS::Bedrock::Guardrail': {
    properties: {
      ignored: [
        'BlockedInputMessaging',
        'BlockedOutputsMessaging',
        'ContentPolicyConfig',
        'ContextualGroundingPolicyConfig',
        'CrossRegionConfig',
        'Description',
        'KmsKeyArn',
        'Name',
        'SensitiveInformationPolicyConfig',
        'TopicPolicyConfig',
        'WordPolicyConfig',
      ],
    },
  },
  'AWS::Bedrock::GuardrailVersion': { properties: { ignored: ['Description', 'GuardrailIdentifier'] } },
  'AWS::CloudTrail::Trail': {
    properties: {
      ignored: [
        'CloudWatchLogsLogGroupArn',
        'CloudWatchLogsRoleArn',
        'EnableLogFileValidation',
        'EventSelectors',
        'AdvancedEventSelectors',
        'IncludeGlobalServiceEvents',
        'IsLogging',
        'IsMultiRegionTrail',
        'KMSKeyId',
        'S3BucketName',
        'S3KeyPrefix',
        'TrailName',
      ],
    },
  },
  'AWS::CloudWatch::Alarm': {
    properties: {
      acts: [
        'AlarmActions',
        'ComparisonOperator',
        'Dimensions',
        'EvaluationPeriods',
        'MetricName',
        'Namespace',
        'OKActions',
        'Period',
        'Statistic',
        'Threshold',
        'TreatMissingData',
      ],
      kept: [
        'ActionsEnabled',
        'AlarmDescription',
        'AlarmName',
        'DatapointsToAlarm',
        'ExtendedStatistic',
        'InsufficientDataActions',
        'Unit',
      ],
      ignored: ['Metrics', 'ThresholdMetricId', 'EvaluateLowSampleCountPercentile'],
    },
    note: 'alarms on pushed metrics only: AWS services push none here, and alarms on metric math are taken out',
    confirm: 'aws cloudwatch set-alarm-state --alarm-name "$ALARM" --state-value ALARM --state-reason drill',
  },
  'AWS::CloudWatch::AnomalyDetector': {
    properties: {
      ignored: [
        'Configuration',
        'Dimensions',
        'MetricName',
        'Namespace',
        'Stat',
        'MetricMathAnomalyDetector',
        'SingleMetricAnomalyDetector',
      ],
    },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    properties: { edge: ['AlarmActions', 'AlarmDescription', 'AlarmName', 'AlarmRule', 'ActionsEnabled', 'OKActions'] },
    note: 'made through the service itself',
  },
  'AWS::CloudWatch::Dashboard': { properties: { kept: ['DashboardBody', 'DashboardName'] } },
  'AWS::CloudWatch::InsightRule': { properties: { ignored: ['RuleBody', 'RuleName', 'RuleState', 'Tags'] } },
  'AWS::Cognito::LogDeliveryConfiguration': { properties: { ignored: ['LogConfigurations', 'UserPoolId'] } },
  'AWS::Cognito::ManagedLoginBranding': {
    properties: { ignored: ['ClientId', 'UseCognitoProvidedValues', 'UserPoolId'] },
  },
  'AWS::Cognito::UserPool': {
    properties: {
      works: ['LambdaConfig'],
      acts: ['MfaConfiguration', 'Policies', 'Schema', 'AdminCreateUserConfig', 'EnabledMfas'],
      kept: [
        'AccountRecoverySetting',
        'AutoVerifiedAttributes',
        'DeletionProtection',
        'EmailConfiguration',
        'EmailVerificationMessage',
        'EmailVerificationSubject',
        'SmsVerificationMessage',
        'UserAttributeUpdateSettings',
        'UserPoolName',
        'UserPoolAddOns',
        'UserPoolTier',
        'UsernameAttributes',
        'UsernameConfiguration',
        'VerificationMessageTemplate',
      ],
      ignored: [
        'WebAuthnFactorConfiguration',
        'WebAuthnRelyingPartyID',
        'WebAuthnUserVerification',
        'DeviceConfiguration',
      ],
    },
    note: 'threat protection and the hosted login are not emulated',
  },
  'AWS::Cognito::UserPoolClient': {
    properties: {
      acts: [
        'AccessTokenValidity',
        'AllowedOAuthFlows',
        'AllowedOAuthFlowsUserPoolClient',
        'AllowedOAuthScopes',
        'ExplicitAuthFlows',
        'IdTokenValidity',
        'RefreshTokenValidity',
        'TokenValidityUnits',
        'UserPoolId',
      ],
      kept: [
        'AuthSessionValidity',
        'CallbackURLs',
        'ClientName',
        'EnableTokenRevocation',
        'GenerateSecret',
        'LogoutURLs',
        'PreventUserExistenceErrors',
        'ReadAttributes',
        'RefreshTokenRotation',
        'SupportedIdentityProviders',
        'WriteAttributes',
      ],
    },
    note: 'two live secrets of a client are emulated by us (local/emulator/client_secrets.py)',
  },
  'AWS::Cognito::UserPoolDomain': {
    properties: { works: ['Domain', 'UserPoolId'], ignored: ['ManagedLoginVersion', 'CustomDomainConfig'] },
  },
  'AWS::Cognito::UserPoolGroup': { properties: { acts: ['GroupName', 'UserPoolId', 'Description', 'Precedence'] } },
  'AWS::Cognito::UserPoolIdentityProvider': {
    properties: {
      ignored: ['AttributeMapping', 'IdpIdentifiers', 'ProviderDetails', 'ProviderName', 'ProviderType', 'UserPoolId'],
    },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    properties: { works: ['Identifier', 'Scopes', 'UserPoolId'], kept: ['Name'] },
  },
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': {
    properties: {
      ignored: [
        'AccountTakeoverRiskConfiguration',
        'ClientId',
        'CompromisedCredentialsRiskConfiguration',
        'UserPoolId',
        'RiskExceptionConfiguration',
      ],
    },
  },
  'AWS::DynamoDB::Table': {
    properties: {
      works: ['AttributeDefinitions', 'KeySchema', 'StreamSpecification', 'GlobalSecondaryIndexes'],
      acts: ['BillingMode', 'DeletionProtectionEnabled', 'TimeToLiveSpecification'],
      kept: [
        'PointInTimeRecoverySpecification',
        'SSESpecification',
        'TableName',
        'Tags',
        'ContributorInsightsSpecification',
        'KinesisStreamSpecification',
      ],
      ignored: ['ResourcePolicy', 'OnDemandThroughput', 'WarmThroughput'],
    },
    note: 'nothing is encrypted on this machine, and there is no recovery to a point in time',
  },
  'AWS::EC2::FlowLog': {
    properties: {
      ignored: [
        'DeliverLogsPermissionArn',
        'LogDestinationType',
        'LogDestination',
        'LogGroupName',
        'MaxAggregationInterval',
        'ResourceId',
        'ResourceType',
        'Tags',
        'TrafficType',
      ],
    },
    note: NO_NETWORK,
  },
  'AWS::EC2::EIP': { properties: { ignored: ['Domain', 'Tags'] }, note: NO_NETWORK },
  'AWS::EC2::InternetGateway': { properties: { ignored: ['Tags'] }, note: NO_NETWORK },
  'AWS::EC2::NatGateway': {
    properties: { ignored: ['AllocationId', 'ConnectivityType', 'SubnetId', 'Tags'] },
    note: NO_NETWORK,
  },
  'AWS::EC2::Route': {
    properties: { ignored: ['DestinationCidrBlock', 'GatewayId', 'NatGatewayId', 'RouteTableId', 'VpcEndpointId'] },
    note: NO_NETWORK,
  },
  'AWS::EC2::RouteTable': { properties: { kept: ['Tags', 'VpcId'] }, note: NO_NETWORK },
  'AWS::EC2::SecurityGroup': {
    properties: { kept: ['GroupDescription', 'SecurityGroupEgress', 'SecurityGroupIngress', 'Tags', 'VpcId'] },
    note: NO_NETWORK,
  },
  'AWS::EC2::SecurityGroupEgress': {
    properties: {
      ignored: [
        'CidrIp',
        'Description',
        'DestinationPrefixListId',
        'DestinationSecurityGroupId',
        'FromPort',
        'GroupId',
        'IpProtocol',
        'ToPort',
      ],
    },
    note: NO_NETWORK,
  },
  'AWS::EC2::SecurityGroupIngress': {
    properties: {
      ignored: ['CidrIp', 'Description', 'FromPort', 'GroupId', 'IpProtocol', 'SourceSecurityGroupId', 'ToPort'],
    },
    note: NO_NETWORK,
  },
  'AWS::EC2::Subnet': {
    properties: { kept: ['AvailabilityZone', 'CidrBlock', 'MapPublicIpOnLaunch', 'Tags', 'VpcId'] },
    note: NO_NETWORK,
  },
  'AWS::EC2::SubnetRouteTableAssociation': { properties: { kept: ['RouteTableId', 'SubnetId'] }, note: NO_NETWORK },
  'AWS::EC2::VPC': {
    properties: { kept: ['CidrBlock', 'EnableDnsHostnames', 'EnableDnsSupport', 'InstanceTenancy', 'Tags'] },
    note: NO_NETWORK,
  },
  'AWS::EC2::VPCEndpoint': {
    properties: {
      kept: [
        'PolicyDocument',
        'PrivateDnsEnabled',
        'RouteTableIds',
        'SecurityGroupIds',
        'ServiceName',
        'SubnetIds',
        'Tags',
        'VpcEndpointType',
        'VpcId',
      ],
    },
    note: NO_NETWORK,
    confirm:
      'aws lambda invoke --function-name "$GATEWAY_FUNCTION" /dev/null && aws logs tail "$GATEWAY_LOG_GROUP" --since 5m',
  },
  'AWS::EC2::VPCGatewayAttachment': { properties: { ignored: ['InternetGatewayId', 'VpcId'] }, note: NO_NETWORK },
  'AWS::Events::Rule': {
    properties: {
      acts: ['EventPattern', 'ScheduleExpression', 'State', 'Targets', 'EventBusName'],
      kept: ['Description', 'Name'],
    },
  },
  'AWS::IAM::ManagedPolicy': {
    properties: { kept: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'] },
    note: SIMULATED,
  },
  'AWS::IAM::Policy': { properties: { kept: ['PolicyDocument', 'PolicyName', 'Roles'] }, note: SIMULATED },
  'AWS::IAM::Role': {
    properties: {
      kept: [
        'AssumeRolePolicyDocument',
        'Description',
        'ManagedPolicyArns',
        'MaxSessionDuration',
        'Policies',
        'RoleName',
        'Tags',
      ],
    },
    note: SIMULATED,
  },
  'AWS::KMS::Alias': { properties: { acts: ['AliasName', 'TargetKeyId'] } },
  'AWS::KMS::Key': {
    properties: {
      acts: ['KeySpec', 'KeyUsage'],
      ignored: ['PendingWindowInDays'],
      kept: ['Description', 'EnableKeyRotation', 'Enabled', 'KeyPolicy', 'MultiRegion', 'RotationPeriodInDays', 'Tags'],
    },
    note: SIMULATED,
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    properties: {
      kept: [
        'DeliveryStreamEncryptionConfigurationInput',
        'DeliveryStreamName',
        'DeliveryStreamType',
        'ExtendedS3DestinationConfiguration',
        'Tags',
      ],
    },
  },
  'AWS::Lambda::Alias': {
    properties: { acts: ['FunctionName', 'FunctionVersion', 'Name', 'ProvisionedConcurrencyConfig'] },
  },
  'AWS::Lambda::CodeSigningConfig': {
    properties: { ignored: ['AllowedPublishers', 'CodeSigningPolicies', 'Description'] },
  },
  'AWS::Lambda::EventInvokeConfig': {
    properties: {
      acts: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    properties: {
      works: ['EventSourceArn', 'FunctionName'],
      acts: ['BatchSize', 'StartingPosition', 'FilterCriteria', 'MaximumBatchingWindowInSeconds', 'Enabled'],
      kept: [
        'BisectBatchOnFunctionError',
        'DestinationConfig',
        'FunctionResponseTypes',
        'KmsKeyArn',
        'MaximumRecordAgeInSeconds',
        'MaximumRetryAttempts',
        'ParallelizationFactor',
        'Tags',
        'TumblingWindowInSeconds',
      ],
    },
  },
  'AWS::Lambda::Function': {
    properties: {
      works: ['Code', 'Handler'],
      acts: ['Environment', 'LoggingConfig', 'MemorySize', 'Runtime', 'Timeout', 'ReservedConcurrentExecutions'],
      kept: [
        'Architectures',
        'CodeSigningConfigArn',
        'DeadLetterConfig',
        'Description',
        'EphemeralStorage',
        'FunctionName',
        'KmsKeyArn',
        'RecursiveLoop',
        'Role',
        'RuntimeManagementConfig',
        'Tags',
        'TracingConfig',
        'VpcConfig',
      ],
    },
    note: 'no role is assumed, no VPC, no ARM; memory limits the heap only',
    confirm: 'aws lambda get-function-configuration --function-name "$GATEWAY_FUNCTION"',
  },
  'AWS::Lambda::Permission': {
    properties: { kept: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount', 'EventSourceToken'] },
    note: SIMULATED,
  },
  'AWS::Lambda::Version': { properties: { acts: ['FunctionName'], kept: ['Description', 'CodeSha256'] } },
  'AWS::Logs::LogAnomalyDetector': {
    properties: {
      ignored: [
        'AccountId',
        'AnomalyVisibilityTime',
        'DetectorName',
        'EvaluationFrequency',
        'FilterPattern',
        'KmsKeyId',
        'LogGroupArnList',
      ],
    },
  },
  'AWS::Logs::LogGroup': {
    properties: {
      acts: ['LogGroupName'],
      kept: [
        'DataProtectionPolicy',
        'DeletionProtectionEnabled',
        'KmsKeyId',
        'LogGroupClass',
        'RetentionInDays',
        'Tags',
      ],
    },
  },
  'AWS::Logs::MetricFilter': {
    properties: { kept: ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'] },
    note: 'a filter produces no metric',
  },
  'AWS::Logs::QueryDefinition': { properties: { ignored: ['LogGroupNames', 'Name', 'QueryString'] } },
  'AWS::Logs::ResourcePolicy': { properties: { kept: ['PolicyDocument', 'PolicyName'] }, note: SIMULATED },
  'AWS::Logs::SubscriptionFilter': {
    properties: { kept: ['DestinationArn', 'FilterPattern', 'LogGroupName', 'RoleArn', 'FilterName'] },
  },
  'AWS::Route53Resolver::FirewallDomainList': { properties: { ignored: ['Domains'] }, note: NO_NETWORK },
  'AWS::Route53Resolver::FirewallRuleGroup': {
    properties: { ignored: ['FirewallRules'] },
    note: NO_NETWORK,
  },
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': {
    properties: { ignored: ['FirewallRuleGroupId', 'MutationProtection', 'Priority', 'VpcId'] },
    note: NO_NETWORK,
  },
  'AWS::S3::Bucket': {
    properties: {
      acts: ['BucketName', 'ObjectLockConfiguration', 'ObjectLockEnabled', 'VersioningConfiguration'],
      kept: [
        'BucketEncryption',
        'LifecycleConfiguration',
        'NotificationConfiguration',
        'OwnershipControls',
        'PublicAccessBlockConfiguration',
        'Tags',
      ],
      ignored: ['LoggingConfiguration', 'ReplicationConfiguration'],
    },
    note: 'nothing is encrypted on this machine',
    confirm:
      'aws s3api get-object-lock-configuration --bucket "$AUDIT_BUCKET"; aws s3api get-bucket-encryption --bucket "$AUDIT_BUCKET"',
  },
  'AWS::S3::BucketPolicy': { properties: { kept: ['Bucket', 'PolicyDocument'] }, note: SIMULATED },
  'AWS::SNS::Subscription': {
    properties: {
      works: ['Endpoint', 'Protocol', 'TopicArn'],
      kept: ['RawMessageDelivery', 'RedrivePolicy', 'FilterPolicy'],
    },
  },
  'AWS::SNS::Topic': { properties: { kept: ['DisplayName', 'KmsMasterKeyId', 'TopicName', 'Tags'] } },
  'AWS::SNS::TopicPolicy': { properties: { kept: ['PolicyDocument', 'Topics'] }, note: SIMULATED },
  'AWS::SQS::Queue': {
    properties: {
      acts: ['MessageRetentionPeriod', 'RedrivePolicy', 'VisibilityTimeout'],
      kept: ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'QueueName', 'SqsManagedSseEnabled', 'Tags'],
    },
  },
  'AWS::SQS::QueuePolicy': { properties: { kept: ['PolicyDocument', 'Queues'] }, note: SIMULATED },
  'AWS::SSM::Parameter': { properties: { acts: ['Name', 'Type', 'Value'], kept: ['Description', 'Tier'] } },
  'AWS::Scheduler::Schedule': {
    properties: {
      acts: ['FlexibleTimeWindow', 'ScheduleExpression', 'State', 'Target'],
      kept: ['Description', 'GroupName', 'KmsKeyArn', 'Name', 'ScheduleExpressionTimezone'],
    },
  },
  'AWS::Scheduler::ScheduleGroup': { properties: { kept: ['Name', 'Tags'] } },
  'AWS::SecretsManager::ResourcePolicy': {
    properties: { ignored: ['BlockPublicPolicy', 'ResourcePolicy', 'SecretId'] },
    note: SIMULATED,
  },
  'AWS::SecretsManager::RotationSchedule': {
    properties: { edge: ['RotateImmediatelyOnUpdate', 'RotationLambdaARN', 'RotationRules', 'SecretId'] },
    note: 'set through the service itself',
  },
  'AWS::SecretsManager::Secret': {
    properties: { acts: ['GenerateSecretString', 'SecretString', 'Name'], kept: ['Description', 'KmsKeyId', 'Tags'] },
  },
  'AWS::Synthetics::Canary': {
    properties: {
      ignored: [
        'ArtifactConfig',
        'ArtifactS3Location',
        'Code',
        'ExecutionRoleArn',
        'Name',
        'RunConfig',
        'RuntimeVersion',
        'Schedule',
        'StartCanaryAfterCreation',
      ],
    },
  },
  'AWS::WAFv2::IPSet': {
    properties: { edge: ['Addresses', 'IPAddressVersion', 'Name', 'Scope'], kept: ['Description'] },
    note: 'made through WAF itself; the edge reads it every second',
  },
  'AWS::WAFv2::LoggingConfiguration': {
    properties: { ignored: ['LogDestinationConfigs', 'LoggingFilter', 'RedactedFields', 'ResourceArn'] },
    confirm: 'aws logs tail "$WAF_LOG_GROUP" --since 5m',
  },
  'AWS::WAFv2::RegexPatternSet': { properties: { edge: ['Description', 'Name', 'RegularExpressionList', 'Scope'] } },
  'AWS::WAFv2::WebACL': {
    properties: {
      edge: ['AssociationConfig', 'CustomResponseBodies', 'DefaultAction', 'Rules', 'Scope'],
      kept: ['Description', 'Name', 'VisibilityConfig'],
      ignored: [
        'CaptchaConfig',
        'ChallengeConfig',
        'DataProtectionConfig',
        'OnSourceDDoSProtectionConfig',
        'TokenDomains',
      ],
    },
    note: 'enforced by the edge: managed groups by an approximation of what AWS documents, addresses have no country and no reputation',
    confirm: 'npm run attack -- --url "$API_URL"',
  },
  'AWS::WAFv2::WebACLAssociation': { properties: { edge: ['ResourceArn', 'WebACLArn'] } },
};

/** What is done with a property, or `undefined` where nobody has said. */
export function fidelityOf(type: string, property: string): Fidelity | undefined {
  const known = KNOWLEDGE[type]?.properties ?? {};
  return (Object.keys(known) as Fidelity[]).find((fidelity) => known[fidelity]?.includes(property));
}
