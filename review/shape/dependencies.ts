import { referencesOf, type Template, type TemplateResource } from '../template';

/** An order that AWS needs and CloudFormation does not see: nothing in the one resource refers to the other. */
interface Order {
  readonly type: string;
  readonly why: string;
  /** Logical ids of what has to be there first. */
  first(id: string, resource: TemplateResource, template: Template): readonly string[];
}

const idsOf = (template: Template, type: string, accept: (resource: TemplateResource) => boolean = () => true) =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    resource.Type === type && accept(resource) ? [id] : [],
  );

/** Resources of a type whose one property refers to what a property of the resource refers to. */
const besides =
  (type: string, theirs: string, property: string) => (_: string, resource: TemplateResource, template: Template) => {
    const shared = referencesOf(resource.Properties?.[property], template);
    return idsOf(template, type, (other) =>
      [...referencesOf(other.Properties?.[theirs], template)].some((id) => shared.has(id)),
    );
  };

/** Policies of the role that a property names. */
const policiesOfRole = (property: string) => (_: string, resource: TemplateResource, template: Template) => {
  const roles = [...referencesOf(resource.Properties?.[property], template)].filter(
    (id) => template.Resources[id]?.Type === 'AWS::IAM::Role',
  );
  return idsOf(template, 'AWS::IAM::ManagedPolicy', ({ Properties: properties }) =>
    roles.some((role) => referencesOf(properties?.Roles, template).has(role)),
  );
};

/** Every order that AWS needs and a template has to say. */
export const ORDERS: readonly Order[] = [
  {
    type: 'AWS::Lambda::Function',
    why: "Lambda checks the role's rights to interfaces and queues when the function is made",
    first: policiesOfRole('Role'),
  },
  {
    type: 'AWS::WAFv2::LoggingConfiguration',
    why: 'WAF tries the log group when logging is switched on',
    first: (_, __, template) => idsOf(template, 'AWS::Logs::ResourcePolicy'),
  },
  {
    type: 'AWS::CloudTrail::Trail',
    why: 'CloudTrail tries the bucket when the trail is made',
    first: besides('AWS::S3::BucketPolicy', 'Bucket', 'S3BucketName'),
  },
  {
    type: 'AWS::CloudTrail::Trail',
    why: 'CloudTrail tries the log group when the trail is made',
    first: policiesOfRole('CloudWatchLogsRoleArn'),
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    why: 'Secrets Manager tries the function when rotation is switched on',
    first: besides('AWS::Lambda::Permission', 'FunctionName', 'RotationLambdaARN'),
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    why: 'Lambda reads the stream when the mapping is made',
    first(_, resource, template) {
      const functions = [...referencesOf(resource.Properties?.FunctionName, template)];
      return functions.flatMap((id) => policiesOfRole('Role')(id, template.Resources[id]!, template));
    },
  },
  {
    type: 'AWS::ApiGateway::Stage',
    why: "API Gateway logs under the account's role",
    first: (_, __, template) => idsOf(template, 'AWS::ApiGateway::Account'),
  },
];

/** Orders that a template does not keep. */
export function orderProblems(template: Template): string[] {
  return ORDERS.flatMap(({ type, why, first }) =>
    idsOf(template, type).flatMap((id) => {
      const before = everythingBefore(id, template);
      return first(id, template.Resources[id]!, template)
        .filter((other) => other !== id && !before.has(other))
        .map((other) => `${id} (${type}) has to wait for ${other}: ${why}`);
    }),
  );
}

/** What CloudFormation makes before a resource: what it depends on and refers to, and so on. */
function everythingBefore(id: string, template: Template): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: string): void => {
    const { Properties: properties, DependsOn: dependsOn = [] } = template.Resources[each]!;
    for (const other of [...[dependsOn].flat(), ...referencesOf(properties, template)]) {
      if (found.has(other) || template.Resources[other] === undefined) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(id);
  return found;
}
