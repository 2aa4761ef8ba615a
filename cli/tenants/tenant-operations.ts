import { DeleteItemCommand, PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { budgetKey } from '../../lambda/core/budget-keys';
import { rowKey, tenantItemOf, tenantRowOf, type ClientRow, type TenantRow } from '../../lambda/gateway/directory/rows';
import { deleteClient } from '../clients/client-operations';
import { CommandError } from '../command-error';
import { readClients } from '../onboarding/create-client';
import { checkTenantId, readTenant } from '../onboarding/create-tenant';
import { deleteUsageKey, putUsageKey } from '../onboarding/usage-key';
import type { Services, Target } from '../target';
import { markBudget } from './budget-marks';

/** Reads a tenant that must be there. */
export async function requireTenant(target: Target, services: Services, tenant: string): Promise<TenantRow> {
  checkTenantId(tenant);
  const row = await readTenant(target, services, tenant);
  if (!row) throw new CommandError(`tenant '${tenant}': there is none`);
  return row;
}

/** Reads every tenant, in the order of their ids. */
export async function listTenants(target: Target, { dynamodb }: Services): Promise<readonly TenantRow[]> {
  const rows: TenantRow[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new ScanCommand({
        TableName: target.outputs.tenantTable,
        FilterExpression: 'begins_with(pk, :tenant) AND sk = :meta',
        ExpressionAttributeValues: { ':tenant': { S: 'T#' }, ':meta': { S: 'META' } },
        ExclusiveStartKey: from,
      }),
    );
    rows.push(...(page.Items ?? []).map(tenantRowOf));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows.sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
}

/** Writes a changed row; the gateway sees it with the next request of the tenant. */
export async function putTenant(target: Target, services: Services, row: TenantRow): Promise<void> {
  await services.dynamodb.send(
    new PutItemCommand({
      TableName: target.outputs.tenantTable,
      Item: tenantItemOf(row),
      ConditionExpression: 'attribute_exists(pk)',
    }),
  );
  await markBudget(target, services, row.tenant, { kind: 'changed' });
}

/** Moves a tenant to another tier: its defaults, its roles, its usage plan. */
export async function changeTier(target: Target, services: Services, tenant: string, tier: string): Promise<boolean> {
  const row = await requireTenant(target, services, tenant);
  await putUsageKey(target, services, tenant, tier);
  if (row.tier === tier) return false;
  await putTenant(target, services, { ...row, tier });
  return true;
}

/**
 * Suspends a tenant: first where the next request looks, then in its row.
 *
 * @returns false when it was suspended already
 */
export async function disableTenant(target: Target, services: Services, tenant: string): Promise<boolean> {
  const row = await requireTenant(target, services, tenant);
  await markBudget(target, services, tenant, { kind: 'disabled' });
  if (row.status === 'disabled') return false;
  await putTenant(target, services, { ...row, status: 'disabled' });
  return true;
}

/** Ends a suspension: the row first, so that nobody is let in by half of it. */
export async function enableTenant(target: Target, services: Services, tenant: string): Promise<boolean> {
  const row = await requireTenant(target, services, tenant);
  if (row.status !== 'active') await putTenant(target, services, { ...row, status: 'active' });
  await markBudget(target, services, tenant, { kind: 'enabled' });
  return row.status !== 'active';
}

/** What is left of a deleted tenant, and why. */
export interface Remains {
  readonly what: string;
  readonly why: string;
}

/**
 * Deletes a tenant: suspended first, so that no request slips in between, then its clients, its key and its rows.
 *
 * @returns what remains
 */
export async function deleteTenant(target: Target, services: Services, tenant: string): Promise<readonly Remains[]> {
  checkTenantId(tenant);
  await markBudget(target, services, tenant, { kind: 'disabled' });
  const clients = await readClients(target, services, tenant);
  for (const { client } of clients) await deleteClient(target, services, tenant, client);
  await deleteUsageKey(target, services, tenant);
  await services.dynamodb.send(
    new DeleteItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.tenant(tenant) }),
  );
  return [
    {
      what: `the budget item ${budgetKey(tenant)}, marked as disabled`,
      why: 'tokens of its clients live for up to an hour, and must stay refused',
    },
    { what: 'the rows of its clients, marked as deleted, and its usage', why: 'invoices are made from them' },
    { what: 'its audit records', why: 'they are locked for the retention time' },
  ];
}

/** A tenant with its clients, as it is kept in git: no ids of app clients' secrets, no state of limits. */
export interface TenantDocument {
  readonly version: 1;
  readonly tenants: readonly (Omit<TenantRow, 'createdAt'> & {
    readonly clients: readonly Omit<ClientRow, 'tenant' | 'createdAt'>[];
  })[];
}

/** Reads tenants and clients as one document, the same for the same rows. */
export async function exportTenants(target: Target, services: Services): Promise<TenantDocument> {
  const tenants: TenantDocument['tenants'][number][] = [];
  for (const { createdAt: _createdAt, ...row } of await listTenants(target, services)) {
    const clients = (await readClients(target, services, row.tenant))
      .filter(({ status }) => status !== 'deleted')
      .map(({ tenant: _tenant, createdAt: _made, ...client }) => client)
      .sort((a, b) => (a.client < b.client ? -1 : 1));
    tenants.push({ ...row, clients });
  }
  return { version: 1, tenants };
}
