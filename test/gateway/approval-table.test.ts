import { ConditionalCheckFailedException, type DynamoDBClient, type UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { approvalKey } from '../../lambda/core/approval';
import { approvalTable } from '../../lambda/gateway/approvals/approval-table';

const TOKEN = 'ab'.repeat(32);
const call = { tenant: 't1', client: 'c1', tool: 'send_mail', argumentsDigest: 'd'.repeat(64) };

function table(answer: () => unknown) {
  const sent: UpdateItemCommand['input'][] = [];
  const client = {
    send: async ({ input }: UpdateItemCommand) => {
      sent.push(input);
      return answer();
    },
  } as unknown as DynamoDBClient;
  return { sent, approvals: approvalTable(client, 'Budget', () => 7) };
}

test('one conditional write uses an approval up; the token itself is not sent', async () => {
  const { sent, approvals } = table(() => ({}));
  expect(await approvals.use(TOKEN, call, 'r1')).toBe(true);
  expect(sent[0]?.Key).toEqual({ pk: { S: approvalKey(TOKEN) } });
  expect(JSON.stringify(sent)).not.toContain(TOKEN);
  for (const part of [
    'tenant = :tenant',
    '#client = :client',
    'tool = :tool',
    'argumentsDigest = :digest',
    'expiresAtMs > :now',
    'attribute_not_exists(usedBy)',
  ]) {
    expect(sent[0]?.ConditionExpression).toContain(part);
  }
});

test('an approval that is used, expired or of another call is none', async () => {
  const { approvals } = table(() => {
    throw new ConditionalCheckFailedException({ message: 'x', $metadata: {} });
  });
  expect(await approvals.use(TOKEN, call, 'r1')).toBe(false);
});

test('a table that is down is said, not taken for an answer', async () => {
  const { approvals } = table(() => {
    throw new Error('down');
  });
  await expect(approvals.use(TOKEN, call, 'r1')).rejects.toThrow('down');
});

test.each(['', 'x', 'A#', 'AB'.repeat(32), `${TOKEN}0`])('%j is no token, and is not looked up', async (token) => {
  const { sent, approvals } = table(() => ({}));
  expect(await approvals.use(token, call, 'r1')).toBe(false);
  expect(sent).toEqual([]);
});
