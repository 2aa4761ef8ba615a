import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App } from 'aws-cdk-lib';
import { emulatorConfig } from '../cli/target';
import { loadConfig } from '../lib/config/load-config';
import { HardenedLlmApiStack } from '../lib/hardened-llm-api-stack';
import { Profile } from '../lib/profile';
import { LOCAL_ACCOUNT, localAws } from '../local/aws';
import { readAssembly } from '../local/deploy/assembly';
import { deploy, type Deployment } from '../local/deploy/deployment';
import { startOwnEmulator } from '../local/emulator/own-emulator';
import { LOCAL_REGION } from '../local/synthesize';
import { llmApi, refusedWith } from './commands/llm-api';
import type { Proof } from './proof';

const ROOT = join(__dirname, '..');
const SHIPPED = loadConfig(join(ROOT, 'llm-api.config.json'));

/** A trial goes with everything that it stored; what a deployment in production leaves is told beforehand. */
const proof: Proof = {
  name: 'destroy',
  summary:
    'one command deletes a trial with all that it stored; a production plan says what stays, how long, for how much',
  seconds: 40,
  inTest: true,
  standalone: true,
  async run({ say }) {
    // CDK's own validator takes ten seconds to start, and judges these stacks in the unit tests.
    process.env.CDK_VALIDATION = 'false';
    const emulator = await startOwnEmulator('destroy');
    const api = await llmApi();
    try {
      const aws = localAws(emulator.endpoint, LOCAL_REGION);
      const config = emulatorConfig(emulator.endpoint, LOCAL_REGION);
      const s3 = new S3Client({ ...config, forcePathStyle: true });
      const dynamodb = new DynamoDBClient(config);
      const kms = new KMSClient(config);

      const deployed = async (stackName: string, profile: Profile): Promise<Deployment> => {
        const app = new App({ outdir: join(emulator.scratch, stackName) });
        new HardenedLlmApiStack(app, stackName, {
          config: { ...SHIPPED, profile, ...(profile === Profile.TRIAL && { retention: {} }) },
          env: { account: LOCAL_ACCOUNT, region: LOCAL_REGION },
        });
        app.synth({ skipValidation: true });
        return deploy(readAssembly(join(emulator.scratch, stackName)), aws, 'proof');
      };
      const fill = async ({ resources, physicalIds }: Deployment): Promise<number> => {
        let filled = 0;
        for (const [id, { Type, Properties }] of Object.entries(resources)) {
          const name = physicalIds[id];
          if (Type === 'AWS::S3::Bucket') {
            await s3.send(new PutObjectCommand({ Bucket: name, Key: 'one', Body: 'x'.repeat(1_000) }));
            await s3.send(new PutObjectCommand({ Bucket: name, Key: 'one', Body: 'again' }));
            filled += 2;
          }
          if (Type === 'AWS::DynamoDB::Table') {
            const keys = (Properties as { KeySchema: { AttributeName: string }[] }).KeySchema;
            const Item = Object.fromEntries(keys.map(({ AttributeName }) => [AttributeName, { S: 'x' }]));
            await dynamodb.send(new PutItemCommand({ TableName: name, Item }));
            filled += 1;
          }
        }
        return filled;
      };
      /** Everything in the account that stores something and belongs to a stack. */
      const stored = async (stackName: string): Promise<string[]> => {
        const mine = (name = '') => name.toLowerCase().includes(stackName.toLowerCase());
        const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
        const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
        const { QueueUrls = [] } = await new SQSClient(config).send(new ListQueuesCommand({}));
        const { logGroups = [] } = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}));
        const keys: string[] = [];
        for (const { KeyId } of (await kms.send(new ListKeysCommand({ Limit: 1000 }))).Keys ?? []) {
          const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
          if (mine(KeyMetadata?.Description) && KeyMetadata?.KeyState !== 'PendingDeletion') keys.push(KeyId ?? '');
        }
        return [
          ...Buckets.map(({ Name = '' }) => Name).filter(mine),
          ...TableNames.filter(mine),
          ...QueueUrls.filter(mine),
          ...logGroups.map(({ logGroupName = '' }) => logGroupName).filter(mine),
          ...keys,
        ];
      };
      const command = (stackName: string, ...args: string[]) => {
        const cwd = join(emulator.scratch, `at-${stackName}`);
        mkdirSync(join(cwd, '.local'), { recursive: true });
        const endpoint = {
          baseUrl: 'http://127.0.0.1:9/v1',
          tokenUrl: 'http://127.0.0.1:9/token',
          awsEndpoint: emulator.endpoint,
          region: LOCAL_REGION,
          stackName,
        };
        writeFileSync(join(cwd, '.local', 'endpoint.json'), JSON.stringify(endpoint));
        return api.run(['destroy', ...args, '--local'], '', cwd);
      };

      const filled = await fill(await deployed('TrialStack', Profile.TRIAL));
      const before = (await stored('TrialStack')).length;
      const trialPlan = await command('TrialStack', '--plan');
      const unconfirmed = await command('TrialStack');
      const untouched = (await stored('TrialStack')).length === before;
      const gone = await command('TrialStack', '--yes');
      if (gone.code !== 0) say(gone.stdout + gone.stderr);
      const left = await stored('TrialStack');
      for (const name of left) say(`left: ${name}`);

      await fill(await deployed('ProdStack', Profile.PRODUCTION));
      const plan = await command('ProdStack', '--plan', '--json');
      const { remainders = [], usdPerMonth = 0 } = JSON.parse(plan.stdout || '{}') as {
        remainders?: { type: string; until: string }[];
        usdPerMonth?: number;
      };
      const ofType = (type: string) => remainders.filter((each) => each.type === type);
      const locked = ofType('AWS::S3::Bucket').filter(({ until }) => /nobody deletes .* before 20\d\d-/.test(until));
      const refused = await command('ProdStack', '--yes');
      const prodBefore = (await stored('ProdStack')).length;
      return {
        holds:
          before > 10 &&
          /nothing stays/.test(trialPlan.stdout) &&
          unconfirmed.code === 3 &&
          untouched &&
          gone.code === 0 &&
          left.length === 0 &&
          locked.length === 3 &&
          ofType('AWS::DynamoDB::Table').length === 4 &&
          usdPerMonth > 0 &&
          refusedWith(refused, /keeps what it stored/) &&
          prodBefore > 10,
        figures: {
          trialStored: before,
          trialObjectsAndItems: filled,
          trialLeft: left.length,
          productionStays: remainders.length,
          productionLockedBuckets: locked.length,
          productionUsdPerMonth: Math.round(usdPerMonth * 100) / 100,
          productionIsRefused: refused.code === 1,
        },
        conditions:
          'CloudFormation, S3 (with object lock), DynamoDB, KMS, SQS and logs of the emulator; keys of the trial pend deletion for 7 days; X-Ray traces and metrics expire by themselves in AWS and are not looked for',
      };
    } finally {
      api.stop();
      await emulator.stop();
    }
  },
};

export default proof;
