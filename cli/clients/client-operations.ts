import {
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { clientKey } from '../../lambda/gateway/budget/short-key';
import { budgetKey } from '../../lambda/core/budget-keys';
import { clientItemOf, clientRowOf, lookupItemOf, rowKey, type ClientRow } from '../../lambda/gateway/directory/rows';
import { CommandError } from '../command-error';
import { readClients } from '../onboarding/create-client';
import type { Services, Target } from '../target';
import { markBudget } from '../tenants/budget-marks';

/** Finds a client of a tenant by its id or its name. */
export async function requireClient(
  target: Target,
  services: Services,
  tenant: string,
  idOrName: string,
): Promise<ClientRow> {
  const clients = await readClients(target, services, tenant);
  const found =
    clients.find(({ client }) => client === idOrName) ??
    clients.find(({ name, status }) => name === idOrName && status !== 'deleted');
  if (!found) throw new CommandError(`client '${idOrName}': tenant '${tenant}' has none of this id or name`);
  return found;
}

/** Finds the tenant of a client. */
export async function tenantOfClient(target: Target, { dynamodb }: Services, client: string): Promise<string> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.lookup(client), ConsistentRead: true }),
  );
  const tenant = Item?.['tenant']?.S;
  if (tenant === undefined) throw new CommandError(`client '${client}': it belongs to no tenant`);
  return tenant;
}

/** Writes a changed row and its lookup item; roles reach the client with its next token. */
export async function putClient(target: Target, services: Services, row: ClientRow): Promise<void> {
  const TableName = target.outputs.tenantTable;
  const ConditionExpression = 'attribute_exists(pk)';
  await services.dynamodb.send(new PutItemCommand({ TableName, Item: clientItemOf(row), ConditionExpression }));
  if (row.status === 'active') {
    await services.dynamodb.send(new PutItemCommand({ TableName, Item: lookupItemOf(row), ConditionExpression }));
  }
  await markBudget(target, services, row.tenant, { kind: 'changed' });
}

/**
 * Revokes a client within a second, although its tokens live on: first where its next request looks, then in its row,
 * then its app client, so that no new token is made.
 */
export async function revokeClient(target: Target, services: Services, row: ClientRow): Promise<boolean> {
  await markBudget(target, services, row.tenant, { kind: 'revoked', who: 'client', subject: row.client });
  const changed = row.status === 'active';
  if (changed) await putClient(target, services, { ...row, status: 'revoked' });
  await deleteAppClient(target, services, row.client);
  return changed;
}

/** Deletes a client: revoked first; its row stays as a mark, so that its use is still reported. */
export async function deleteClient(target: Target, services: Services, tenant: string, client: string): Promise<void> {
  await markBudget(target, services, tenant, { kind: 'revoked', who: 'client', subject: client });
  await deleteAppClient(target, services, client);
  const { Item } = await services.dynamodb.send(
    new GetItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.client(tenant, client) }),
  );
  if (Item) await putClient(target, services, { ...clientRowOf(Item), status: 'deleted' });
  await services.dynamodb.send(
    new DeleteItemCommand({ TableName: target.outputs.tenantTable, Key: rowKey.lookup(client) }),
  );
  await forgetLimits(target, services, tenant, client);
}

async function deleteAppClient(target: Target, { cognito }: Services, client: string): Promise<void> {
  try {
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: target.outputs.userPoolId, ClientId: client }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** Takes the sums of a deleted client out of its tenant's item, which every write pays for. */
async function forgetLimits(target: Target, { dynamodb }: Services, tenant: string, client: string): Promise<void> {
  await dynamodb
    .send(
      new UpdateItemCommand({
        TableName: target.outputs.budgetTable,
        Key: { pk: { S: budgetKey(tenant) } },
        UpdateExpression: 'REMOVE c.#client',
        ConditionExpression: 'attribute_exists(c.#client)',
        ExpressionAttributeNames: { '#client': clientKey(client) },
      }),
    )
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    });
}

/** Scopes that the tokens of an app client can carry: none once it is deleted. */
export async function scopesOfAppClient(
  target: Target,
  { cognito }: Services,
  client: string,
): Promise<readonly string[]> {
  try {
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: target.outputs.userPoolId, ClientId: client }),
    );
    return UserPoolClient?.AllowedOAuthScopes ?? [];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
