import type { Template, TemplateResource } from '../template';

/** Where a template is thought to be deployed: policies are judged with concrete names, as AWS judges them. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
}

/** The place that is taken when nobody says another. The account is AWS's own example. */
export const EXAMPLE_PLACE: Place = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '111122223333',
  stackName: 'HardenedLlmApi',
};

/** A resource whose references are names and ARNs. */
export interface ConcreteResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives for the ARN; '' where the type has none. */
  readonly arn: string;
}

/** A template as it stands after a deployment. */
export interface ConcreteTemplate {
  readonly place: Place;
  readonly resources: readonly ConcreteResource[];
  /** Values that a policy cannot be judged with: an intrinsic function or an attribute that is not known here. */
  readonly unknown: readonly string[];
  /** Values of the outputs, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resolves any value of the template. */
  readonly resolve: (value: unknown) => unknown;
}

type Names = Readonly<Record<string, unknown>>;

/** Property that holds the name that the author chose, by type. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage': 'StageName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** ARN after `arn:partition:`, by type; `R` and `A` stand for Region and account, `N` for the name. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'apigateway:R::/restapis/N',
  'AWS::Backup::BackupVault': 'backup:R:A:backup-vault:N',
  'AWS::Bedrock::Guardrail': 'bedrock:R:A:guardrail/N',
  'AWS::CloudTrail::Trail': 'cloudtrail:R:A:trail/N',
  'AWS::CloudWatch::Alarm': 'cloudwatch:R:A:alarm:N',
  'AWS::CloudWatch::CompositeAlarm': 'cloudwatch:R:A:alarm:N',
  'AWS::Cognito::UserPool': 'cognito-idp:R:A:userpool/N',
  'AWS::DynamoDB::GlobalTable': 'dynamodb:R:A:table/N',
  'AWS::DynamoDB::Table': 'dynamodb:R:A:table/N',
  'AWS::Events::Rule': 'events:R:A:rule/N',
  'AWS::IAM::ManagedPolicy': 'iam::A:policy/N',
  'AWS::IAM::Role': 'iam::A:role/N',
  'AWS::KMS::Key': 'kms:R:A:key/N',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose:R:A:deliverystream/N',
  'AWS::Lambda::Function': 'lambda:R:A:function:N',
  // CloudFormation ends a log group's ARN in `:*`; policies that add to it must know.
  'AWS::Logs::LogGroup': 'logs:R:A:log-group:N:*',
  'AWS::S3::Bucket': 's3:::N',
  'AWS::SNS::Topic': 'sns:R:A:N',
  'AWS::SQS::Queue': 'sqs:R:A:N',
  'AWS::Scheduler::ScheduleGroup': 'scheduler:R:A:schedule-group/N',
  'AWS::SecretsManager::Secret': 'secretsmanager:R:A:secret:N-a1b2c3',
  'AWS::StepFunctions::StateMachine': 'states:R:A:stateMachine:N',
  'AWS::WAFv2::IPSet': 'wafv2:R:A:regional/ipset/N/id',
  'AWS::WAFv2::WebACL': 'wafv2:R:A:regional/webacl/N/id',
};

/** Types whose `Ref` is the ARN. */
const REF_IS_ARN = new Set([
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
]);

/** Attributes that are the ARN of a resource. */
const ARN_ATTRIBUTES = new Set(['Arn', 'BackupVaultArn', 'GuardrailArn', 'TopicArn']);

/**
 * Gives every resource of a template a name and an ARN and resolves what refers to them.
 *
 * Deterministic and offline. What it cannot resolve becomes a name of its own and is told in `unknown`, so that a policy
 * that depends on it is not judged in silence.
 */
export function concreteTemplate(template: Template, place: Place = EXAMPLE_PLACE): ConcreteTemplate {
  const unknown = new Set<string>();
  const pseudo: Names = {
    'AWS::AccountId': place.account,
    'AWS::NoValue': undefined,
    'AWS::Partition': place.partition,
    'AWS::Region': place.region,
    'AWS::StackId': `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${place.stackName}/5f0c1a52`,
    'AWS::StackName': place.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const nameOf = (id: string, resource: TemplateResource): string => {
    const chosen = resource.Properties?.[NAME_PROPERTIES[resource.Type] ?? ''];
    if (chosen !== undefined) return String(resolve(chosen));
    // ids as the services make them.
    if (resource.Type === 'AWS::Bedrock::Guardrail') return id.toLowerCase().slice(-12);
    if (resource.Type === 'AWS::Cognito::UserPool') return `${place.region}_${id.slice(-9)}`;
    const name = `${place.stackName}-${id}`;
    return resource.Type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
  };
  const arnOf = (id: string, resource: TemplateResource): string => {
    const pattern = ARNS[resource.Type];
    if (pattern === undefined) return '';
    const parts: Readonly<Record<string, string>> = { R: place.region, A: place.account, N: nameOf(id, resource) };
    return `arn:${place.partition}:${pattern.replace(/\b[RAN]\b/g, (letter) => parts[letter]!)}`;
  };
  const refOf = (id: string, resource: TemplateResource): string =>
    REF_IS_ARN.has(resource.Type) ? arnOf(id, resource) : nameOf(id, resource);
  const attributeOf = (id: string, attribute: string): unknown => {
    const resource = template.Resources[id];
    if (resource === undefined) return missing(`${id}.${attribute}`);
    const arn = arnOf(id, resource);
    if (ARN_ATTRIBUTES.has(attribute) && arn !== '') return arn;
    if (attribute === 'StreamArn') return `${arn}/stream/2026-01-01T00:00:00.000`;
    if (attribute === 'Version') return '1';
    if (attribute.endsWith('Name') || attribute === 'GuardrailId') return nameOf(id, resource);
    if (attribute.endsWith('Arn')) return missing(`${resource.Type}.${attribute}`);
    // ids of security groups, deployments …: no policy of ours speaks of them.
    return `${id}.${attribute}`;
  };
  const missing = (what: string): string => {
    unknown.add(what);
    return `unknown:${what}`;
  };
  const refTo = (name: string): unknown => {
    if (name in pseudo) return pseudo[name];
    const resource = template.Resources[name];
    if (resource !== undefined) return refOf(name, resource);
    const parameter = template.Parameters?.[name];
    return parameter === undefined ? missing(name) : (parameter.Default ?? `parameter:${name}`);
  };
  const substitute = (text: string, own: Names): string =>
    text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in own) return String(resolve(own[name]));
      const [id, ...attribute] = name.split('.');
      return String(attribute.length === 0 ? refTo(name) : attributeOf(id!, attribute.join('.')));
    });
  const call = (name: string, argument: unknown): unknown => {
    if (name === 'Ref') return refTo(String(argument));
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/);
      return attributeOf(String(id), String(attribute));
    }
    if (name === 'Fn::Sub') {
      return Array.isArray(argument)
        ? substitute(String(argument[0]), argument[1] as Names)
        : substitute(String(argument), {});
    }
    const values = resolve(argument);
    if (!Array.isArray(values)) return name === 'Fn::GetAZs' ? ['a', 'b', 'c'] : missing(name);
    if (name === 'Fn::Join') return (values[1] as unknown[]).join(String(values[0]));
    if (name === 'Fn::Split') return String(values[1]).split(String(values[0]));
    if (name === 'Fn::Select') return (values[1] as unknown[])[Number(values[0])];
    return missing(name);
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((entry) => entry !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return call(only[0], only[1]);
    }
    return Object.fromEntries(
      entries.map(([key, inner]) => [key, resolve(inner)]).filter(([, inner]) => inner !== undefined),
    );
  };

  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => ({
    logicalId,
    type: resource.Type,
    properties: resolve(resource.Properties ?? {}) as Record<string, unknown>,
    ref: refOf(logicalId, resource),
    arn: arnOf(logicalId, resource),
  }));
  const outputs = Object.fromEntries(
    Object.entries(template.Outputs ?? {}).map(([name, { Value: value }]) => [name, resolve(value)]),
  );
  return { place, resources, outputs, resolve, unknown: [...unknown].sort() };
}

/** Resources of some types. */
export function ofType(template: ConcreteTemplate, ...types: readonly string[]): ConcreteResource[] {
  return template.resources.filter(({ type }) => types.includes(type));
}

/** The resource that a value names, by name or by ARN. */
export function named(template: ConcreteTemplate, value: unknown): ConcreteResource | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return template.resources.find(({ arn, ref }) => arn === value || ref === value);
}

/** A value as an object, or an empty one. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A value as a list: itself, one entry, or none. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
