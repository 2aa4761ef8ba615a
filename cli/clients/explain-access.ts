import { accessFrom, type Rows } from '../../lambda/gateway/directory/access';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { REASONS } from '../../lambda/core/reason';
import type { Limits } from '../../lambda/core/limits';

/** One thing that a client may or may not do, and why. */
export interface Explained {
  readonly what: string;
  readonly allowed: boolean | number | string;
  readonly why: string;
}

/**
 * Explains what a client may do. Decided by the very function that the gateway decides with; this only says whence.
 *
 * @param tokenScopes scopes that the app client's tokens can carry
 */
export function explainAccess(
  deployment: GatewayDeployment,
  rows: Rows,
  tokenScopes: readonly string[],
): readonly Explained[] {
  const { tenant, client } = rows;
  const principal = {
    tenant: tenant?.tenant ?? '',
    client: client?.client ?? '',
    roles: client?.roles ?? [],
    scopes: tokenScopes,
  };
  const access = accessFrom(deployment, rows, principal);
  if ('refused' in access) {
    return [{ what: 'any request', allowed: false, why: `${access.refused}: ${REASONS[access.refused].message}` }];
  }
  const tier = deployment.tiers.find(({ name }) => name === access.tier);
  const roles = deployment.roles.filter(
    ({ name }) => tier?.roles.includes(name) === true && principal.roles.includes(name),
  );
  const lines: Explained[] = [];
  for (const name of principal.roles) {
    const held = roles.some((role) => role.name === name);
    const why = held
      ? `tier '${access.tier}' allows it`
      : deployment.roles.some((role) => role.name === name)
        ? `tier '${access.tier}' does not allow it`
        : 'the config has no such role';
    lines.push({ what: `role ${name}`, allowed: held, why });
  }
  const scopes = new Set([...tokenScopes, ...roles.flatMap((role) => role.scopes)]);
  for (const scope of scopes) {
    const granted = grantedBy(roles, scope);
    const why = tokenScopes.includes(scope) ? granted : `${granted}, but its tokens cannot carry it`;
    lines.push({ what: `scope ${scope}`, allowed: access.scopes.includes(scope), why });
  }
  for (const { name } of deployment.models) {
    const allowed = access.models.includes(name);
    lines.push({ what: `model ${name}`, allowed, why: whyNamed(rows, roles, 'models', name) });
  }
  for (const { name, kind } of access.tools) {
    lines.push({ what: `tool ${name} (${kind})`, allowed: true, why: whyNamed(rows, roles, 'tools', name) });
  }
  for (const name of ['maxOutputTokens', 'maxPromptBytes'] as const) {
    lines.push({ what: name, allowed: access[name], why: whyCeiling(rows, roles, name) });
  }
  lines.push({ what: 'guard policy', allowed: access.guardPolicy, why: 'the first of its roles that the tier names' });
  lines.push(...limitLines('tenant', access.tenantLimits, tier?.tenantLimits ?? {}, access.tier));
  lines.push(...limitLines('client', access.clientLimits, tier?.clientLimits ?? {}, access.tier));
  return lines;
}

type Roles = GatewayDeployment['roles'];

function grantedBy(roles: Roles, scope: string): string {
  const granting = roles.filter((role) => role.scopes.includes(scope)).map((role) => role.name);
  return granting.length === 0 ? 'no role of the client grants it' : `granted by role ${granting.join(', ')}`;
}

function whyNamed({ tenant, client }: Rows, roles: Roles, what: 'models' | 'tools', name: string): string {
  const granting = roles
    .filter((role) => (what === 'models' ? role.models.includes(name) : role.tools.some((tool) => tool.name === name)))
    .map((role) => role.name);
  if (granting.length === 0) return 'no role of the client grants it';
  const granted = `granted by role ${granting.join(', ')}`;
  if (tenant?.narrowing[what]?.includes(name) === false) return `${granted}, taken away by the tenant's row`;
  if (client?.narrowing[what]?.includes(name) === false) return `${granted}, taken away by the client's row`;
  return granted;
}

function whyCeiling({ tenant, client }: Rows, roles: Roles, name: 'maxOutputTokens' | 'maxPromptBytes'): string {
  const granted = Math.max(0, ...roles.map((role) => role[name]));
  const narrowed = [
    ['tenant', tenant?.narrowing[name]],
    ['client', client?.narrowing[name]],
  ] as const;
  const [lowest] = narrowed
    .filter(([, most]) => most !== undefined && most < granted)
    .sort(([, a], [, b]) => (a ?? 0) - (b ?? 0));
  return lowest ? `roles grant ${granted}, narrowed by the ${lowest[0]}'s row` : 'the largest that its roles grant';
}

function limitLines(whose: 'tenant' | 'client', limits: Limits, tier: Limits, name: string): readonly Explained[] {
  return Object.entries(limits).map(([limit, most]) => ({
    what: `${whose} ${limit}`,
    allowed: most,
    why: tier[limit as keyof Limits] === most ? `tier '${name}'` : `narrowed by the ${whose}'s row`,
  }));
}
