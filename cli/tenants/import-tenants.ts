import { DescribeUserPoolClientCommand, ResourceNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { parseNarrowing, rowKey, type ClientRow } from '../../lambda/gateway/directory/rows';
import { putClient, revokeClient } from '../clients/client-operations';
import { CommandError } from '../command-error';
import { createClient, putClientRows, readClients } from '../onboarding/create-client';
import { checkTenantId, createTenant, readTenant } from '../onboarding/create-tenant';
import type { Services, Target } from '../target';
import { changeTier, disableTenant, enableTenant, putTenant, type TenantDocument } from './tenant-operations';

type TenantEntry = TenantDocument['tenants'][number];
type ClientEntry = TenantEntry['clients'][number];

/** One line of what an import did. */
export type Told = (line: string) => void;

/** A new client of a document has no id yet: the user pool gives it one. */
interface NamedClient extends Omit<ClientEntry, 'client'> {
  readonly client?: string;
}

/**
 * Reads a document of tenants.
 *
 * @throws with the path of the first value that is wrong; nothing was changed then
 */
export function parseTenantDocument(json: string, tiers: readonly string[]): readonly TenantEntry[] {
  const document = parseJson(json);
  if (document['version'] !== 1) throw new CommandError('version: expected 1');
  const clients = new Map<string, string>();
  const tenants = new Set<string>();
  return listAt(document['tenants'], 'tenants').map((each, index) => {
    const path = `tenants[${index}]`;
    const tenant = textAt(each['tenant'], `${path}.tenant`);
    checkTenantId(tenant);
    if (tenants.has(tenant)) throw new CommandError(`${path}.tenant: expected each tenant once, got '${tenant}' twice`);
    tenants.add(tenant);
    const tier = oneAt(each['tier'], `${path}.tier`, tiers);
    return {
      tenant,
      tier,
      status: oneAt(each['status'] ?? 'active', `${path}.status`, ['active', 'disabled']),
      name: textAt(each['name'] ?? tenant, `${path}.name`),
      auditContent: booleanAt(each['auditContent'] ?? false, `${path}.auditContent`),
      narrowing: narrowingAt(each['narrowing'] ?? {}, `${path}.narrowing`),
      clients: listAt(each['clients'] ?? [], `${path}.clients`).map((client, position) =>
        clientAt(client, `${path}.clients[${position}]`, tenant, clients),
      ),
    };
  });
}

function clientAt(
  value: Readonly<Record<string, unknown>>,
  path: string,
  tenant: string,
  seen: Map<string, string>,
): ClientEntry {
  const client = value['client'] === undefined ? '' : textAt(value['client'], `${path}.client`);
  const other = seen.get(client);
  if (client !== '' && other !== undefined) {
    throw new CommandError(`${path}.client: expected a client of one tenant, got one of '${other}' and '${tenant}'`);
  }
  seen.set(client, tenant);
  return {
    client,
    name: textAt(value['name'], `${path}.name`),
    status: oneAt(value['status'] ?? 'active', `${path}.status`, ['active', 'revoked']),
    roles: namesAt(value['roles'] ?? [], `${path}.roles`),
    narrowing: narrowingAt(value['narrowing'] ?? {}, `${path}.narrowing`),
  };
}

/**
 * Makes a tenant and its clients as a document says. Run again it changes nothing.
 *
 * What is in the table and not in the document is left alone, and named.
 */
export async function importTenant(target: Target, services: Services, entry: TenantEntry, told: Told): Promise<void> {
  await putTenantAs(target, services, entry, told);
  const kept = await readClients(target, services, entry.tenant);
  for (const client of entry.clients) await importClient(target, services, entry.tenant, client, kept, told);
  for (const { client, name, status } of kept) {
    if (status === 'deleted' || entry.clients.some((each) => each.client === client || each.name === name)) continue;
    told(`tenant '${entry.tenant}': client '${name}' (${client}) is not in the file and was left as it is`);
  }
}

/**
 * Checked before anything is written: one client of two tenants would let one spend for the other.
 *
 * @throws with the client and both tenants
 */
export async function refuseSharedClients(
  target: Target,
  services: Services,
  tenants: readonly TenantEntry[],
): Promise<void> {
  for (const { tenant, clients } of tenants) {
    for (const { client } of clients) {
      if (client === '') continue;
      const { Item } = await services.dynamodb.send(
        new GetItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.lookup(client), ConsistentRead: true }),
      );
      const owner = Item?.['tenant']?.S;
      if (owner !== undefined && owner !== tenant) {
        throw new CommandError(`client '${client}' of tenant '${tenant}': it belongs to tenant '${owner}' already`);
      }
    }
  }
}

async function putTenantAs(target: Target, services: Services, entry: TenantEntry, told: Told): Promise<void> {
  const { clients: _clients, ...wanted } = entry;
  const existing = await readTenant(target, services, entry.tenant);
  if (!existing) {
    await createTenant(target, services, wanted);
    told(`tenant '${entry.tenant}': created in tier '${entry.tier}'`);
  } else {
    if (await changeTier(target, services, entry.tenant, entry.tier)) {
      told(`tenant '${entry.tenant}': moved from tier '${existing.tier}' to '${entry.tier}'`);
    }
    const { createdAt, tier: _tier, status: _status, ...row } = existing;
    const next = {
      tenant: wanted.tenant,
      name: wanted.name,
      auditContent: wanted.auditContent,
      narrowing: wanted.narrowing,
    };
    if (!sameJson(row, next)) {
      await putTenant(target, services, { ...wanted, status: existing.status, createdAt });
      told(`tenant '${entry.tenant}': changed`);
    }
  }
  const status = existing?.status ?? 'active';
  if (status === entry.status) return;
  await (entry.status === 'disabled' ? disableTenant : enableTenant)(target, services, entry.tenant);
  told(`tenant '${entry.tenant}': ${entry.status === 'disabled' ? 'disabled' : 'enabled'}`);
}

async function importClient(
  target: Target,
  services: Services,
  tenant: string,
  entry: NamedClient,
  kept: readonly ClientRow[],
  told: Told,
): Promise<void> {
  const client = entry.client ?? '';
  const existing = kept.find((row) =>
    client === '' ? row.name === entry.name && row.status !== 'deleted' : row.client === client,
  );
  if (!existing) {
    if (client === '') {
      const made = await createClient(target, services, { ...entry, tenant });
      told(
        `tenant '${tenant}': client '${entry.name}' created with id ${made.clientId}; read its secret with 'client create'`,
      );
      return;
    }
    await requireAppClient(target, services, client);
    await putClientRows(target, services, { ...entry, client, tenant, createdAt: Math.floor(Date.now() / 1000) });
    told(`tenant '${tenant}': client '${entry.name}' (${client}) added`);
    return;
  }
  if (entry.status === 'revoked') {
    if (await revokeClient(target, services, existing)) told(`tenant '${tenant}': client '${entry.name}' revoked`);
    return;
  }
  if (existing.status !== 'active') {
    throw new CommandError(`client '${existing.client}': it is ${existing.status}, and a revocation is not taken back`);
  }
  const next = { ...existing, name: entry.name, roles: entry.roles, narrowing: entry.narrowing };
  if (sameJson(existing, next)) return;
  await putClient(target, services, next);
  told(`tenant '${tenant}': client '${entry.name}' changed`);
}

async function requireAppClient(target: Target, { cognito }: Services, client: string): Promise<void> {
  try {
    await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: target.outputs.userPoolId, ClientId: client }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new CommandError(`client '${client}': the user pool has none; leave 'client' out to have one made`);
  }
}

function parseJson(json: string): Readonly<Record<string, unknown>> {
  try {
    return objectAt(JSON.parse(json), 'the file');
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`the file: expected JSON, got ${error.message}`);
    throw error;
  }
}

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CommandError(`${path}: expected an object`);
}

function listAt(value: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw new CommandError(`${path}: expected a list`);
  return value.map((each, index) => objectAt(each, `${path}[${index}]`));
}

function textAt(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new CommandError(`${path}: expected text`);
}

function booleanAt(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new CommandError(`${path}: expected true or false`);
}

function oneAt<Value extends string>(value: unknown, path: string, values: readonly Value[]): Value {
  const found = values.find((each) => each === value);
  if (found === undefined) throw new CommandError(`${path}: expected one of ${values.join(', ')}`);
  return found;
}

function namesAt(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new CommandError(`${path}: expected a list of names`);
}

function narrowingAt(value: unknown, path: string): TenantEntry['narrowing'] {
  try {
    return parseNarrowing(JSON.stringify(value), path);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : `${path}: expected a narrowing`);
  }
}

/** Compares by value; keys may stand in any order. */
function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
