import { list, record, type TemplateResource } from './template-view';

/** A statement of a policy, with its parts as lists. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly principals: unknown;
  readonly condition: Readonly<Record<string, unknown>>;
  /** `NotAction`, `NotResource` or `NotPrincipal` widen an allow to all but something. */
  readonly inverted: boolean;
}

/** Types that give a principal rights. */
export const IAM_TYPES = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role'] as const;

/** Every statement of the identity policies that a resource holds. */
export function identityStatements({ type, properties }: TemplateResource): Statement[] {
  const documents =
    type === 'AWS::IAM::Role'
      ? list(properties.Policies).map((policy) => record(policy).PolicyDocument)
      : [properties.PolicyDocument];
  return documents.flatMap(statementsOf);
}

/** Every statement of a policy document. */
export function statementsOf(document: unknown): Statement[] {
  return list(record(document).Statement).map((entry) => {
    const statement = record(entry);
    return {
      effect: String(statement.Effect),
      actions: list(statement.Action).map(String),
      resources: list(statement.Resource),
      principals: statement.Principal,
      condition: record(statement.Condition),
      inverted: ['NotAction', 'NotResource', 'NotPrincipal'].some((name) => name in statement),
    };
  });
}

/** Whether an action of a statement covers an action: `bedrock:*` covers `bedrock:InvokeModel`. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(action.toLowerCase());
}
