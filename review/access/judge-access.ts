import type { FunctionCaller } from './callers';
import { type ConcreteTemplate, ofType } from './concrete';
import { isKnownOperator } from './condition';
import { type AccessRequest, decide, type DecidingStatement } from './decide';
import { type CallFacts, permissionsOf, requestOf } from './permissions';
import { platformCalls } from './platform-calls';
import { type Policies, policiesOf } from './policies';
import type { RecordedCall } from './recorded-call';
import type { Policy } from './statement';
import { coversAction, coversArn } from './wildcard';

/** What is wrong between what code does and what policies say. */
export interface AccessFinding {
  readonly kind: 'denied' | 'unused' | 'wide' | 'unknown';
  /** Names the thing, for a list of accepted findings: stable over deployments. */
  readonly id: string;
  readonly message: string;
}

/** A request that was decided, for a report or another judge. */
export interface DecidedRequest {
  readonly who: string;
  readonly request: AccessRequest;
  readonly allowed: boolean;
  readonly reason: string;
}

/** What came of judging a template. */
export interface AccessJudgement {
  readonly findings: readonly AccessFinding[];
  readonly decided: readonly DecidedRequest[];
}

/** A call, and the function of the template that made it. */
export interface CallOf {
  readonly caller: FunctionCaller;
  readonly call: RecordedCall;
}

/**
 * Judges the policies of a template by the calls that code and AWS itself make under it: each call must be allowed, and
 * each grant must be used by a call, action by action and resource by resource.
 */
export function judgeAccess(template: ConcreteTemplate, calls: readonly CallOf[], facts?: CallFacts): AccessJudgement {
  const policies = policiesOf(template);
  const findings: AccessFinding[] = template.unknown.map((what) => ({
    kind: 'unknown',
    id: `unknown:${what}`,
    message: `${what}: expected a value that can be resolved offline, got one that is not known to review/access/concrete.ts`,
  }));
  const decided: DecidedRequest[] = [];
  const used: Used[] = [];
  const judge = (who: string, request: AccessRequest): void => {
    const { allowed, reason, by } = decide(request, policies, template.place);
    decided.push({ who, request, allowed, reason });
    if (allowed) used.push({ request, by });
    else {
      findings.push({
        kind: 'denied',
        id: `denied:${who}:${request.action}`,
        message: `${who}: ${request.action} on ${request.resource} is refused: ${reason}`,
      });
    }
  };

  for (const { caller, call } of calls) {
    const permissions = permissionsOf(call, template, facts);
    if (permissions === undefined) {
      findings.push({
        kind: 'unknown',
        id: `unknown:${call.service}:${call.operation}`,
        message: `${call.site}: no rule says which permission ${call.service} ${call.operation} takes; add it to review/access/permissions.ts`,
      });
      continue;
    }
    for (const permission of permissions) judge(call.site, requestOf(permission, caller, template.place));
  }
  for (const { cause, request } of platformCalls(template)) judge(cause, request);

  return {
    findings: unique([
      ...findings,
      ...unusedGrants(policies, used),
      ...wideGrants(policies),
      ...unjudged(policies),
      ...openEndpoints(template),
    ]),
    decided,
  };
}

/** A request that was allowed, and the statements that allowed it. */
interface Used {
  readonly request: AccessRequest;
  readonly by: readonly DecidingStatement[];
}

/** Policies whose every grant has to be used, with what a grant of a resource policy is not judged by. */
function* judgedPolicies(policies: Policies): Generator<{ readonly policy: Policy; readonly byResource: boolean }> {
  for (const list of policies.identity.values()) for (const policy of list) yield { policy, byResource: true };
  for (const list of policies.endpoint.values()) for (const policy of list) yield { policy, byResource: true };
  for (const list of policies.resource.values()) for (const policy of list) yield { policy, byResource: false };
}

/** Grants of an action on a resource that no call uses. CDK merges statements, so each pair is judged on its own. */
function* unusedGrants(policies: Policies, used: readonly Used[]): Generator<AccessFinding> {
  const seen = new Set<unknown>();
  for (const { policy, byResource } of judgedPolicies(policies)) {
    for (const statement of policy.statements) {
      // a policy may be attached to several roles or queues.
      if (statement.effect !== 'Allow' || seen.has(statement)) continue;
      seen.add(statement);
      const uses = used.filter(({ by }) =>
        by.some((entry) => entry.policy === policy.holder && entry.statement.name === statement.name),
      );
      const patterns = byResource ? statement.resources : ['*'];
      for (const action of statement.actions) {
        for (const resource of patterns) {
          const isUsed = uses.some(
            ({ request }) => coversAction(action, request.action) && coversArn(resource, request.resource),
          );
          if (isUsed) continue;
          const on = byResource ? ` on ${resource}` : '';
          yield {
            kind: 'unused',
            id: `unused:${policy.holder}/${statement.name}:${action}${on}`,
            message: `${policy.holder}/${statement.name} grants ${action}${on}, and no recorded call uses it`,
          };
        }
      }
    }
  }
}

/** Actions that AWS lets nobody narrow to a resource, from the Service Authorization Reference. */
const WITHOUT_RESOURCE = new Set([
  'cloudwatch:PutMetricData',
  'dynamodb:ListStreams',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** Wildcards that could be narrower: in an action, as the whole resource, or directly behind a resource's own name. */
function* wideGrants(policies: Policies): Generator<AccessFinding> {
  for (const { policy, byResource } of judgedPolicies(policies)) {
    for (const statement of policy.statements) {
      if (statement.effect !== 'Allow') continue;
      const where = `${policy.holder}/${statement.name}`;
      if (statement.notActions.length > 0 || statement.notResources.length > 0) {
        yield wide(where, 'NotAction or NotResource', 'what is left out is granted');
      }
      for (const action of statement.actions.filter((name) => name.includes('*'))) {
        yield wide(where, action, 'name the actions');
      }
      if (!byResource) continue;
      for (const resource of statement.resources.filter((arn) => arn.includes('*'))) {
        if (resource === '*') {
          for (const action of statement.actions.filter((name) => !WITHOUT_RESOURCE.has(name))) {
            yield wide(where, `${action} on *`, 'name the resource');
          }
        } else if (isWholeOf(resource)) yield wide(where, resource, 'name the part that is used');
      }
    }
  }
}

/** `bucket/*`, `table/*`, `secret:*`: everything in a resource, or everything of a kind. */
function isWholeOf(pattern: string): boolean {
  const parts = pattern.split(':');
  const own = parts.slice(5).join(':');
  return parts.slice(0, 5).some((part) => part.includes('*')) || /^[^/]+\/\*$|^\*/.test(own);
}

function wide(where: string, what: string, how: string): AccessFinding {
  return { kind: 'wide', id: `wide:${where}:${what}`, message: `${where} grants ${what}: ${how}` };
}

/** Statements that cannot be judged, so that they are not taken to hold or to fail in silence. */
function* unjudged(policies: Policies): Generator<AccessFinding> {
  for (const { policy } of judgedPolicies(policies)) {
    for (const statement of policy.statements) {
      const operators = Object.keys(statement.condition).filter((operator) => !isKnownOperator(operator));
      const text = JSON.stringify([statement.condition, statement.resources, statement.notResources]);
      for (const what of [...operators, ...(text.includes('${') ? ['a policy variable'] : [])]) {
        yield {
          kind: 'unknown',
          id: `unknown:${policy.holder}/${statement.name}:${what}`,
          message: `${policy.holder}/${statement.name}: ${what} is not known to review/access/condition.ts`,
        };
      }
    }
  }
}

function openEndpoints(template: ConcreteTemplate): AccessFinding[] {
  return ofType(template, 'AWS::EC2::VPCEndpoint')
    .filter(({ properties }) => properties.PolicyDocument === undefined)
    .map(({ logicalId }) => ({
      kind: 'wide',
      id: `wide:${logicalId}:no policy`,
      message: `${logicalId} has no policy: every call of every account passes`,
    }));
}

function unique(findings: readonly AccessFinding[]): AccessFinding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
