import { type ConcreteTemplate, list, named, ofType, record } from './concrete';
import { contextOf } from './condition';
import type { AccessRequest, Principal } from './decide';
import type { RecordedCall } from './recorded-call';

/** A permission that an API call takes, before it is known who calls. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Set where another service asks in the caller's name, inside AWS: such a call passes no endpoint of the VPC. */
  readonly via?: string;
}

/** What decides on a permission and stands in the config, not in the call. */
export interface CallFacts {
  /** Regions to which an inference profile may send a prompt, by the profile's id. */
  readonly inferenceRegions: Readonly<Record<string, readonly string[]>>;
}

type Input = RecordedCall['input'];
type Rule = (input: Input, operation: string, template: ConcreteTemplate, facts: CallFacts) => readonly Permission[];

/**
 * What each call takes, by service and operation; `*` is the rest of a service whose actions are named like its calls.
 *
 * From the Service Authorization Reference. A call that no rule covers is a finding by name, never a silent pass.
 */
const RULES: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'api-gateway': { '*': apiGateway },
  bedrock: {
    '*': (_, operation) => [{ action: `bedrock:${operation}`, resource: '*' }],
    GetFoundationModel: ({ modelIdentifier: id }, operation, { place }) => [
      {
        action: `bedrock:${operation}`,
        resource: `arn:${place.partition}:bedrock:${place.region}::foundation-model/${String(id)}`,
      },
    ],
    GetInferenceProfile: ({ inferenceProfileIdentifier: id }, operation, template) => [
      { action: `bedrock:${operation}`, resource: arn(template, `bedrock:R:A:inference-profile/${String(id)}`) },
    ],
  },
  'bedrock-runtime': {
    ApplyGuardrail: (input, _, template) => guardrailUse(input.guardrailIdentifier, template),
    Converse: model('bedrock:InvokeModel'),
    ConverseStream: model('bedrock:InvokeModelWithResponseStream'),
    CountTokens: model('bedrock:CountTokens'),
    InvokeModel: model('bedrock:InvokeModel'),
    InvokeModelWithResponseStream: model('bedrock:InvokeModelWithResponseStream'),
  },
  cloudformation: { '*': (input, operation, template) => [onStack(input, operation, template)] },
  cloudtrail: { '*': (_, operation) => [{ action: `cloudtrail:${operation}`, resource: '*' }] },
  cloudwatch: { '*': cloudWatch },
  'cloudwatch-logs': { '*': (input, operation, template) => [onLogGroup(input, operation, template)] },
  'cognito-identity-provider': { '*': userPool },
  dynamodb: {
    '*': table,
    TransactWriteItems: transaction,
    TransactGetItems: transaction,
    BatchGetItem: batch,
    BatchWriteItem: batch,
  },
  ec2: { '*': (_, operation) => [{ action: `ec2:${operation}`, resource: '*' }] },
  kms: { '*': key },
  lambda: {
    '*': lambdaFunction,
    GetAccountSettings: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
  },
  s3: { '*': bucketOrObject },
  'secrets-manager': { '*': secret },
  'service-quotas': { '*': (_, operation) => [{ action: `servicequotas:${operation}`, resource: '*' }] },
  sns: { Publish: publish },
  sqs: { '*': queue },
  ssm: {
    GetParameter: ({ Name: name }, operation, template) => [
      { action: `ssm:${operation}`, resource: arn(template, `ssm:R:A:parameter${String(name)}`) },
    ],
  },
  sts: { GetCallerIdentity: () => [] },
  wafv2: { '*': (input, operation, template) => [onWaf(input, operation, template)] },
};

/**
 * The permissions that a call takes, those included that another service asks for in the caller's name (a key behind a
 * table, a bucket, a queue); undefined where no rule says.
 */
export function permissionsOf(
  call: RecordedCall,
  template: ConcreteTemplate,
  facts: CallFacts = { inferenceRegions: {} },
): readonly Permission[] | undefined {
  const rules = RULES[call.service];
  const rule = rules?.[call.operation] ?? rules?.['*'];
  return rule?.(call.input, call.operation, template, facts);
}

/** Where a principal is: decides which endpoint its calls pass and what they say about themselves. */
export interface Caller {
  readonly principal: Principal;
  /** ARN of the function whose code calls; absent for a person or AWS itself. */
  readonly functionArn?: string;
  readonly inVpc: boolean;
}

/** A permission, asked for by somebody. */
export function requestOf(permission: Permission, caller: Caller, place: ConcreteTemplate['place']): AccessRequest {
  const { principal } = caller;
  const own = permission.via === undefined;
  return {
    principal,
    action: permission.action,
    resource: permission.resource,
    context: contextOf({
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:PrincipalAccount': principal.kind === 'role' ? place.account : undefined,
      'aws:PrincipalArn': principal.kind === 'role' ? principal.arn : undefined,
      'aws:PrincipalIsAWSService': principal.kind === 'service' ? 'true' : 'false',
      'aws:PrincipalServiceName': principal.kind === 'service' ? principal.name : undefined,
      'aws:RequestedRegion': place.region,
      'lambda:SourceFunctionArn': own ? caller.functionArn : undefined,
      'kms:ViaService': permission.via,
      'aws:ViaAWSService': own ? 'false' : 'true',
      ...permission.context,
    }),
    ...(own && caller.inVpc && { endpoint: endpointOf(permission.action) }),
  };
}

/** The endpoint that a service's calls pass, by the prefix of its actions. */
function endpointOf(action: string): string {
  const service = action.split(':')[0]!;
  return { bedrock: 'bedrock-runtime', cloudwatch: 'monitoring' }[service] ?? service;
}

function arn(template: ConcreteTemplate, rest: string): string {
  const { partition, region, account } = template.place;
  return `arn:${partition}:${rest.replace(':R:', `:${region}:`).replace(':A:', `:${account}:`)}`;
}

function tableArn(name: unknown, template: ConcreteTemplate): string {
  const text = String(name);
  return text.startsWith('arn:') ? text : (named(template, text)?.arn ?? arn(template, `dynamodb:R:A:table/${text}`));
}

/** What DynamoDB asks of the table's key in the caller's name: to open the table's data key. */
export function tableKeyUse(tableName: unknown, template: ConcreteTemplate): readonly Permission[] {
  const found = named(template, tableName);
  const keyArn = record(found?.properties.SSESpecification).KMSMasterKeyId;
  if (found === undefined || typeof keyArn !== 'string') return [];
  return [
    {
      action: 'kms:Decrypt',
      resource: keyArn,
      via: `dynamodb.${template.place.region}.amazonaws.com`,
      context: {
        'kms:EncryptionContext:aws:dynamodb:tableName': found.ref,
        'kms:EncryptionContext:aws:dynamodb:subscriberId': template.place.account,
      },
    },
  ];
}

function table(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const resource = tableArn(input.TableName, template);
  const isData = /Item|Query|Scan/.test(operation);
  return [
    {
      action: `dynamodb:${operation}`,
      resource: typeof input.IndexName === 'string' ? `${resource}/index/${input.IndexName}` : resource,
      context: isData ? itemContext(input) : {},
    },
    ...(isData ? tableKeyUse(input.TableName, template) : []),
  ];
}

function batch(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  return Object.entries(record(input.RequestItems)).flatMap(([name, request]) => {
    const keys =
      operation === 'BatchGetItem'
        ? list(record(request).Keys)
        : list(request).map((entry) => {
            const { PutRequest: put, DeleteRequest: remove } = record(entry);
            return record(put).Item ?? record(remove).Key;
          });
    return [
      {
        action: `dynamodb:${operation}`,
        resource: tableArn(name, template),
        context: { ...projection(record(request)), 'dynamodb:LeadingKeys': keys.flatMap(leadingKey) },
      },
      ...tableKeyUse(name, template),
    ];
  });
}

/** A transaction takes the permission of each of its parts. */
function transaction(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const actions: Readonly<Record<string, string>> = {
    ConditionCheck: 'ConditionCheckItem',
    Delete: 'DeleteItem',
    Get: 'GetItem',
    Put: 'PutItem',
    Update: 'UpdateItem',
  };
  return list(input.TransactItems).flatMap((entry) =>
    Object.entries(record(entry)).flatMap(([kind, part]) => table(record(part), actions[kind] ?? operation, template)),
  );
}

function itemContext(input: Input): Permission['context'] {
  const keys = leadingKey(input.Key ?? input.Item);
  const condition = typeof input.KeyConditionExpression === 'string' ? input.KeyConditionExpression : '';
  const [, value] = /=\s*(:[A-Za-z0-9_]+)/.exec(condition) ?? [];
  const asked = value === undefined ? [] : attributeText(record(input.ExpressionAttributeValues)[value]);
  const leading = [...keys, ...asked];
  return {
    ...written(input),
    ...projection(input),
    'dynamodb:LeadingKeys': leading.length > 0 ? leading : undefined,
    'dynamodb:ReturnValues': typeof input.ReturnValues === 'string' ? input.ReturnValues : 'NONE',
  };
}

/** Attributes that a read asks for by name; none where it asks for all. */
function projection(input: Input): Readonly<Record<string, string | readonly string[] | undefined>> {
  if (typeof input.ProjectionExpression !== 'string') return {};
  const names = record(input.ExpressionAttributeNames);
  const attributes = input.ProjectionExpression.split(',').map((part) => {
    const [top] = part.trim().split(/[.[]/);
    return String(names[top!] ?? top);
  });
  const keys = Object.keys(record(input.Key));
  return { 'dynamodb:Attributes': [...new Set([...attributes, ...keys])], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' };
}

/** Attributes that a write names, in its item or in its expressions. */
function written(input: Input): Readonly<Record<string, readonly string[]>> {
  const item = Object.keys(record(input.Item));
  const text = ['UpdateExpression', 'ConditionExpression'].map((name) => input[name] ?? '').join(' ');
  if (item.length === 0 && input.UpdateExpression === undefined) return {};
  const names = record(input.ExpressionAttributeNames);
  const words = [...text.matchAll(/(?<![.:#\w])([#A-Za-z_]\w*)(?!\w|\s*\()/g)]
    .map(([, word]) => word!)
    .filter((word) => !/^(?:SET|REMOVE|ADD|DELETE|AND|OR|NOT|IN|BETWEEN)$/i.test(word))
    .map((word) => String(names[word] ?? word));
  return { 'dynamodb:Attributes': [...new Set([...item, ...words, ...Object.keys(record(input.Key))])] };
}

function leadingKey(item: unknown): readonly string[] {
  return attributeText(record(item).pk);
}

function attributeText(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  const text = record(value).S;
  return typeof text === 'string' ? [text] : [];
}

function key(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const context = Object.entries(record(input.EncryptionContext)).map(([name, value]) => [
    `kms:EncryptionContext:${name}`,
    String(value),
  ]);
  const id = String(input.KeyId);
  return [
    {
      action: `kms:${operation}`,
      resource: named(template, id)?.arn ?? id,
      context: {
        ...Object.fromEntries(context),
        'kms:EncryptionContextKeys': Object.keys(record(input.EncryptionContext)),
        'kms:MacAlgorithm': input.MacAlgorithm as string | undefined,
        'kms:SigningAlgorithm': input.SigningAlgorithm as string | undefined,
        'kms:MessageType': input.MessageType as string | undefined,
      },
    },
  ];
}

/** Calls of S3 whose action has another name. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  ListObjectVersions: 'ListBucketVersions',
  ListObjectsV2: 'ListBucket',
};

function bucketOrObject(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const bucket = named(template, input.Bucket);
  const bucketArn = bucket?.arn ?? `arn:${template.place.partition}:s3:::${String(input.Bucket)}`;
  const versioned = input.VersionId !== undefined && /^(?:Get|Delete)Object$/.test(operation) ? 'Version' : '';
  const action = `s3:${S3_ACTIONS[operation] ?? operation}${versioned}`;
  if (typeof input.Key !== 'string') {
    return [{ action, resource: bucketArn, context: { 's3:prefix': input.Prefix as string | undefined } }];
  }
  const resource = `${bucketArn}/${input.Key}`;
  const [rule] = list(record(bucket?.properties.BucketEncryption).ServerSideEncryptionConfiguration).map(record);
  const keyArn = record(rule?.ServerSideEncryptionByDefault).KMSMasterKeyID;
  const kmsAction = { GetObject: 'kms:Decrypt', PutObject: 'kms:GenerateDataKey' }[operation];
  return [
    { action, resource, context: { 's3:if-none-match': input.IfNoneMatch as string | undefined } },
    ...(input.BypassGovernanceRetention === true ? [{ action: 's3:BypassGovernanceRetention', resource }] : []),
    // without it a key that is not there is 403 and not 404, and our code asks for keys that may not be there.
    ...(operation === 'GetObject' || operation === 'HeadObject'
      ? [{ action: 's3:ListBucket', resource: bucketArn }]
      : []),
    ...(typeof keyArn === 'string' && kmsAction !== undefined
      ? [
          {
            action: kmsAction,
            resource: keyArn,
            via: `s3.${template.place.region}.amazonaws.com`,
            // with a bucket key the context is the bucket, not the object.
            context: { 'kms:EncryptionContext:aws:s3:arn': rule?.BucketKeyEnabled === true ? bucketArn : resource },
          },
        ]
      : []),
  ];
}

/** An id of a model or an inference profile, as an ARN. A profile asks for the model behind it as well. */
function model(action: string): Rule {
  return (input, _, template, facts) => {
    const id = String(input.modelId);
    const { guardrailIdentifier: guardrail, guardrailVersion: version } = record(input.guardrailConfig);
    const guard = guardrail === undefined ? [] : guardrailUse(guardrail, template);
    // the key holds the guardrail's ARN with its version.
    const identifier = guard[0] === undefined ? undefined : `${guard[0].resource}:${String(version)}`;
    const context = { 'bedrock:GuardrailIdentifier': identifier };
    if (id.startsWith('arn:')) return [{ action, resource: id, context }, ...guard];
    const { partition, region, account } = template.place;
    const [, base] = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(.+)$/.exec(id) ?? [];
    if (base === undefined) {
      return [{ action, resource: `arn:${partition}:bedrock:${region}::foundation-model/${id}`, context }, ...guard];
    }
    const profile = `arn:${partition}:bedrock:${region}:${account}:inference-profile/${id}`;
    return [
      { action, resource: profile, context },
      ...(facts.inferenceRegions[id] ?? [region]).map((name) => ({
        action,
        resource: `arn:${partition}:bedrock:${name}::foundation-model/${base}`,
        context: { ...context, 'bedrock:InferenceProfileArn': profile },
      })),
      ...guard,
    ];
  };
}

/** A guardrail of one's own key is opened in the caller's name. */
function guardrailUse(id: unknown, template: ConcreteTemplate): readonly Permission[] {
  const found = named(template, id);
  const resource = found?.arn ?? arn(template, `bedrock:R:A:guardrail/${String(id)}`);
  const keyArn = found?.properties.KmsKeyArn;
  return [
    { action: 'bedrock:ApplyGuardrail', resource },
    ...(typeof keyArn === 'string'
      ? [{ action: 'kms:Decrypt', resource: keyArn, via: `bedrock.${template.place.region}.amazonaws.com` }]
      : []),
  ];
}

function secret(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const id = String(input.SecretId);
  const found = named(template, id);
  const keyArn = found?.properties.KmsKeyId;
  const reads = operation === 'GetSecretValue';
  return [
    { action: `secretsmanager:${operation}`, resource: found?.arn ?? id },
    ...(typeof keyArn === 'string' && (reads || operation === 'PutSecretValue')
      ? (reads ? ['kms:Decrypt'] : ['kms:GenerateDataKey', 'kms:Decrypt']).map((action) => ({
          action,
          resource: keyArn,
          via: `secretsmanager.${template.place.region}.amazonaws.com`,
          context: { 'kms:EncryptionContext:SecretARN': found?.arn },
        }))
      : []),
  ];
}

function publish(input: Input, _: string, template: ConcreteTemplate): readonly Permission[] {
  const topicArn = String(input.TopicArn);
  return [
    { action: 'sns:Publish', resource: topicArn },
    ...throughKey(named(template, topicArn)?.properties.KmsMasterKeyId, 'sns', template),
  ];
}

function queue(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const name = String(input.QueueUrl).split('/').at(-1);
  const found = named(template, name);
  return [
    { action: `sqs:${operation}`, resource: found?.arn ?? arn(template, `sqs:R:A:${name}`) },
    ...throughKey(found?.properties.KmsMasterKeyId, 'sqs', template),
  ];
}

/** What an encrypted queue or topic asks of its key in the sender's name. */
export function throughKey(keyArn: unknown, service: string, template: ConcreteTemplate): readonly Permission[] {
  if (typeof keyArn !== 'string') return [];
  const via = `${service}.${template.place.region}.amazonaws.com`;
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resource: keyArn, via }));
}

function lambdaFunction(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  const name = String(input.FunctionName);
  const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
  const own = named(template, name)?.arn ?? (name.startsWith('arn:') ? name : undefined);
  return [{ action, resource: own ?? arn(template, `lambda:R:A:function:${name}`) }];
}

function userPool(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  // lists, and the search for a domain, are of the account.
  if (input.UserPoolId === undefined) return [{ action: `cognito-idp:${operation}`, resource: '*' }];
  const id = String(input.UserPoolId);
  return [
    {
      action: `cognito-idp:${operation}`,
      resource: named(template, id)?.arn ?? arn(template, `cognito-idp:R:A:userpool/${id}`),
    },
  ];
}

function onStack(input: Input, operation: string, { place }: ConcreteTemplate): Permission {
  const { partition, region, account } = place;
  const name = String(input.StackName ?? place.stackName);
  return {
    action: `cloudformation:${operation}`,
    resource: name.startsWith('arn:') ? name : `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`,
  };
}

function cloudWatch(input: Input, operation: string, template: ConcreteTemplate): readonly Permission[] {
  if (operation === 'PutMetricData') {
    return [
      {
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': String(input.Namespace) },
      },
    ];
  }
  const alarms = [...list(input.AlarmNames), ...list(input.AlarmName)];
  const on =
    alarms.length === 0
      ? ['*']
      : alarms.map((name) => named(template, name)?.arn ?? arn(template, `cloudwatch:R:A:alarm:${String(name)}`));
  return on.map((resource) => ({ action: `cloudwatch:${operation}`, resource }));
}

function onLogGroup(input: Input, operation: string, template: ConcreteTemplate): Permission {
  const name = input.logGroupName ?? list(input.logGroupNames)[0];
  const resource = name === undefined ? '*' : arn(template, `logs:R:A:log-group:${String(name)}:*`);
  return { action: `logs:${operation}`, resource };
}

function onWaf(input: Input, operation: string, template: ConcreteTemplate): Permission {
  const found = ofType(template, 'AWS::WAFv2::IPSet', 'AWS::WAFv2::WebACL').find(
    ({ ref, properties }) => input.Name !== undefined && [ref, properties.Name].includes(input.Name),
  );
  return { action: `wafv2:${operation}`, resource: String(input.ARN ?? found?.arn ?? '*') };
}

/** API Gateway's own actions are HTTP methods on paths. */
function apiGateway(input: Input, operation: string, { place }: ConcreteTemplate): readonly Permission[] {
  const verb = /^(?:Get|Test)/.test(operation)
    ? 'GET'
    : /^(?:Create|Import)/.test(operation)
      ? 'POST'
      : /^Update/.test(operation)
        ? 'PATCH'
        : /^Put/.test(operation)
          ? 'PUT'
          : 'DELETE';
  const plan = input.usagePlanId === undefined ? '' : `/usageplans/${String(input.usagePlanId)}/keys`;
  const keyId = input.keyId ?? input.apiKey;
  const [, other] = /^Get(Account|RestApis|UsagePlans)$/.exec(operation) ?? [];
  if (other !== undefined) {
    return [
      {
        action: 'apigateway:GET',
        resource: `arn:${place.partition}:apigateway:${place.region}::/${other.toLowerCase()}`,
      },
    ];
  }
  const path =
    plan !== ''
      ? `${plan}${verb === 'POST' || keyId === undefined ? '' : `/${String(keyId)}`}`
      : `/apikeys${keyId === undefined ? '' : `/${String(keyId)}`}`;
  return [{ action: `apigateway:${verb}`, resource: `arn:${place.partition}:apigateway:${place.region}::${path}` }];
}
