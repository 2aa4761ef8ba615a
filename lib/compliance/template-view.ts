import { CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as CloudFormation will see it, overrides included. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy?: string;
}

/** A template, resolved. */
export interface TemplateView {
  readonly resources: readonly TemplateResource[];
  /** From the template's metadata: some rules hold in production only. */
  readonly profile: 'production' | 'trial';
  /** Ids of the Bedrock models of which every call must carry a guardrail, from the template's metadata. */
  readonly guardedModels: readonly string[];
}

/** Key in the metadata of a template under which the façade says what it is. */
export const METADATA_KEY = 'HardenedLlmApi';

interface RawTemplate {
  readonly Metadata?: Record<string, unknown>;
  readonly Resources?: Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>;
}

/** The view of a template that is JSON already. */
export function viewOfTemplate(template: RawTemplate): TemplateView {
  const { profile: said, guardedModels } = record(template.Metadata?.[METADATA_KEY]);
  return {
    // whatever does not say that it is a trial is judged as production.
    profile: said === 'trial' ? 'trial' : 'production',
    guardedModels: list(guardedModels).map(String),
    resources: Object.entries(template.Resources ?? {}).map(([logicalId, resource]) => ({
      logicalId,
      type: resource.Type,
      properties: resource.Properties ?? {},
      deletionPolicy: resource.DeletionPolicy,
    })),
  };
}

/**
 * The view of a stack that is still constructs.
 *
 * CDK's own way from a resource to its JSON: it applies property overrides, which the resource's properties do not show.
 */
export function viewOfStack(stack: Stack): TemplateView {
  const resources = stack.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter((resource) => Stack.of(resource) === stack)
    .map((resource) => (resource as unknown as { _toCloudFormation(): object })._toCloudFormation());
  // by way of JSON, which drops the properties that are undefined.
  const parts: RawTemplate[] = JSON.parse(JSON.stringify(stack.resolve(resources)));
  return viewOfTemplate({
    Metadata: stack.resolve(stack.templateOptions.metadata),
    Resources: Object.assign({}, ...parts.map(({ Resources }) => Resources)),
  });
}

/** A value as an object, or an empty one. */
export function record(value: unknown): Record<string, unknown> {
  return value instanceof Object && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A value as a list: itself, one entry, or none. */
export function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether a value refers to a resource of the template, by `Ref` or `Fn::GetAtt`, however deep. */
export function refersTo(value: unknown, logicalId: string): boolean {
  if (Array.isArray(value)) return value.some((part) => refersTo(part, logicalId));
  if (!(value instanceof Object)) return false;
  const { Ref: ref, 'Fn::GetAtt': getAtt } = value as Record<string, unknown>;
  if (ref === logicalId) return true;
  if (Array.isArray(getAtt) ? getAtt[0] === logicalId : String(getAtt).startsWith(`${logicalId}.`)) return true;
  return Object.values(value).some((part) => refersTo(part, logicalId));
}

/** Resources of some types. */
export function ofType(view: TemplateView, ...types: string[]): TemplateResource[] {
  return view.resources.filter(({ type }) => types.includes(type));
}
