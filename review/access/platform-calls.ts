import { type ConcreteResource, type ConcreteTemplate, list, named, ofType, record } from './concrete';
import type { AccessRequest } from './decide';
import { type Permission, requestOf, tableKeyUse, throughKey } from './permissions';

/** A call that AWS makes because a template says so: no test of ours can record it. */
export interface PlatformCall {
  /** What makes it, as a finding tells it. */
  readonly cause: string;
  readonly request: AccessRequest;
}

/** Every call that AWS makes on its own for the resources of a template, in the name of a role or of a service. */
export function platformCalls(template: ConcreteTemplate): readonly PlatformCall[] {
  return [
    ...ofType(template, 'AWS::Lambda::Function').flatMap((resource) => ofFunction(resource, template)),
    ...ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap((resource) => ofMapping(resource, template)),
    ...ofType(template, 'AWS::EC2::FlowLog').flatMap((resource) => ofFlowLog(resource, template)),
    ...ofType(template, 'AWS::CloudTrail::Trail').flatMap((resource) => ofTrail(resource, template)),
    ...ofType(template, 'AWS::Backup::BackupSelection').flatMap((resource) => ofBackup(resource, template)),
    ...ofType(template, 'AWS::Logs::LogGroup').flatMap((resource) => ofLogGroup(resource, template)),
    ...ofType(template, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').flatMap((resource) =>
      ofAlarm(resource, template),
    ),
    ...ofType(template, 'AWS::Events::Rule').flatMap((resource) => ofRule(resource, template)),
    ...ofType(template, 'AWS::S3::Bucket').flatMap((resource) => ofBucket(resource, template)),
    ...ofType(template, 'AWS::ApiGateway::Method', 'AWS::ApiGateway::Authorizer').flatMap((resource) =>
      ofApi(resource, template),
    ),
    ...ofType(template, 'AWS::Cognito::UserPool').flatMap((resource) => ofUserPool(resource, template)),
    ...ofType(template, 'AWS::WAFv2::LoggingConfiguration').flatMap((resource) => ofWafLog(resource, template)),
    ...ofType(template, 'AWS::SNS::Subscription').flatMap((resource) => ofSubscription(resource, template)),
    ...ofType(template, 'AWS::SecretsManager::RotationSchedule').flatMap((resource) => ofRotation(resource, template)),
  ];
}

function byRole(
  cause: string,
  role: unknown,
  template: ConcreteTemplate,
  permissions: readonly Permission[],
): PlatformCall[] {
  const arn = String(role);
  return permissions.map((permission) => ({
    cause,
    request: requestOf(permission, { principal: { kind: 'role', arn }, inVpc: false }, template.place),
  }));
}

/** A call in a service's own name says for which resource it is made. */
function byService(
  cause: string,
  name: string,
  source: string | undefined,
  template: ConcreteTemplate,
  permissions: readonly Permission[],
): PlatformCall[] {
  const context = {
    'aws:SourceAccount': template.place.account,
    ...(source !== undefined && { 'aws:SourceArn': source }),
  };
  return permissions.map((permission) => ({
    cause,
    request: requestOf(
      { ...permission, context: { ...context, ...permission.context } },
      { principal: { kind: 'service', name }, inVpc: false },
      template.place,
    ),
  }));
}

const invoke = (arn: string): Permission => ({ action: 'lambda:InvokeFunction', resource: arn });

/** Writing to a log group, as every service does it: a stream, then events. */
function writeLog(groupName: unknown, { place }: ConcreteTemplate): readonly Permission[] {
  const { partition, region, account } = place;
  const stream = `arn:${partition}:logs:${region}:${account}:log-group:${String(groupName)}:log-stream:2026/01/01/example`;
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: stream }));
}

function send(queueArn: unknown, template: ConcreteTemplate): readonly Permission[] {
  const queue = named(template, queueArn);
  return [
    { action: 'sqs:SendMessage', resource: String(queueArn) },
    ...throughKey(queue?.properties.KmsMasterKeyId, 'sqs', template),
  ];
}

function ofFunction({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const { partition, region, account } = template.place;
  const role = properties.Role;
  const calls: [string, readonly Permission[]][] = [];
  const logGroup = record(properties.LoggingConfig).LogGroup;
  if (logGroup !== undefined) calls.push(['its log', writeLog(logGroup, template)]);
  if (record(properties.TracingConfig).Mode === 'Active') {
    const actions = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
    calls.push(['its traces', actions.map((action) => ({ action, resource: '*' }))]);
  }
  if (list(record(properties.VpcConfig).SubnetIds).length > 0) {
    const eni = `arn:${partition}:ec2:${region}:${account}:network-interface/eni-0123456789abcdef0`;
    calls.push([
      'its network interfaces',
      [
        ...['Create', 'Delete'].map((verb) => ({ action: `ec2:${verb}NetworkInterface`, resource: eni })),
        ...['Assign', 'Unassign'].map((verb) => ({ action: `ec2:${verb}PrivateIpAddresses`, resource: eni })),
        { action: 'ec2:DescribeNetworkInterfaces', resource: '*' },
        { action: 'ec2:DescribeSubnets', resource: '*' },
      ],
    ]);
  }
  const deadLetters = record(properties.DeadLetterConfig).TargetArn;
  if (deadLetters !== undefined) calls.push(['its dead letters', send(deadLetters, template)]);
  return calls.flatMap(([what, permissions]) => byRole(`${logicalId}: ${what}`, role, template, permissions));
}

function ofMapping({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const target = named(template, properties.FunctionName);
  const source = String(properties.EventSourceArn);
  const failed = record(record(properties.DestinationConfig).OnFailure).Destination;
  const read: readonly Permission[] = source.includes(':dynamodb:')
    ? [
        ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((name) => ({
          action: `dynamodb:${name}`,
          resource: source,
        })),
        { action: 'dynamodb:ListStreams', resource: '*' },
        ...tableKeyUse(source.split('/stream/')[0], template),
      ]
    : ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((name) => ({
        action: `sqs:${name}`,
        resource: source,
      }));
  const all = [...read, ...(failed === undefined ? [] : send(failed, template))];
  return byRole(`${logicalId}: its batches`, target?.properties.Role, template, all);
}

function ofFlowLog({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  if (properties.LogGroupName === undefined) return [];
  const { partition, region, account } = template.place;
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${String(properties.LogGroupName)}`;
  return byRole(`${logicalId}: its log`, properties.DeliverLogsPermissionArn, template, [
    ...writeLog(properties.LogGroupName, template),
    { action: 'logs:DescribeLogStreams', resource: `${group}:*` },
  ]);
}

function ofTrail({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const { partition, account } = template.place;
  const bucketArn = `arn:${partition}:s3:::${String(properties.S3BucketName)}`;
  const group = String(properties.CloudWatchLogsLogGroupArn ?? '').split(':')[6];
  const key = properties.KMSKeyId;
  const file = `${bucketArn}/AWSLogs/${account}/CloudTrail/eu-central-1/2026/01/01/example.json.gz`;
  return [
    ...byService(`${logicalId}: its files`, 'cloudtrail.amazonaws.com', arn, template, [
      { action: 's3:GetBucketAcl', resource: bucketArn },
      { action: 's3:PutObject', resource: file },
      ...(typeof key === 'string'
        ? ['GenerateDataKey', 'DescribeKey', 'Decrypt'].map((name) => ({ action: `kms:${name}`, resource: key }))
        : []),
    ]),
    ...(group === undefined
      ? []
      : byRole(`${logicalId}: its log`, properties.CloudWatchLogsRoleArn, template, writeLog(group, template))),
  ];
}

/** What AWS Backup does with a table and its vault, as AWS's own policy for it has it. */
function ofBackup({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const selection = record(properties.BackupSelection);
  const vaults = ofType(template, 'AWS::Backup::BackupVault');
  const vaultKeys = vaults.flatMap(({ properties: vault }) => list(vault.EncryptionKeyArn));
  return list(selection.Resources).flatMap((arn) => {
    const tableKey = record(named(template, arn)?.properties.SSESpecification).KMSMasterKeyId;
    const keys = [...new Set([...vaultKeys, ...list(tableKey)])].map(String);
    const permissions: readonly Permission[] = [
      ...['CreateBackup', 'DescribeTable', 'ListTagsOfResource', 'StartAwsBackupJob'].map((name) => ({
        action: `dynamodb:${name}`,
        resource: String(arn),
      })),
      ...['DeleteBackup', 'DescribeBackup'].map((name) => ({
        action: `dynamodb:${name}`,
        resource: `${String(arn)}/backup/01489602797149-73d8d5bc`,
      })),
      ...vaults.flatMap((vault) =>
        ['CopyIntoBackupVault', 'DescribeBackupVault'].map((name) => ({
          action: `backup:${name}`,
          resource: vault.arn,
        })),
      ),
      ...keys.flatMap((key) =>
        ['Decrypt', 'DescribeKey', 'GenerateDataKey', 'CreateGrant'].map((name) => ({
          action: `kms:${name}`,
          resource: key,
          via: `backup.${template.place.region}.amazonaws.com`,
          context: { 'kms:GrantIsForAWSResource': 'true' },
        })),
      ),
    ];
    return byRole(`${logicalId}: its backups`, selection.IamRoleArn, template, permissions);
  });
}

function ofLogGroup({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const key = properties.KmsKeyId;
  if (typeof key !== 'string') return [];
  const context = { 'kms:EncryptionContext:aws:logs:arn': arn.replace(/:\*$/, '') };
  return byService(
    `${logicalId}: its encryption`,
    `logs.${template.place.region}.amazonaws.com`,
    undefined,
    template,
    ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'].map((name) => ({
      action: `kms:${name}`,
      resource: key,
      context,
    })),
  );
}

function ofAlarm({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const actions = ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((name) => list(properties[name]));
  return [...new Set(actions.map(String))].flatMap((target) => {
    if (target.includes(':lambda:')) {
      return byService(`${logicalId}: its action`, 'lambda.alarms.cloudwatch.amazonaws.com', arn, template, [
        invoke(target),
      ]);
    }
    if (!target.includes(':sns:')) return [];
    return byService(`${logicalId}: its action`, 'cloudwatch.amazonaws.com', arn, template, [
      { action: 'sns:Publish', resource: target },
      ...serviceKeyUse(named(template, target)?.properties.KmsMasterKeyId),
    ]);
  });
}

/** A service that writes into an encrypted queue or topic uses the key in its own name. */
function serviceKeyUse(keyArn: unknown): readonly Permission[] {
  if (typeof keyArn !== 'string') return [];
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resource: keyArn }));
}

function ofRule({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  return list(properties.Targets).flatMap((entry) => {
    const target = record(entry);
    const to = String(target.Arn);
    const permissions: Permission[] = [];
    const key = named(template, to)?.properties.KmsMasterKeyId;
    if (to.includes(':lambda:')) permissions.push(invoke(to));
    if (to.includes(':sns:')) permissions.push({ action: 'sns:Publish', resource: to }, ...serviceKeyUse(key));
    if (to.includes(':sqs:')) permissions.push({ action: 'sqs:SendMessage', resource: to }, ...serviceKeyUse(key));
    const deadLetters = record(target.DeadLetterConfig).Arn;
    if (deadLetters !== undefined) {
      permissions.push(
        { action: 'sqs:SendMessage', resource: String(deadLetters) },
        ...serviceKeyUse(named(template, deadLetters)?.properties.KmsMasterKeyId),
      );
    }
    return byService(`${logicalId}: its targets`, 'events.amazonaws.com', arn, template, permissions);
  });
}

function ofBucket({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const { DestinationBucketName: name, LogFilePrefix: prefix } = record(properties.LoggingConfiguration);
  if (name === undefined) return [];
  const target = named(template, name)?.arn ?? `arn:${template.place.partition}:s3:::${String(name)}`;
  return byService(`${logicalId}: its access log`, 'logging.s3.amazonaws.com', arn, template, [
    { action: 's3:PutObject', resource: `${target}/${String(prefix ?? '')}2026-01-01-00-00-00-0123456789ABCDEF` },
  ]);
}

function ofApi({ logicalId, type, properties, ref }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const { partition, region, account } = template.place;
  const api = `arn:${partition}:execute-api:${region}:${account}:${String(properties.RestApiId)}`;
  const isMethod = type === 'AWS::ApiGateway::Method';
  const uri = String(isMethod ? record(properties.Integration).Uri : properties.AuthorizerUri);
  const [, functionArn] = /(arn:[a-z-]+:lambda:[^/]+)/.exec(uri) ?? [];
  if (functionArn === undefined) return [];
  const stage = ofType(template, 'AWS::ApiGateway::Stage').find(
    ({ properties: own }) => own.RestApiId === properties.RestApiId,
  );
  const path = isMethod ? pathOf(properties.ResourceId, template) : '';
  const source = isMethod
    ? `${api}/${String(stage?.properties.StageName ?? '*')}/${String(properties.HttpMethod)}${path}`
    : `${api}/authorizers/${ref}`;

  return byService(`${logicalId}: its function`, 'apigateway.amazonaws.com', source, template, [invoke(functionArn)]);
}

/** Path of a resource of an API, from its parents. */
function pathOf(resourceId: unknown, template: ConcreteTemplate): string {
  const resource = named(template, resourceId);
  if (resource?.type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(resource.properties.ParentId, template)}/${String(resource.properties.PathPart)}`;
}

function ofUserPool({ logicalId, properties, arn }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const functions = new Set(
    Object.values(record(properties.LambdaConfig))
      .map((value) => (typeof value === 'string' ? value : record(value).LambdaArn))
      .filter((value): value is string => typeof value === 'string' && value.includes(':lambda:')),
  );
  return [...functions].flatMap((target) =>
    byService(`${logicalId}: its trigger`, 'cognito-idp.amazonaws.com', arn, template, [invoke(target)]),
  );
}

function ofWafLog({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const { partition, region, account } = template.place;
  return list(properties.LogDestinationConfigs).flatMap((destination) => {
    const [, group] = /:log-group:(.+)$/.exec(String(destination)) ?? [];
    if (group === undefined) return [];
    const source = `arn:${partition}:logs:${region}:${account}:delivery-source:example`;
    return byService(
      `${logicalId}: its log`,
      'delivery.logs.amazonaws.com',
      source,
      template,
      writeLog(group, template),
    );
  });
}

function ofSubscription({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const endpoint = String(properties.Endpoint);
  const topic = String(properties.TopicArn);
  const permission =
    properties.Protocol === 'lambda'
      ? [invoke(endpoint)]
      : properties.Protocol === 'sqs'
        ? [
            { action: 'sqs:SendMessage', resource: endpoint },
            ...serviceKeyUse(named(template, endpoint)?.properties.KmsMasterKeyId),
          ]
        : [];
  return byService(`${logicalId}: its messages`, 'sns.amazonaws.com', topic, template, permission);
}

function ofRotation({ logicalId, properties }: ConcreteResource, template: ConcreteTemplate): PlatformCall[] {
  const target = properties.RotationLambdaARN;
  if (typeof target !== 'string') return [];
  return byService(
    `${logicalId}: its rotation`,
    'secretsmanager.amazonaws.com',
    String(properties.SecretId),
    template,
    [invoke(target)],
  );
}
