import type { ConcreteTemplate } from './concrete';
import { type Context, failedCondition } from './condition';
import type { Policies } from './policies';
import type { Policy, Statement } from './statement';
import { coversAction, coversArn } from './wildcard';

/** Who asks. */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string }
  /** An AWS service in its own name, e.g. `cloudwatch.amazonaws.com`. */
  | { readonly kind: 'service'; readonly name: string };

/** A request as AWS decides on it. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `service:Action`. */
  readonly action: string;
  /** ARN, or `*` where the action takes none. */
  readonly resource: string;
  readonly context: Context;
  /** Service of the VPC endpoint that the call goes through; absent outside the VPC. */
  readonly endpoint?: string;
}

/** A statement that decided, as a finding names it. */
export interface DecidingStatement {
  /** Logical id of the policy's resource. */
  readonly policy: string;
  readonly statement: Statement;
}

/** What AWS would answer. */
export interface Decision {
  readonly allowed: boolean;
  /** One line: what allows it, denies it or is missing. */
  readonly reason: string;
  /** Statements that allow, or the one that denies. */
  readonly by: readonly DecidingStatement[];
}

/** Services whose actions have another prefix than the endpoint's name. */
const KMS = 'kms:';

/**
 * Decides a request within one account, as AWS does: an explicit deny anywhere wins; the endpoint's policy must let the
 * call through; then the identity's or the resource's policy must allow it, and for a key its own policy always has to:
 * to the principal, or to the account, which hands the decision to IAM.
 *
 * Service control policies, permissions boundaries and session policies are the customer's and are not in a template.
 */
export function decide(request: AccessRequest, policies: Policies, place: ConcreteTemplate['place']): Decision {
  const own = request.principal.kind === 'role' ? (policies.identity.get(request.principal.arn) ?? []) : [];
  const onResource = policiesOn(request, policies);
  const onEndpoint = request.endpoint === undefined ? undefined : (policies.endpoint.get(request.endpoint) ?? []);

  const denial = [...own, ...onResource, ...(onEndpoint ?? [])]
    .flatMap((policy) => matching(policy, 'Deny', request))
    .at(0);
  if (denial !== undefined) return { allowed: false, reason: `denied by ${nameOf(denial)}`, by: [denial] };

  const doors = (onEndpoint ?? []).flatMap((policy) => matching(policy, 'Allow', request));
  if (onEndpoint !== undefined && doors.length === 0) {
    return refused(
      onEndpoint.length === 0
        ? `no endpoint of '${request.endpoint}' in the VPC`
        : `no statement of the endpoint of '${request.endpoint}' lets it through${hint(onEndpoint, request)}`,
    );
  }

  const byIdentity = own.flatMap((policy) => matching(policy, 'Allow', request));
  const byResource = onResource.flatMap((policy) => matching(policy, 'Allow', request));
  if (request.action.startsWith(KMS)) {
    const account = `arn:${place.partition}:iam::${place.account}:root`;
    const toAccount = byResource.filter(({ statement }) => namesOnly(statement, account));
    const toPrincipal = byResource.filter((entry) => !toAccount.includes(entry));
    if (toPrincipal.length > 0) return granted([...toPrincipal, ...doors]);
    if (onResource.length > 0 && toAccount.length === 0) {
      return refused(`no statement of the key's policy allows it${hint(onResource, request)}`);
    }
    return byIdentity.length > 0
      ? granted([...byIdentity, ...toAccount, ...doors])
      : refused(`no statement of the role's policy allows it${hint(own, request)}`);
  }
  const allows = [...byIdentity, ...byResource];
  if (allows.length > 0) return granted([...allows, ...doors]);
  const asked = request.principal.kind === 'role' ? [...own, ...onResource] : onResource;
  const whose = request.principal.kind === 'role' ? "the role's policy" : "the resource's policy";
  return refused(`no statement of ${whose} allows it${hint(asked, request)}`);
}

/** Statements of a policy that apply to a request. */
export function matching(policy: Policy, effect: 'Allow' | 'Deny', request: AccessRequest): DecidingStatement[] {
  return policy.statements
    .filter((statement) => statement.effect === effect && mismatch(statement, request) === undefined)
    .map((statement) => ({ policy: policy.holder, statement }));
}

/** `policy/statement`, as every finding names one. */
export function nameOf({ policy, statement }: DecidingStatement): string {
  return `${policy}/${statement.name}`;
}

/** The first part of a statement that does not fit a request; undefined when it applies. */
function mismatch(
  statement: Statement,
  request: AccessRequest,
): 'action' | 'resource' | 'principal' | string | undefined {
  const { action, resource } = request;
  if (statement.notActions.length > 0) {
    if (statement.notActions.some((pattern) => coversAction(pattern, action))) return 'action';
  } else if (!statement.actions.some((pattern) => coversAction(pattern, action))) return 'action';
  if (statement.notResources.length > 0) {
    if (statement.notResources.some((pattern) => coversArn(pattern, resource))) return 'resource';
  } else if (statement.resources.length > 0 && !statement.resources.some((pattern) => coversArn(pattern, resource))) {
    return 'resource';
  }
  if (statement.principals !== undefined && !isNamed(statement.principals, request.principal)) return 'principal';
  if (statement.notPrincipals !== undefined && isNamed(statement.notPrincipals, request.principal)) return 'principal';
  return failedCondition(statement.condition, request.context);
}

function isNamed(principals: Readonly<Record<string, readonly string[]>>, principal: Principal): boolean {
  const { '*': everybody = [], AWS: aws = [], Service: services = [] } = principals;
  if (everybody.length > 0 || aws.includes('*')) return true;
  if (principal.kind === 'service') return services.includes(principal.name);
  const account = principal.arn.split(':')[4];
  return aws.some(
    (name) => name === principal.arn || name === account || (name.endsWith(':root') && name.split(':')[4] === account),
  );
}

/** Whether a statement speaks to the account as a whole, which leaves the decision to IAM. */
function namesOnly({ principals }: Statement, account: string): boolean {
  const aws = principals?.AWS ?? [];
  return aws.length > 0 && aws.every((name) => name === account || name === account.split(':')[4]);
}

function policiesOn({ action, resource }: AccessRequest, policies: Policies): readonly Policy[] {
  if (action.startsWith('logs:')) return policies.resource.get('logs') ?? [];
  // an object, a stream, an index …: the policy is that of the resource in front of it.
  const entries = [...policies.resource].filter(([arn]) => resource === arn || resource.startsWith(`${arn}/`));
  return entries.flatMap(([, list]) => list);
}

/** What came nearest: a statement with the action whose resource or condition does not fit. */
function hint(asked: readonly Policy[], request: AccessRequest): string {
  const near = asked
    .flatMap((policy) => policy.statements.map((statement) => ({ policy: policy.holder, statement })))
    .filter(({ statement }) => statement.effect === 'Allow')
    .map((entry) => ({ entry, why: mismatch(entry.statement, request) }))
    .filter(({ why }) => why !== undefined && why !== 'action' && why !== 'principal')
    .sort((a, b) => Number(a.why === 'resource') - Number(b.why === 'resource'))
    .at(0);
  if (near === undefined) return '';
  const { statement } = near.entry;
  return near.why === 'resource'
    ? `; ${nameOf(near.entry)} allows the action on ${[...statement.resources, ...statement.notResources.map((arn) => `not ${arn}`)].join(', ')}`
    : `; ${nameOf(near.entry)} asks for ${near.why}`;
}

const granted = (by: readonly DecidingStatement[]): Decision => ({
  allowed: true,
  reason: `allowed by ${by.map(nameOf).join(', ')}`,
  by,
});
const refused = (reason: string): Decision => ({ allowed: false, reason, by: [] });
