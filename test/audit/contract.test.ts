import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { requestKey } from '../../lambda/gateway/budget/short-key';
import { parseConfig } from '../../lambda/audit/config';
import { budgetRequestKey } from '../../lambda/audit/settle-stale';
import { AuditStore } from '../../lib/audit/audit-store';
import { DataStore } from '../../lib/data/data-store';
import { Profile } from '../../lib/profile';

test('the sealer can parse what the construct writes', () => {
  const stack = new Stack(new App(), 'Stack');
  const data = new DataStore(stack, 'Data', { profile: Profile.TRIAL });
  new AuditStore(stack, 'Audit', {
    profile: Profile.TRIAL,
    accessLogBucket: data.accessLogBucket,
    budgetTable: data.budgetTable,
    budgetKey: data.key,
  });
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const variables = fn!.Properties.Environment.Variables as Record<string, unknown>;
  // a name that is known at deployment only arrives as a text.
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : name.toLowerCase()]),
  );
  expect(parseConfig(environment)).toEqual({
    auditTable: 'audit_table',
    auditBucket: 'audit_bucket',
    macKeyArn: 'audit_mac_key_arn',
    budgetTable: 'budget_table',
    stackName: 'Stack',
    sealer: expect.objectContaining({
      signingKey: 'signing_key_arn',
      staleAfterMs: 1_200_000,
      tableRetentionMs: 3 * 24 * 60 * 60_000,
    }),
  });
});

test.each(['AUDIT_TABLE', 'STALE_AFTER_SECONDS'])('a missing %s stops the sealer at cold start', (name) => {
  const environment: Record<string, string> = {
    AUDIT_TABLE: 't',
    AUDIT_BUCKET: 'b',
    AUDIT_MAC_KEY_ARN: 'k',
    SIGNING_KEY_ARN: 's',
    BUDGET_TABLE: 'u',
    STACK_NAME: 's',
    STALE_AFTER_SECONDS: '1',
    TABLE_RETENTION_DAYS: '1',
  };
  delete environment[name];
  expect(() => parseConfig(environment)).toThrow(name);
});

test('names a request in the budget as the gateway does', () => {
  expect(budgetRequestKey('r-1')).toBe(requestKey('r-1'));
});
