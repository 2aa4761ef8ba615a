import { list, record } from './concrete';

/** A statement of a policy, with its parts as lists. */
export interface Statement {
  /** Its `Sid`, or its place in the policy: how a finding names it. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Principals by kind: `AWS`, `Service`, `Federated`; absent in an identity's own policy. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  readonly notPrincipals?: Readonly<Record<string, readonly string[]>>;
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy, as far as a decision needs it. */
export interface Policy {
  /** Logical id of the resource that holds it. */
  readonly holder: string;
  readonly statements: readonly Statement[];
  /** The document itself, for another judge. */
  readonly document: unknown;
}

/** Reads a policy document whose references are resolved. Some resources hold it as text. */
export function policyOf(holder: string, document: unknown): Policy {
  const value = typeof document === 'string' ? (JSON.parse(document) as unknown) : document;
  const statements = list(record(value).Statement).map((entry, index): Statement => {
    const statement = record(entry);
    return {
      name: typeof statement.Sid === 'string' ? statement.Sid : `statement ${index + 1}`,
      effect: statement.Effect === 'Allow' ? 'Allow' : 'Deny',
      actions: texts(statement.Action),
      notActions: texts(statement.NotAction),
      resources: texts(statement.Resource),
      notResources: texts(statement.NotResource),
      ...('Principal' in statement && { principals: principalsOf(statement.Principal) }),
      ...('NotPrincipal' in statement && { notPrincipals: principalsOf(statement.NotPrincipal) }),
      condition: record(statement.Condition) as Statement['condition'],
    };
  });
  return { holder, statements, document: value };
}

function principalsOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  if (value === '*') return { '*': ['*'] };
  return Object.fromEntries(Object.entries(record(value)).map(([kind, names]) => [kind, texts(names)]));
}

function texts(value: unknown): readonly string[] {
  return list(value).map(String);
}
