import * as fs from 'node:fs';
import * as path from 'node:path';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { ModelConfig } from '../../../lib/config/model-config';
import { SHIPPED_CONFIG } from '../../synth';
import type { Reply } from '../sdk-recorder';
import { VARIANTS } from '../variants';
import { CLIENT, DATASET, DIGEST, TENANT } from './answers';

/** One run of `llm-api`, with what the services answer otherwise than usual. */
export interface CommandRun {
  /** The command line; its first word is the group whose policy the run is judged by. */
  readonly line: string;
  /** @default 'production' */
  readonly stack?: 'production' | 'trial';
  /** Answers that differ, by operation; undefined is the usual answer. */
  readonly instead?: Readonly<Record<string, Reply>>;
}

/** Files that command lines name. */
export function writeFiles(folder: string): void {
  const write = (name: string, value: string): void => fs.writeFileSync(path.join(folder, name), value);
  const client = { name: 'second', roles: [], narrowing: {} };
  const entry = (tenant: string, clients: readonly object[]) => ({ tenant, tier: 'gold', clients });
  write(
    'tenants.json',
    JSON.stringify({
      version: 1,
      tenants: [
        entry(TENANT, [client, { ...client, name: 'third', client: 'exampleother' }]),
        entry('example-new', []),
      ],
    }),
  );
  // a first deployment, with a profile of several Regions and a domain of its own.
  write(
    'first.config.json',
    JSON.stringify({
      ...SHIPPED_CONFIG,
      models: [...SHIPPED_CONFIG.models, { ...VARIANTS['every provider']!.models.find(isProfile) }],
      identity: { ...SHIPPED_CONFIG.identity, domainPrefix: 'example-domain' },
    }),
  );
  write('examples.jsonl', '{"id":"1","text":"hello"}\n');
  write(
    'provenance.json',
    JSON.stringify({
      source: 'us',
      license: 'own',
      collectedAt: '2026-01-01',
      collectedBy: 'us',
      legalBasis: 'contract',
    }),
  );
  write('key.txt', 'sk-example-of-a-key-0123456789');
  fs.mkdirSync(path.join(folder, '.local'), { recursive: true });
  write(
    '.local/endpoint.json',
    JSON.stringify({
      baseUrl: 'http://127.0.0.1:1/v1',
      tokenUrl: 'http://127.0.0.1:1/token',
      awsEndpoint: 'http://127.0.0.1:1',
      region: 'eu-central-1',
      stackName: 'HardenedLlmApi',
      pid: process.pid,
    }),
  );
}

const isProfile = ({ inferenceRegions }: ModelConfig): boolean => inferenceRegions !== undefined;

const failed = (name: string): Error => Object.assign(new Error(name), { name });
const taken = new ConditionalCheckFailedException({ $metadata: {}, message: 'taken' });

/** An item is there already. */
const putFinds: Reply = ({ input }) => (input.ConditionExpression === 'attribute_not_exists(pk)' ? taken : undefined);

/** The journal takes the intent and not the outcome, which then goes to the bucket. */
const outcomeIsRefused: Reply = ({ input }) => {
  const text = JSON.stringify(input.Item);
  return text.includes('\\"type\\":\\"close\\"') ? failed('InternalServerError') : undefined;
};

/** Every command, on both sides of what it decides by. */
export const RUNS: readonly CommandRun[] = [
  { line: 'tenant create example-new --tier gold', instead: { GetApiKeys: () => ({ items: [] }) } },
  { line: `tenant create ${TENANT} --tier gold`, instead: { PutItem: putFinds } },
  { line: `tenant create ${TENANT} --tier gold`, instead: { PutItem: outcomeIsRefused } },
  { line: 'tenant list' },
  { line: `tenant show ${TENANT}` },
  { line: `tenant tier ${TENANT} silver` },
  { line: `tenant tier ${TENANT} bronze` },
  { line: `tenant narrow ${TENANT} --audit-content no` },
  { line: `tenant disable ${TENANT} --yes` },
  { line: `tenant enable ${TENANT}` },
  { line: `tenant erase ${TENANT} --yes` },
  { line: `tenant erase ${TENANT} --yes`, instead: { GetItem: () => ({ Item: { erasedAt: { N: '1' } } }) } },
  { line: `tenant delete ${TENANT} --yes` },
  { line: 'tenant export' },
  { line: 'tenant import tenants.json --yes' },
  { line: `client create ${TENANT} --name second --role assistant` },
  { line: `client create ${TENANT} --name first --role assistant` },
  {
    line: `client create ${TENANT} --name second --role assistant`,
    instead: { TransactWriteItems: () => new TransactionCanceledException({ $metadata: {}, message: 'taken' }) },
  },
  { line: `client create ${TENANT} --name second --role assistant`, instead: { PutItem: outcomeIsRefused } },
  { line: `client list ${TENANT}` },
  { line: `client change ${TENANT} ${CLIENT} --role assistant` },
  { line: `client rotate ${TENANT} ${CLIENT}` },
  {
    line: `client rotate ${TENANT} ${CLIENT} --finish --yes`,
    instead: {
      ListUserPoolClientSecrets: () => ({
        ClientSecrets: [1, 2].map((at) => ({
          ClientSecretId: `${CLIENT}--${at}`,
          ClientSecretCreateDate: new Date(at),
        })),
      }),
    },
  },
  { line: `client revoke ${TENANT} ${CLIENT} --yes` },
  { line: `client approve ${TENANT} ${CLIENT} --tool send_message --digest ${DIGEST}` },
  { line: `client revoke-user ${TENANT} example-user --yes` },
  { line: `client revoke-user ${TENANT} example-user --undo` },
  { line: `client delete ${TENANT} ${CLIENT} --yes` },
  { line: `client explain ${TENANT} ${CLIENT} --config CONFIG` },
  { line: `connect ${CLIENT}` },
  { line: 'usage --config CONFIG' },
  { line: `usage --tenant ${TENANT} --config CONFIG` },
  { line: 'audit verify' },
  { line: 'audit show example-request --content' },
  { line: 'audit search' },
  { line: 'audit export' },
  { line: 'audit download trail' },
  { line: 'audit public-key' },
  { line: `dataset add ${DATASET} example-batch --examples examples.jsonl --provenance provenance.json` },
  { line: `dataset report ${DATASET} example-batch` },
  { line: `dataset approve ${DATASET} example-batch --by example` },
  { line: `dataset verify ${DATASET}` },
  { line: `dataset diff ${DATASET} 1 2` },
  { line: 'secret list' },
  { line: 'secret stage models.example.com --file key.txt' },
  { line: 'secret stage models.example.com --file key.txt', instead: { PutItem: outcomeIsRefused } },
  { line: 'secret rotate models.example.com --yes', instead: rotated() },
  { line: 'destroy --plan' },
  { line: 'destroy --plan', stack: 'trial' },
  { line: 'destroy --yes', stack: 'trial' },
  { line: 'doctor --config CONFIG --assembly ASSEMBLY' },
  {
    line: 'doctor --config first.config.json --assembly ASSEMBLY',
    instead: { DescribeStacks: () => failed('ValidationError') },
  },
];

/** Runs against the emulator alone: their calls are made with no credentials of AWS, so no policy is asked. */
export const LOCAL_RUNS: readonly CommandRun[] = [
  { line: 'doctor --local' },
  { line: 'secret rotate models.example.com --yes --local', instead: rotated() },
];

/** The second look finds another version than the first. */
function rotated(): CommandRun['instead'] {
  let looks = 0;
  return {
    DescribeSecret: () => ({ VersionIdsToStages: { [`version-${looks++}`]: ['AWSCURRENT'] } }),
  };
}
