import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { ConcreteTemplate } from '../../review/access/concrete';
import type { AccessRequest } from '../../review/access/decide';
import { policiesOf, type Policies } from '../../review/access/policies';
import type { Policy } from '../../review/access/statement';

const POLICIES = new WeakMap<ConcreteTemplate, Policies>();

/** What iam-simulate, an implementation of AWS's evaluation by others, makes of a request. */
export async function secondJudge(
  request: AccessRequest,
  template: ConcreteTemplate,
): Promise<{ readonly allowed: boolean; readonly reason: string }> {
  const policies = POLICIES.get(template) ?? policiesOf(template);
  POLICIES.set(template, policies);
  const { principal, resource } = request;
  const own = principal.kind === 'role' ? (policies.identity.get(principal.arn) ?? []) : [];
  const simulation: Simulation = {
    request: {
      principal: principal.kind === 'role' ? principal.arn : principal.name,
      action: request.action,
      resource: { resource, accountId: template.place.account },
      contextVariables: Object.fromEntries(
        [...request.context].map(([key, values]) => [key, values.length === 1 ? values[0]! : [...values]]),
      ),
    },
    identityPolicies: named(own),
    resourcePolicy: merged(resourcePolicies(request, policies)),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(request.endpoint !== undefined && {
      vpcEndpointPolicies: named(policies.endpoint.get(request.endpoint) ?? []),
    }),
  };
  const result = await runSimulation(renamed(simulation), {});
  if (result.resultType === 'error') return { allowed: false, reason: JSON.stringify(result.errors) };
  return { allowed: result.overallResult === 'Allowed', reason: result.overallResult };
}

/**
 * Its validation does not know that the key of an encryption context has a name of its own, and drops it: it is asked
 * with a key of the same shape that it knows, in policies and request alike.
 */
function renamed(simulation: Simulation): Simulation {
  return JSON.parse(
    JSON.stringify(simulation).replace(/kms:EncryptionContext:/gi, 'aws:RequestTag/context-'),
  ) as Simulation;
}

function resourcePolicies({ action, resource }: AccessRequest, { resource: all }: Policies): readonly Policy[] {
  if (action.startsWith('logs:')) return all.get('logs') ?? [];
  return [...all].filter(([arn]) => resource === arn || resource.startsWith(`${arn}/`)).flatMap(([, list]) => list);
}

const named = (policies: readonly Policy[]) =>
  policies.map(({ holder, document }) => ({ name: holder, policy: document }));

function merged(policies: readonly Policy[]): unknown {
  if (policies.length === 0) return undefined;
  return {
    Version: '2012-10-17',
    Statement: policies.flatMap(({ document }) => (document as { Statement: unknown }).Statement),
  };
}
