import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { deploymentDocument } from '../../lib/gateway/deployment-document';
import { SCOPE_TABLE } from '../../lib/private/scope-table';
import { createGuards } from '../../lambda/guard/guards';
import { parseDeployment, parseEnv } from '../../lambda/gateway/config';
import { ROUTES } from '../../lambda/gateway/gateway';
import { SHIPPED_CONFIG, synthTemplate } from '../synth';

jest.setTimeout(120_000);

describe('what the construct writes, the function reads', () => {
  test('the environment', () => {
    const functions = Object.values(synthTemplate().findResources('AWS::Lambda::Function')) as {
      readonly Properties: { readonly Environment?: { readonly Variables: Record<string, unknown> } };
    }[];
    const variables = functions
      .map(({ Properties }) => Properties.Environment?.Variables ?? {})
      .filter((names) => 'CONTENT_KEY_TABLE' in names && 'TENANT_TABLE' in names);
    expect(variables).toHaveLength(1);
    const env = Object.fromEntries(Object.keys(variables[0] ?? {}).map((name) => [name, 'x']));
    expect(() => parseEnv(env)).not.toThrow();
  });

  test('the deployment document, and each of its guard policies', () => {
    const document = deploymentDocument(SHIPPED_CONFIG);
    const read = parseDeployment(JSON.stringify(document));
    expect(read).toEqual(document);
    const guardFor = createGuards(read.guardPolicies, () => ({ score: () => ({ score: 0, start: 0, end: 0 }) }));
    for (const { guardPolicy } of read.roles) expect(guardFor(guardPolicy).policyName).toBe(guardPolicy);
  });
});

test('routes and scopes are those of the scope table', () => {
  const own = ROUTES.map(({ method, path, scope }) => ({ method, path, scope }));
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  expect([...own].sort(byPath)).toEqual([...SCOPE_TABLE].sort(byPath));
});

describe('a deployment that does not fit serves nothing', () => {
  test('missing names are told', () => {
    expect(() => parseEnv({ BUDGET_TABLE: 'b' })).toThrow(/environment: expected TENANT_TABLE, AUDIT_TABLE/);
  });

  const good = deploymentDocument(SHIPPED_CONFIG);
  test.each<[string, unknown]>([
    ['no JSON', undefined],
    ['a list', []],
    ['another version', { ...good, version: 2 }],
    ...(['models', 'roles', 'tiers', 'systemPrompts', 'maxBodyBytes', 'deadlineSeconds', 'guardPolicies'] as const).map(
      (name): [string, Partial<GatewayDeployment>] => [`no ${name}`, { ...good, [name]: undefined }],
    ),
    ['a negative limit', { ...good, maxMessages: -1 }],
  ])('%s', (_name, document) => {
    expect(() => parseDeployment(JSON.stringify(document) ?? '')).toThrow(/^deployment\.json: expected/);
  });
});
