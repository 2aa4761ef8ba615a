/** A CloudFormation resource, as far as a review reads it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** A synthesized template. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Logical ids that a value refers to, by `Ref`, `Fn::GetAtt` and `Fn::Sub`, however deep. */
export function referencesOf(value: unknown, template: Template): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: unknown): void => {
    if (typeof id === 'string' && id in template.Resources) found.add(id);
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'Ref') add(inner);
      else if (key === 'Fn::GetAtt') add(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0]);
      else if (key === 'Fn::Sub') {
        const text = Array.isArray(inner) ? String(inner[0]) : String(inner);
        for (const [, id] of text.matchAll(/\$\{([A-Za-z0-9]+)/g)) add(id);
        visit(inner);
      } else visit(inner);
    }
  };
  visit(value);
  return found;
}

/** Construct path of a resource, from CDK's own metadata. */
export function pathOf(resource: TemplateResource): string {
  const path = resource.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : '';
}
