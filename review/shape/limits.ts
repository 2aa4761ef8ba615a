import { type ConcreteResource, type ConcreteTemplate, list, named, ofType, record } from '../access/concrete';
import type { Template } from '../template';
import { capacityOf } from './web-acl-capacity';

/** What is measured in a template, and which part of it. */
interface Measure {
  readonly what: string;
  readonly value: number;
}

/** A limit of AWS that a template has to keep. */
export interface AwsLimit {
  readonly name: string;
  readonly limit: number;
  readonly unit: string;
  /** Page of AWS's documentation that says so. */
  readonly source: string;
  measure(template: ConcreteTemplate, raw: Template): readonly Measure[];
}

const bytes = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** Sizes of a property of each resource of a type. */
const sizes =
  (type: string, read: (properties: ConcreteResource['properties']) => unknown) =>
  (template: ConcreteTemplate): Measure[] =>
    ofType(template, type)
      .map(({ logicalId, properties }) => ({ what: logicalId, value: read(properties) }))
      .filter(({ value }) => value !== undefined)
      .map(({ what, value }) => ({ what, value: bytes(value) }));

const counts =
  (type: string, read: (properties: ConcreteResource['properties']) => unknown) =>
  (template: ConcreteTemplate): Measure[] =>
    ofType(template, type).map(({ logicalId, properties }) => ({
      what: logicalId,
      value: list(read(properties)).length,
    }));

/** Permissions of a function together are its policy. */
function functionPolicies(template: ConcreteTemplate): Measure[] {
  const byFunction = new Map<string, number>();
  for (const { properties } of ofType(template, 'AWS::Lambda::Permission')) {
    const target = named(template, properties.FunctionName)?.logicalId ?? String(properties.FunctionName);
    // what Lambda writes around the properties of a permission.
    byFunction.set(target, (byFunction.get(target) ?? 0) + bytes(properties) + 200);
  }
  return [...byFunction].map(([what, value]) => ({ what, value }));
}

/** Limits that a template of ours could meet, each with its source. */
export const AWS_LIMITS: readonly AwsLimit[] = [
  {
    name: 'template body',
    limit: 1_048_576,
    unit: 'bytes',
    source: 'AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    measure: (_, raw) => [{ what: 'template', value: bytes(raw) }],
  },
  {
    name: 'resources of a template',
    limit: 500,
    unit: 'resources',
    source: 'AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    measure: ({ resources }) => [{ what: 'template', value: resources.length }],
  },
  {
    name: 'outputs of a template',
    limit: 200,
    unit: 'outputs',
    source: 'AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    measure: ({ outputs }) => [{ what: 'template', value: Object.keys(outputs).length }],
  },
  {
    name: 'managed policy',
    limit: 6_144,
    unit: 'characters',
    source: 'IAM/latest/UserGuide/reference_iam-quotas.html',
    measure: sizes('AWS::IAM::ManagedPolicy', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'trust policy',
    limit: 2_048,
    unit: 'characters',
    source: 'IAM/latest/UserGuide/reference_iam-quotas.html',
    measure: sizes('AWS::IAM::Role', ({ AssumeRolePolicyDocument: document }) => document),
  },
  {
    name: 'managed policies of a role',
    limit: 10,
    unit: 'policies',
    source: 'IAM/latest/UserGuide/reference_iam-quotas.html',
    measure: (template) =>
      ofType(template, 'AWS::IAM::Role').map(({ logicalId, ref, properties }) => ({
        what: logicalId,
        value:
          list(properties.ManagedPolicyArns).length +
          ofType(template, 'AWS::IAM::ManagedPolicy').filter(({ properties: own }) => list(own.Roles).includes(ref))
            .length,
      })),
  },
  {
    name: 'key policy',
    limit: 32_768,
    unit: 'bytes',
    source: 'kms/latest/developerguide/resource-limits.html',
    measure: sizes('AWS::KMS::Key', ({ KeyPolicy: document }) => document),
  },
  {
    name: 'bucket policy',
    limit: 20_480,
    unit: 'bytes',
    source: 'AmazonS3/latest/userguide/bucket-policies.html',
    measure: sizes('AWS::S3::BucketPolicy', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'topic policy',
    limit: 30_720,
    unit: 'bytes',
    source: 'general/latest/gr/sns.html',
    measure: sizes('AWS::SNS::TopicPolicy', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'queue policy',
    limit: 8_192,
    unit: 'bytes',
    source: 'AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html',
    measure: sizes('AWS::SQS::QueuePolicy', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'table policy',
    limit: 20_480,
    unit: 'bytes',
    source: 'amazondynamodb/latest/developerguide/rbac-considerations.html',
    measure: sizes('AWS::DynamoDB::Table', ({ ResourcePolicy: policy }) => record(policy).PolicyDocument),
  },
  {
    name: 'endpoint policy',
    limit: 20_480,
    unit: 'characters',
    source: 'vpc/latest/privatelink/vpc-endpoints-access.html',
    measure: sizes('AWS::EC2::VPCEndpoint', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'log resource policy',
    limit: 5_120,
    unit: 'characters',
    source: 'AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html',
    measure: sizes('AWS::Logs::ResourcePolicy', ({ PolicyDocument: document }) => document),
  },
  {
    name: 'secret policy',
    limit: 20_480,
    unit: 'characters',
    source: 'secretsmanager/latest/userguide/reference_limits.html',
    measure: sizes('AWS::SecretsManager::ResourcePolicy', ({ ResourcePolicy: document }) => document),
  },
  {
    name: 'policy of a function',
    limit: 20_480,
    unit: 'bytes',
    source: 'lambda/latest/dg/gettingstarted-limits.html',
    measure: functionPolicies,
  },
  {
    name: 'environment of a function',
    limit: 4_096,
    unit: 'bytes',
    source: 'lambda/latest/dg/gettingstarted-limits.html',
    measure: sizes('AWS::Lambda::Function', ({ Environment: environment }) => record(environment).Variables),
  },
  {
    name: 'description of a function',
    limit: 256,
    unit: 'characters',
    source: 'lambda/latest/api/API_CreateFunction.html',
    measure: sizes('AWS::Lambda::Function', ({ Description: description }) => description),
  },
  {
    name: 'request model',
    limit: 400_000,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    measure: sizes('AWS::ApiGateway::Model', ({ Schema: schema }) => schema),
  },
  {
    name: 'mapping template of a gateway response',
    limit: 300_000,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    measure: sizes('AWS::ApiGateway::GatewayResponse', ({ ResponseTemplates: templates }) => templates),
  },
  {
    name: 'header values of a gateway response',
    limit: 10_240,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    measure: sizes('AWS::ApiGateway::GatewayResponse', ({ ResponseParameters: headers }) => headers),
  },
  {
    name: 'access log format',
    limit: 3_072,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    measure: sizes('AWS::ApiGateway::Stage', ({ AccessLogSetting: log }) => record(log).Format),
  },
  {
    name: 'resource policy of the API',
    limit: 8_192,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-control-service-limits-table.html',
    measure: sizes('AWS::ApiGateway::RestApi', ({ Policy: policy }) => policy),
  },
  {
    name: 'resources of the API',
    limit: 300,
    unit: 'resources',
    source: 'apigateway/latest/developerguide/api-gateway-control-service-limits-table.html',
    measure: (template) => [{ what: 'API', value: ofType(template, 'AWS::ApiGateway::Resource').length + 1 }],
  },
  {
    name: 'web ACL capacity without extra charge',
    limit: 1_500,
    unit: 'WCU',
    source: 'waf/latest/developerguide/aws-waf-capacity-units.html',
    measure: (template) =>
      ofType(template, 'AWS::WAFv2::WebACL').map(({ logicalId, properties }) => ({
        what: logicalId,
        value: list(properties.Rules).reduce((sum: number, rule) => sum + capacityOf(record(rule).Statement), 0),
      })),
  },
  {
    name: 'custom response bodies of a web ACL',
    limit: 51_200,
    unit: 'bytes',
    source: 'waf/latest/developerguide/limits.html',
    measure: sizes('AWS::WAFv2::WebACL', ({ CustomResponseBodies: bodies }) => bodies),
  },
  {
    name: 'targets of a rule',
    limit: 5,
    unit: 'targets',
    source: 'eventbridge/latest/userguide/eb-quota.html',
    measure: counts('AWS::Events::Rule', ({ Targets: targets }) => targets),
  },
  {
    name: 'event pattern',
    limit: 2_048,
    unit: 'characters',
    source: 'eventbridge/latest/userguide/eb-quota.html',
    measure: sizes('AWS::Events::Rule', ({ EventPattern: pattern }) => pattern),
  },
  {
    name: 'description of an alarm',
    limit: 1_024,
    unit: 'characters',
    source: 'AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
    measure: sizes('AWS::CloudWatch::Alarm', ({ AlarmDescription: description }) => description),
  },
  {
    name: 'scopes of a resource server',
    limit: 100,
    unit: 'scopes',
    source: 'cognito/latest/developerguide/quotas.html',
    measure: counts('AWS::Cognito::UserPoolResourceServer', ({ Scopes: scopes }) => scopes),
  },
  {
    name: 'rules of a security group',
    limit: 60,
    unit: 'rules',
    source: 'vpc/latest/userguide/amazon-vpc-limits.html',
    measure: counts('AWS::EC2::SecurityGroup', ({ SecurityGroupEgress: rules }) => rules),
  },
];

/** What of a template is measured, largest share of its limit first: for a table. */
export interface LimitUse {
  readonly limit: AwsLimit;
  readonly what: string;
  readonly value: number;
}

/** The largest measure of each limit. */
export function limitUses(template: ConcreteTemplate, raw: Template): readonly LimitUse[] {
  return AWS_LIMITS.flatMap((limit) => {
    const [largest] = [...limit.measure(template, raw)].sort((a, b) => b.value - a.value);
    return largest === undefined ? [] : [{ limit, ...largest }];
  });
}

/** Limits that a template exceeds. */
export function limitProblems(template: ConcreteTemplate, raw: Template): string[] {
  return AWS_LIMITS.flatMap((limit) =>
    limit
      .measure(template, raw)
      .filter(({ value }) => value > limit.limit)
      .map(
        ({ what, value }) =>
          `${what}: ${limit.name} is ${value} ${limit.unit}, at most ${limit.limit} are allowed (${limit.source})`,
      ),
  );
}
