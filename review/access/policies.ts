import { type ConcreteResource, type ConcreteTemplate, list, named, ofType, record } from './concrete';
import { type Policy, policyOf } from './statement';

/** Every policy of a template, by what it is attached to. */
export interface Policies {
  /** Policies of a role, by the role's ARN. */
  readonly identity: ReadonlyMap<string, readonly Policy[]>;
  /** Policies of a resource, by its ARN: buckets, keys, topics, queues, tables, secrets, functions, log groups. */
  readonly resource: ReadonlyMap<string, readonly Policy[]>;
  /** Who may take a role, by the role's ARN. */
  readonly trust: ReadonlyMap<string, Policy>;
  /** Policies of VPC endpoints, by the last part of the service's name: `kms`, `s3`, `bedrock-runtime`. */
  readonly endpoint: ReadonlyMap<string, readonly Policy[]>;
}

/** Where a resource policy of its own type says what it is attached to, and where its document is. */
const ATTACHED: Readonly<Record<string, { readonly to: string; readonly document: string }>> = {
  'AWS::S3::BucketPolicy': { to: 'Bucket', document: 'PolicyDocument' },
  'AWS::SNS::TopicPolicy': { to: 'Topics', document: 'PolicyDocument' },
  'AWS::SQS::QueuePolicy': { to: 'Queues', document: 'PolicyDocument' },
  'AWS::SecretsManager::ResourcePolicy': { to: 'SecretId', document: 'ResourcePolicy' },
};

/** Collects the policies of a template. */
export function policiesOf(template: ConcreteTemplate): Policies {
  const identity = new Map<string, Policy[]>();
  const resource = new Map<string, Policy[]>();
  const endpoint = new Map<string, Policy[]>();
  const trust = new Map<string, Policy>();
  const add = (map: Map<string, Policy[]>, key: string, policy: Policy): void => {
    map.set(key, [...(map.get(key) ?? []), policy]);
  };

  for (const { logicalId, type, properties, arn } of template.resources) {
    if (type === 'AWS::IAM::Role') {
      trust.set(arn, policyOf(logicalId, properties.AssumeRolePolicyDocument));
      for (const inline of list(properties.Policies)) {
        add(identity, arn, policyOf(logicalId, record(inline).PolicyDocument));
      }
    } else if (type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::IAM::Policy') {
      const policy = policyOf(logicalId, properties.PolicyDocument);
      for (const role of list(properties.Roles)) {
        add(identity, named(template, role)?.arn ?? String(role), policy);
      }
    } else if (type === 'AWS::KMS::Key') {
      add(resource, arn, policyOf(logicalId, properties.KeyPolicy));
    } else if (type === 'AWS::Backup::BackupVault' && properties.AccessPolicy !== undefined) {
      add(resource, arn, policyOf(logicalId, properties.AccessPolicy));
    } else if (type === 'AWS::DynamoDB::Table' && properties.ResourcePolicy !== undefined) {
      add(resource, arn, policyOf(logicalId, record(properties.ResourcePolicy).PolicyDocument));
    } else if (type === 'AWS::ApiGateway::RestApi' && properties.Policy !== undefined) {
      add(resource, arn, policyOf(logicalId, properties.Policy));
    } else if (type === 'AWS::Logs::ResourcePolicy') {
      // one policy an account: it speaks of groups by its own resources.
      add(resource, 'logs', policyOf(logicalId, properties.PolicyDocument));
    } else if (type === 'AWS::Lambda::Permission') {
      const target = named(template, properties.FunctionName);
      add(resource, target?.arn ?? String(properties.FunctionName), permissionPolicy(logicalId, properties, target));
    } else if (type === 'AWS::EC2::VPCEndpoint') {
      const service = String(properties.ServiceName).split('.').at(-1)!;
      add(endpoint, service, policyOf(logicalId, properties.PolicyDocument ?? OPEN_ENDPOINT));
    } else if (type in ATTACHED) {
      const { to, document } = ATTACHED[type]!;
      for (const target of list(properties[to])) {
        add(resource, attachedTo(template, target)?.arn ?? String(target), policyOf(logicalId, properties[document]));
      }
    }
  }
  return { identity, resource, endpoint, trust };
}

/** An endpoint without a policy lets every call of every account through. */
const OPEN_ENDPOINT = { Statement: [{ Sid: 'NoPolicy', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

/** What a queue's policy names is the queue's URL, which ends with its name. */
function attachedTo(template: ConcreteTemplate, target: unknown): ConcreteResource | undefined {
  return (
    named(template, target) ??
    ofType(template, 'AWS::SQS::Queue').find(({ ref }) => typeof target === 'string' && target.endsWith(`/${ref}`))
  );
}

/** A permission of Lambda as the statement that Lambda makes of it. */
function permissionPolicy(
  holder: string,
  properties: Readonly<Record<string, unknown>>,
  target: ConcreteResource | undefined,
): Policy {
  const principal = String(properties.Principal);
  return policyOf(holder, {
    Statement: {
      Sid: holder,
      Effect: 'Allow',
      Principal: principal.includes('.') ? { Service: principal } : { AWS: principal },
      Action: properties.Action,
      Resource: target?.arn ?? '*',
      Condition: {
        ...(properties.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': properties.SourceArn } }),
        ...(properties.SourceAccount !== undefined && {
          StringEquals: { 'AWS:SourceAccount': properties.SourceAccount },
        }),
      },
    },
  });
}
