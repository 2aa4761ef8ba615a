import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { rowKey, tenantItemOf, tenantRowOf, type TenantRow } from '../../lambda/gateway/directory/rows';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';
import { markBudget } from '../tenants/budget-marks';
import { putUsageKey } from './usage-key';

/** What a new tenant is made of. */
export interface NewTenant {
  readonly tenant: string;
  readonly tier: string;
  /** @default - the tenant's id */
  readonly name?: string;
  /** @default false */
  readonly auditContent?: boolean;
  /** @default - as the tier allows */
  readonly narrowing?: TenantRow['narrowing'];
}

/** Ids stand in keys, claims and headers: short, lower case, nothing that needs escaping. */
const TENANT_ID = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** @throws when a tenant id would not do. */
export function checkTenantId(tenant: string): void {
  if (!TENANT_ID.test(tenant)) {
    throw new CommandError('tenant id: expected 1 to 32 lower-case letters, digits and inner hyphens');
  }
}

/** Reads a tenant's row. */
export async function readTenant(target: Target, services: Services, tenant: string): Promise<TenantRow | undefined> {
  const { Item } = await services.dynamodb.send(
    new GetItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.tenant(tenant), ConsistentRead: true }),
  );
  return Item && tenantRowOf(Item);
}

/**
 * Onboards a tenant: its row, its key in the usage plan of its tier, its budget item.
 *
 * Run again it mends what is missing and changes nothing else; another tier is refused, because `tenant tier` is the
 * command for that.
 *
 * @returns whether the tenant is new
 */
export async function createTenant(target: Target, services: Services, tenant: NewTenant): Promise<boolean> {
  checkTenantId(tenant.tenant);
  const tiers = Object.keys(target.outputs.usagePlanIds);
  if (!tiers.includes(tenant.tier))
    throw new CommandError(`tier '${tenant.tier}': expected one of ${tiers.join(', ')}`);
  const row: TenantRow = {
    tenant: tenant.tenant,
    tier: tenant.tier,
    status: 'active',
    name: tenant.name ?? tenant.tenant,
    createdAt: Math.floor(Date.now() / 1000),
    auditContent: tenant.auditContent ?? false,
    narrowing: tenant.narrowing ?? {},
  };
  const created = await putNew(target, services, row);
  if (!created) {
    const existing = await readTenant(target, services, tenant.tenant);
    if (existing && existing.tier !== tenant.tier) {
      throw new CommandError(
        `tenant '${tenant.tenant}' exists in tier '${existing.tier}': change it with 'tenant tier', got '${tenant.tier}'`,
      );
    }
  }
  await putUsageKey(target, services, tenant.tenant, tenant.tier);
  // a tenant of this id that was deleted before is still marked as disabled.
  if (created) await markBudget(target, services, tenant.tenant, { kind: 'enabled' });
  return created;
}

async function putNew(target: Target, services: Services, row: TenantRow): Promise<boolean> {
  try {
    await services.dynamodb.send(
      new PutItemCommand({
        TableName: target.outputs.tenantTable,
        Item: tenantItemOf(row),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
