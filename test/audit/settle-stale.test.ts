import { ConditionalCheckFailedException, type DynamoDBClient, type UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { budgetRequestKey, settleStale } from '../../lambda/audit/settle-stale';
import { namePrincipal } from '../../lambda/core/audit/identity';
import { deriveSecrets } from '../../lambda/core/audit/secrets';
import { budgetKey } from '../../lambda/core/budget-keys';
import { SECRET } from '../gateway/audit/fakes';

/** A budget table of which each item holds some requests past their expiry. */
function budgets(items: Readonly<Record<string, { readonly expired: string[]; readonly shards?: number }>>) {
  const asked: string[] = [];
  const client = {
    send: async ({ input }: UpdateItemCommand) => {
      const pk = input.Key?.pk?.S ?? '';
      asked.push(pk);
      const item = items[pk];
      const request = input.ExpressionAttributeNames?.['#request'] ?? '';
      expect(input.UpdateExpression).toBe('REMOVE x.#request');
      if (item?.expired.includes(request) === true) {
        item.expired.splice(item.expired.indexOf(request), 1);
        return {};
      }
      throw new ConditionalCheckFailedException({
        message: 'no',
        $metadata: {},
        ...(item && { Item: { sh: { N: String(item.shards ?? 1) } } }),
      });
    },
  } as unknown as DynamoDBClient;
  return { client, asked };
}

const secrets = deriveSecrets(SECRET);
const open = {
  digest: 'd',
  request: 'lost',
  at: 0,
  named: namePrincipal(secrets, { tenant: 'acme', client: 'client-1', roles: [], scopes: [] }),
};
const settle = (client: DynamoDBClient) => settleStale(client, 'budgets', async () => secrets)(open);

test('a request that never ended is forgotten in the budget of its tenant; what it reserved stays charged', async () => {
  const expired = [budgetRequestKey('lost'), 'other'];
  const { client, asked } = budgets({ [budgetKey('acme')]: { expired } });
  await settle(client);
  expect(expired).toEqual(['other']);
  expect(asked).toEqual([budgetKey('acme')]);
});

test('one that was settled, and one that was settled by an earlier run, change nothing', async () => {
  const { client } = budgets({ [budgetKey('acme')]: { expired: [] } });
  await settle(client);
  await settle(client);
  await settle(budgets({}).client);
});

test('a tenant of several items is looked through until it is found', async () => {
  const { client, asked } = budgets({
    [budgetKey('acme')]: { expired: [], shards: 4 },
    [budgetKey('acme', 2)]: { expired: [budgetRequestKey('lost')] },
  });
  await settle(client);
  expect(asked).toEqual([budgetKey('acme'), budgetKey('acme', 1), budgetKey('acme', 2)]);
});

test('a budget that cannot be reached fails the run, which settles it the next time', async () => {
  const client = { send: () => Promise.reject(new Error('throttled')) } as unknown as DynamoDBClient;
  await expect(settle(client)).rejects.toThrow('throttled');
});
