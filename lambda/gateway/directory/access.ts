import type { GatewayDeployment, RoleDeployment, TierDeployment } from '../../../lib/gateway/deployment';
import { effectiveScopes } from '../../core/effective-scopes';
import type { Limits } from '../../core/limits';
import type { Principal } from '../../core/principal';
import type { ReasonCode } from '../../core/reason';
import type { Access, ToolGrant } from '../ports';
import type { ClientRow, Narrowing, TenantRow } from './rows';

/** Tenant and client of a caller, as the table has them. */
export interface Rows {
  readonly tenant: TenantRow | undefined;
  readonly client: ClientRow | undefined;
}

/**
 * What a caller may do.
 *
 * Roles grant: of the token's roles, those that the tenant's tier allows, together. Rows only take away: the tenant's
 * and then the client's. What nobody granted is refused.
 */
export function accessFrom(
  deployment: Pick<GatewayDeployment, 'roles' | 'tiers' | 'models'>,
  { tenant, client }: Rows,
  principal: Principal,
): Access | { readonly refused: ReasonCode } {
  if (!tenant) return { refused: 'tenant_unknown' };
  if (tenant.status === 'disabled') return { refused: 'tenant_disabled' };
  // people share an app client that no tenant owns; a machine without its row is nobody.
  if (!client && principal.user === undefined) return { refused: 'client_revoked' };
  if (client && client.status !== 'active') return { refused: 'client_revoked' };
  const tier = deployment.tiers.find(({ name }) => name === tenant.tier);
  // the config no longer has the tier: nothing is granted, least of all by default.
  if (!tier) return { refused: 'tenant_unknown' };
  const roles = deployment.roles.filter(({ name }) => tier.roles.includes(name) && principal.roles.includes(name));
  const [first] = [...roles].sort((a, b) => tier.roles.indexOf(a.name) - tier.roles.indexOf(b.name));
  const narrowings = [tenant.narrowing, ...(client ? [client.narrowing] : [])];
  return {
    tenant: tenant.tenant,
    tier: tier.name,
    scopes: effectiveScopes(principal.scopes, principal.roles, roles),
    models: deployment.models
      .map(({ name }) => name)
      .filter((name) => roles.some(({ models }) => models.includes(name)))
      .filter((name) => narrowings.every(({ models }) => models?.includes(name) ?? true)),
    tools: toolsOf(roles).filter(({ name }) => narrowings.every(({ tools }) => tools?.includes(name) ?? true)),
    maxOutputTokens: narrowed(roles, narrowings, 'maxOutputTokens'),
    maxPromptBytes: narrowed(roles, narrowings, 'maxPromptBytes'),
    guardPolicy: guardPolicyOf(tier, first, narrowings),
    tenantLimits: narrowLimits(tier.tenantLimits, tenant.narrowing.limits),
    clientLimits: narrowLimits(tier.clientLimits, client?.narrowing.limits),
    auditContent: tenant.auditContent,
    budgetShards: tier.budgetShards,
  };
}

/**
 * The client's policy, the tenant's, the tier's, or that of the role which the tier names first.
 *
 * A policy that the tier does not list for its tenants is none: there is no guard of that name, and nothing is answered.
 */
function guardPolicyOf(
  tier: TierDeployment,
  role: RoleDeployment | undefined,
  narrowings: readonly Narrowing[],
): string {
  const own = narrowings.findLast(({ guardPolicy }) => guardPolicy !== undefined)?.guardPolicy;
  if (own !== undefined) return tier.tenantGuardPolicies?.includes(own) === true ? own : '';
  return tier.guardPolicy ?? role?.guardPolicy ?? '';
}

function narrowed(
  roles: readonly RoleDeployment[],
  narrowings: readonly Narrowing[],
  name: 'maxOutputTokens' | 'maxPromptBytes',
): number {
  const granted = Math.max(0, ...roles.map((role) => role[name]));
  return Math.min(granted, ...narrowings.map((narrowing) => narrowing[name] ?? Infinity));
}

/** Several roles may grant one tool: the weaker kind and the smaller number of rounds hold. */
function toolsOf(roles: readonly RoleDeployment[]): readonly ToolGrant[] {
  const tools = new Map<string, ToolGrant>();
  for (const tool of roles.flatMap((role) => role.tools)) {
    const other = tools.get(tool.name);
    if (!other) {
      tools.set(tool.name, tool);
      continue;
    }
    const rounds = [other.maxRounds, tool.maxRounds].filter((each) => each !== undefined);
    tools.set(tool.name, {
      name: tool.name,
      // a tool that any role calls a write needs its approval.
      kind: other.kind === 'write' || tool.kind === 'write' ? 'write' : 'read',
      ...(rounds.length > 0 && { maxRounds: Math.min(...rounds) }),
    });
  }
  return [...tools.values()];
}

/** The smaller of two limits, each for itself. Compared with `undefined`: zero means zero. */
export function narrowLimits(granted: Limits, narrowing: Limits = {}): Limits {
  const limits: Record<string, number> = {};
  for (const source of [granted, narrowing]) {
    for (const [name, most] of Object.entries(source)) {
      if (most !== undefined) limits[name] = Math.min(limits[name] ?? Infinity, most);
    }
  }
  return limits;
}
