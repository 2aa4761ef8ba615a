import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CfnResource } from 'aws-cdk-lib';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { VARIANTS } from '../access/variants';
import { REACHES } from '../edge/reaches';
import { SHIPPED_CONFIG, synthStack } from '../synth';

/** Everything that a config may ask for beside what the variants hold. */
const ALL_ELSE: Partial<LlmApiConfig> = {
  auditReplica: {
    bucketArn: 'arn:aws:s3:::replica-of-the-trail',
    accountId: '444455556666',
    keyArn: 'arn:aws:kms:eu-west-1:444455556666:key/11112222-3333-4444-5555-666677778888',
  },
  monitoring: { alarmEmail: 'oncall@example.com', createTrail: true },
  multiRegionKeys: true,
  operators: { roleArns: ['arn:aws:iam::111122223333:role/operator'] },
  trainingData: true,
};

const FEDERATED: Partial<LlmApiConfig> = {
  identity: {
    federatedOnly: true,
    issuers: [
      { issuer: 'https://idp.example', audience: ['llm'], tenantClaim: 'org', rolesClaim: 'groups', tenants: ['acme'] },
    ],
  },
};

const STACKS: Readonly<Record<string, Partial<LlmApiConfig>>> = {
  ...VARIANTS,
  ...Object.fromEntries(Object.entries(REACHES).map(([name, edge]) => [name, { edge }])),
  'federated issuers alone': FEDERATED,
  'every other option': ALL_ELSE,
};

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly violations: readonly object[] }[];
}

/** What CDK's own validator finds in a stack, warnings too; a report leaves out who found nothing. */
function found(changes: Partial<LlmApiConfig>, spoil: (key: CfnResource) => void = () => undefined) {
  const { app, stack } = synthStack({ ...SHIPPED_CONFIG, ...changes });
  spoil(stack.llmApi.node.findChild('Data').node.findChild('Key').node.findChild('Resource') as CfnResource);
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    app.synth();
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error;
  } finally {
    printed.mockRestore();
  }
  const report = JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8')) as Report;
  return report.pluginReports.find(({ pluginName }) => pluginName === 'CloudFormation Validate')?.violations ?? [];
}

describe("CDK's own validator", () => {
  beforeAll(() => void (process.env.CDK_VALIDATION = 'true'));
  afterAll(() => void (process.env.CDK_VALIDATION = 'false'));

  test.each(Object.keys(STACKS))('finds nothing in the stack of %s', (name) => {
    expect(found(STACKS[name]!)).toEqual([]);
  });

  test('is at work: it finds a property that no key has', () => {
    const spoil = (resource: CfnResource) => {
      const key = (resource.node.defaultChild ?? resource) as CfnResource;
      key.addPropertyOverride('QuantumSafe', true);
    };
    expect(JSON.stringify(found({}, spoil))).toContain('QuantumSafe');
  });
});
