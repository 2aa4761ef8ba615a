import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  QueryCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { clientItemOf, clientRowOf, lookupItemOf, type ClientRow } from '../../lambda/gateway/directory/rows';
import { SCOPES } from '../../lib/private/scope-table';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';
import { readTenant } from './create-tenant';
import { markBudget } from '../tenants/budget-marks';

/** What a new client is made of. */
export interface NewClient {
  readonly tenant: string;
  /** Unique within the tenant. */
  readonly name: string;
  readonly roles: readonly string[];
  /** @default - every scope but `llm/admin` */
  readonly scopes?: readonly string[];
  /** @default - as the tenant allows */
  readonly narrowing?: ClientRow['narrowing'];
}

/** A client with the secret that its owner needs. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** False when a client of this name was there before. */
  readonly created: boolean;
}

/** Machine tokens cost money, and revocation does not wait for them to expire. */
const TOKEN_MINUTES = 60;

const CLIENT_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$/;

/** Reads the clients of a tenant, deleted ones included: their use is still reported. */
export async function readClients(target: Target, services: Services, tenant: string): Promise<readonly ClientRow[]> {
  const rows: ClientRow[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await services.dynamodb.send(
      new QueryCommand({
        TableName: target.outputs.tenantTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: `T#${tenant}` }, ':prefix': { S: 'C#' } },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    rows.push(...(page.Items ?? []).map(clientRowOf));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}

/**
 * Makes an OAuth client of a tenant: the app client, the client's row and the lookup item that gives its tokens their
 * tenant and roles.
 *
 * Run again with the same name it returns the client that is there.
 */
export async function createClient(target: Target, services: Services, client: NewClient): Promise<ClientCredentials> {
  if (!CLIENT_NAME.test(client.name)) {
    throw new CommandError('client name: expected 1 to 64 letters, digits, spaces, dots, hyphens and underscores');
  }
  const scopes = client.scopes ?? SCOPES.filter((scope) => scope !== 'llm/admin');
  const unknown = scopes.find((scope) => !SCOPES.includes(scope));
  if (unknown !== undefined) throw new CommandError(`scope '${unknown}': expected one of ${SCOPES.join(', ')}`);
  if (!(await readTenant(target, services, client.tenant))) {
    throw new CommandError(`tenant '${client.tenant}': there is none; make it with 'tenant create'`);
  }
  const same = (await readClients(target, services, client.tenant)).find(
    ({ name, status }) => name === client.name && status !== 'deleted',
  );
  if (same?.status === 'revoked') {
    throw new CommandError(`client '${client.name}' of tenant '${client.tenant}' is revoked: choose another name`);
  }
  if (same) {
    return { clientId: same.client, clientSecret: await readSecret(target, services, same.client), created: false };
  }
  return makeClient(target, services, client, scopes);
}

async function makeClient(
  target: Target,
  services: Services,
  client: NewClient,
  scopes: readonly string[],
): Promise<ClientCredentials> {
  const { UserPoolClient: made } = await services.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: target.outputs.userPoolId,
      ClientName: `${client.tenant} ${client.name}`,
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [...scopes],
      AccessTokenValidity: TOKEN_MINUTES,
      TokenValidityUnits: { AccessToken: 'minutes' },
      // a machine client signs nobody in.
      ExplicitAuthFlows: [],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    }),
  );
  const clientId = made?.ClientId;
  const clientSecret = made?.ClientSecret;
  if (clientId === undefined || clientSecret === undefined) {
    throw new CommandError('app client: expected an id and a secret from the user pool, got none');
  }
  try {
    await putClientRows(target, services, {
      tenant: client.tenant,
      client: clientId,
      status: 'active',
      name: client.name,
      createdAt: Math.floor(Date.now() / 1000),
      roles: client.roles,
      narrowing: client.narrowing ?? {},
    });
  } catch (error) {
    // without rows the client is nobody's: it must not stay.
    await services.cognito.send(
      new DeleteUserPoolClientCommand({ UserPoolId: target.outputs.userPoolId, ClientId: clientId }),
    );
    throw error;
  }
  return { clientId, clientSecret, created: true };
}

/**
 * Writes the rows of a client, both or none.
 *
 * @throws when the client belongs to a tenant already: one client of two tenants would let one spend for the other.
 */
export async function putClientRows(target: Target, services: Services, row: ClientRow): Promise<void> {
  const TableName = target.outputs.tenantTable;
  const ConditionExpression = 'attribute_not_exists(pk)';
  try {
    await services.dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: lookupItemOf(row), ConditionExpression } },
          { Put: { TableName, Item: clientItemOf(row), ConditionExpression } },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    throw new CommandError(`client '${row.client}': it belongs to a tenant already`);
  }
  await markBudget(target, services, row.tenant, { kind: 'changed' });
}

/** Reads a client's secret from the user pool, the only place that has it. */
export async function readSecret(target: Target, services: Services, clientId: string): Promise<string> {
  const { UserPoolClient } = await services.cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: target.outputs.userPoolId, ClientId: clientId }),
  );
  const secret = UserPoolClient?.ClientSecret;
  if (secret === undefined)
    throw new CommandError(`client '${clientId}': expected a secret in the user pool, got none`);
  return secret;
}
