import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ClientOwner } from './token-trigger';

/**
 * Looks up whose a client is: item `C#<client>` / `META` of the tenant table.
 *
 * Names the attributes that it reads, because the function's role allows these and no others. Reads consistently: a
 * client that was deleted a moment ago gets no token.
 */
export function clientOwnerTable(client: Pick<DynamoDBClient, 'send'>, tableName: string) {
  return async (clientId: string): Promise<ClientOwner | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: `C#${clientId}` }, sk: { S: 'META' } },
        ConsistentRead: true,
        ProjectionExpression: '#tenant, #roles',
        ExpressionAttributeNames: { '#tenant': 'tenant', '#roles': 'roles' },
      }),
    );
    const tenant = item?.tenant?.S;
    if (tenant === undefined || tenant === '') return undefined;
    const roles = item?.roles?.SS ?? item?.roles?.L?.flatMap(({ S }) => S ?? []) ?? [];
    return { tenant, roles };
  };
}
