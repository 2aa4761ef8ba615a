/** A CloudFormation template, as far as the runner handles it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly [section: string]: unknown;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly [attribute: string]: unknown;
}

export type Properties = Readonly<Record<string, unknown>>;

/** Resources of a type, with their logical ids. */
export function resourcesOfType(template: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Whether a value is an intrinsic function: an object with the one key `Ref` or `Fn::…`. */
export function isIntrinsic(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || (keys[0]?.startsWith('Fn::') ?? false));
}

/** The logical id and attribute that a `Ref` or `Fn::GetAtt` names; `Ref` has no attribute. */
export function referenceOf(value: unknown): { readonly id: string; readonly attribute?: string } | undefined {
  if (!isIntrinsic(value)) return undefined;
  if (typeof value.Ref === 'string') return { id: value.Ref };
  const got = value['Fn::GetAtt'];
  if (Array.isArray(got)) return { id: String(got[0]), attribute: String(got[1]) };
  if (typeof got !== 'string') return undefined;
  const dot = got.indexOf('.');
  return { id: got.slice(0, dot), attribute: got.slice(dot + 1) };
}

/** A copy in which every value for which `replace` gives something else is replaced, innermost last. */
export function mapValues(value: unknown, replace: (value: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== value) return replaced;
  if (Array.isArray(value)) return value.map((item) => mapValues(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValues(item, replace)]));
}
