import { join } from 'node:path';
import { report, tally } from '../../cli/doctor';
import { ACCESS_CHECKS } from '../../cli/doctor/access';
import { ACCOUNT_CHECKS } from '../../cli/doctor/account';
import type { AccountPorts } from '../../cli/doctor/account-ports';
import type { DoctorCheck, Finding, FindingStatus } from '../../cli/doctor/finding';
import { LOCAL_CHECKS, type LocalPorts } from '../../cli/doctor/local';
import { MACHINE_CHECKS, type MachinePorts } from '../../cli/doctor/machine';
import { MODEL_CHECKS } from '../../cli/doctor/models';
import { planOf, type DeploymentPlan } from '../../cli/doctor/plan';
import { QUOTA_CHECKS } from '../../cli/doctor/quotas';
import { runChecks } from '../../cli/doctor/run-checks';
import { loadConfig } from '../../lib/config/load-config';

const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });
const fails = (name: string) => (): Promise<never> => Promise.reject(named(name));

const plan: DeploymentPlan = {
  reservedConcurrency: 175,
  vpcs: 1,
  elasticIps: 2,
  webAcls: 1,
  managedRuleGroups: ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'],
  userPools: 1,
  restApis: 1,
  usagePlans: 3,
  trails: 0,
  logsOfApi: true,
  guardrails: false,
  bootstrapVersion: 8,
  models: [{ name: 'nova-lite', modelId: 'amazon.nova-lite-v1:0', kind: 'chat' }],
  domainPrefix: 'acme-llm',
};

/** An account in which a deployment works. */
const account: AccountPorts = {
  region: 'eu-central-1',
  plan,
  identity: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:role/Deployer' }),
  stackStatus: async () => undefined,
  bootstrapVersion: async () => 30,
  concurrency: async () => ({ limit: 1000, unreserved: 1000 }),
  quota: async () => ({ limit: 5, known: true }),
  inUse: async () => 2,
  ruleGroupCapacity: async () => 700,
  logsRoleOfApiGateway: async () => 'arn:aws:iam::111122223333:role/ApiGatewayLogs',
  model: async () => ({ streams: true, status: 'ACTIVE' }),
  callModel: async () => undefined,
  guardrailsAnswer: async () => undefined,
  domain: async () => 'free',
  trails: async () => [{ name: 'organization', allRegions: true }],
};

const machine: MachinePorts = {
  nodeVersion: '24.1.0',
  pythonVersion: async () => '3.12',
  emulatorInstalled: () => false,
  portIsFree: async () => true,
  localApi: () => undefined,
};

const local: LocalPorts = {
  baseUrl: 'http://127.0.0.1:4600/v1',
  emulatorAnswers: async () => true,
  stackStatus: async () => 'CREATE_COMPLETE',
  token: async () => 'token',
  call: async () => 200,
  ledger: () => ({ emulated: 93, unknown: 0 }),
};

/** What is wrong, and what the doctor calls it. */
interface Ill<Ports> {
  readonly check: string;
  readonly status: FindingStatus;
  readonly ports: Partial<Ports>;
  readonly says: RegExp;
}

const withPlan = (changes: Partial<DeploymentPlan>): Partial<AccountPorts> => ({ plan: { ...plan, ...changes } });

const ILL_ACCOUNTS: readonly Ill<AccountPorts>[] = [
  { check: 'Region', status: 'failed', ports: { region: undefined }, says: /AWS_REGION/ },
  { check: 'credentials', status: 'failed', ports: { identity: fails('CredentialsProviderError') }, says: /sso login/ },
  { check: 'template', status: 'unknown', ports: { plan: undefined }, says: /npm run synth/ },
  { check: 'stack', status: 'failed', ports: { stackStatus: async () => 'ROLLBACK_COMPLETE' }, says: /cdk destroy/ },
  { check: 'stack', status: 'failed', ports: { stackStatus: async () => 'UPDATE_FAILED' }, says: /cdk rollback/ },
  { check: 'stack', status: 'warning', ports: { stackStatus: async () => 'UPDATE_IN_PROGRESS' }, says: /right now/ },
  { check: 'bootstrap', status: 'failed', ports: { bootstrapVersion: async () => undefined }, says: /cdk bootstrap/ },
  { check: 'bootstrap', status: 'failed', ports: { bootstrapVersion: async () => 7 }, says: /version 7, 8 is needed/ },
  {
    check: 'Lambda concurrency',
    status: 'failed',
    ports: { concurrency: async () => ({ limit: 10, unreserved: 10 }) },
    says: /L-B99A9384 --desired-value 1000/,
  },
  { check: 'VPCs', status: 'failed', ports: { inUse: async () => 5 }, says: /L-F678F1CE/ },
  { check: 'Elastic IPs', status: 'failed', ports: { inUse: async () => 4 }, says: /L-0263D0A3/ },
  { check: 'web ACLs', status: 'failed', ports: { inUse: async () => 5 }, says: /wafv2/ },
  { check: 'REST APIs', status: 'failed', ports: { inUse: async () => 5 }, says: /apigateway/ },
  { check: 'usage plans', status: 'failed', ports: { inUse: async () => 3 }, says: /3 more are needed/ },
  { check: 'API keys (one a tenant)', status: 'failed', ports: { inUse: async () => 5 }, says: /API keys/ },
  { check: 'user pools', status: 'failed', ports: { inUse: async () => 5 }, says: /cognito-idp/ },
  { check: 'WAF capacity', status: 'failed', ports: { ruleGroupCapacity: async () => 3000 }, says: /6000 units/ },
  {
    check: 'WAF capacity',
    status: 'failed',
    ports: { ruleGroupCapacity: async () => undefined },
    says: /CommonRuleSet/,
  },
  {
    check: 'API Gateway role',
    status: 'failed',
    ports: { logsRoleOfApiGateway: async () => '' },
    says: /update-account/,
  },
  { check: 'model nova-lite', status: 'failed', ports: { model: async () => undefined }, says: /not in eu-central-1/ },
  {
    check: 'model nova-lite',
    status: 'failed',
    ports: { model: async () => ({ streams: false, status: 'ACTIVE' }) },
    says: /does not stream/,
  },
  {
    check: 'model nova-lite',
    status: 'failed',
    ports: { callModel: fails('AccessDeniedException') },
    says: /no access/,
  },
  {
    check: 'model nova-lite',
    status: 'warning',
    ports: { model: async () => ({ streams: true, status: 'LEGACY' }) },
    says: /successor/,
  },
  {
    check: 'guardrails',
    status: 'warning',
    ports: { guardrailsAnswer: fails('UnknownOperationException') },
    says: /does not ask/,
  },
  {
    check: 'guardrails',
    status: 'failed',
    ports: { ...withPlan({ guardrails: true }), guardrailsAnswer: fails('UnknownOperationException') },
    says: /switches the managed guard on/,
  },
  { check: 'domain prefix', status: 'failed', ports: { domain: async () => 'taken' }, says: /domainPrefix/ },
  { check: 'trail', status: 'warning', ports: { trails: async () => [] }, says: /create-trail/ },
  {
    check: 'trail',
    status: 'warning',
    ports: { trails: async () => [{ name: 'one', allRegions: false }] },
    says: /one Region only/,
  },
];

const ILL_MACHINES: readonly Ill<MachinePorts>[] = [
  { check: 'Node.js', status: 'failed', ports: { nodeVersion: '20.18.3' }, says: /20\.19 or newer/ },
  {
    check: 'Python',
    status: 'failed',
    ports: { pythonVersion: async () => undefined },
    says: /apt-get install python3/,
  },
  {
    check: 'Python',
    status: 'warning',
    ports: { pythonVersion: async () => '3.9', emulatorInstalled: () => true },
    says: /3\.10 or newer/,
  },
  { check: 'ports', status: 'warning', ports: { portIsFree: async (port) => port !== 4566 }, says: /4566 is taken/ },
];

const ILL_LOCAL: readonly Ill<LocalPorts>[] = [
  { check: 'local API', status: 'failed', ports: { baseUrl: undefined }, says: /npm start/ },
  { check: 'emulator', status: 'failed', ports: { emulatorAnswers: async () => false }, says: /npm run stop/ },
  { check: 'stack', status: 'failed', ports: { stackStatus: async () => undefined }, says: /not deployed/ },
  { check: 'a call', status: 'failed', ports: { call: async () => 503 }, says: /503/ },
  { check: 'fidelity', status: 'warning', ports: { ledger: () => ({ unknown: 2 }) }, says: /knowledge\.ts/ },
  { check: 'fidelity', status: 'unknown', ports: { ledger: () => undefined }, says: /no ledger/ },
];

const ALL_ACCOUNT = [...ACCESS_CHECKS, ...ACCOUNT_CHECKS, ...QUOTA_CHECKS, ...MODEL_CHECKS];

describe.each([
  ['account', ALL_ACCOUNT, account, ILL_ACCOUNTS],
  ['machine', MACHINE_CHECKS, machine, ILL_MACHINES],
  ['local API', LOCAL_CHECKS, local, ILL_LOCAL],
] as [string, readonly DoctorCheck<unknown>[], object, readonly Ill<unknown>[]][])('%s', (_, checks, well, ills) => {
  test('where all is well, everything is', async () => {
    const findings = await runChecks(checks, well);
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(checks.length);
  });

  test.each(ills)('$check: $says', async ({ check, status, ports, says }) => {
    const findings = await runChecks(checks, { ...well, ...(ports as object) });
    const found = findings.find((each) => each.check === check);
    expect(found).toMatchObject({ status, means: expect.stringMatching(/./), mend: expect.stringMatching(/./) });
    expect(JSON.stringify(found)).toMatch(says);
  });

  test('each check has a fixture in which it complains', async () => {
    const complained = new Set<string>();
    for (const { ports } of ills)
      for (const { check, status } of await runChecks(checks, { ...well, ...(ports as object) }))
        if (status !== 'ok') complained.add(check);
    for (const { check } of await runChecks(checks, well)) expect(complained).toContain(check);
  });
});

test('what may not be looked at is unknown, never well', async () => {
  const ports = { ...account, logsRoleOfApiGateway: fails('AccessDeniedException'), trails: fails('SocketTimeout') };
  const findings = await runChecks(ACCOUNT_CHECKS, ports);
  expect(findings.filter(({ status }) => status === 'unknown')).toMatchObject([
    { check: 'API Gateway role', mend: expect.stringContaining('ReadOnlyAccess') },
    { check: 'trail', found: expect.stringContaining('SocketTimeout') },
  ]);
});

test('a stack that is there has taken its share', async () => {
  const ports = {
    ...account,
    stackStatus: async () => 'CREATE_COMPLETE',
    concurrency: async () => ({ limit: 300, unreserved: 125 }),
    inUse: async () => 4,
  };
  const findings = await runChecks(QUOTA_CHECKS, ports);
  expect(findings.every(({ status }) => status === 'ok')).toBe(true);
});

test("AWS's default is called one", async () => {
  const findings = await runChecks(QUOTA_CHECKS, { ...account, quota: async () => ({ limit: 5, known: false }) });
  expect(findings.find(({ check }) => check === 'VPCs')?.found).toContain("AWS's default");
});

test('the plan is counted in the template', () => {
  const config = loadConfig(join(__dirname, '..', '..', 'llm-api.config.json'));
  const template = {
    Resources: {
      One: { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: 100 } },
      Two: { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: 5 } },
      Three: { Type: 'AWS::Lambda::Function' },
      Vpc: { Type: 'AWS::EC2::VPC' },
      Acl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          Rules: [
            { Name: 'AWSManagedRulesA', Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesA' } } },
            { Name: 'own', Statement: { NotStatement: { Statement: { ManagedRuleGroupStatement: { Name: 'B' } } } } },
          ],
        },
      },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { AccessLogSetting: {} } },
    },
  };
  const manifest = '{"requiresBootstrapStackVersion":6,"x":{"requiresBootstrapStackVersion":8}}';
  expect(planOf(template, manifest, config)).toMatchObject({
    reservedConcurrency: 105,
    vpcs: 1,
    webAcls: 1,
    managedRuleGroups: ['AWSManagedRulesA', 'B'],
    logsOfApi: true,
    bootstrapVersion: 8,
    models: config.models.map(({ name, modelId, kind }) => ({ name, modelId, kind })),
  });
});

test('the report says what it means and what mends it, and counts', () => {
  const findings: readonly Finding[] = [
    { check: 'Region', status: 'ok', found: 'eu-central-1' },
    { check: 'trail', status: 'warning', found: 'none', means: 'no events', mend: 'create one' },
  ];
  expect(tally(findings)).toEqual({ ok: 1, warning: 1, failed: 0, unknown: 0 });
  expect(report(findings)).toBe(
    [
      '✔ Region  eu-central-1',
      '! trail   none',
      '          means: no events',
      '          mend:  create one',
      '',
      '1 well, 1 to think about, 0 to mend, 0 not looked at',
    ].join('\n'),
  );
});
