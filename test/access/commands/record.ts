import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { Command } from 'commander';
import { register as audit } from '../../../cli/audit';
import { contentKeyOf } from '../../../cli/audit/reader-keys';
import { register as client } from '../../../cli/client';
import { register as connect } from '../../../cli/connect';
import { register as dataset } from '../../../cli/dataset';
import { register as destroy } from '../../../cli/destroy';
import { register as doctor } from '../../../cli/doctor';
import { register as secret } from '../../../cli/secret';
import { servicesOf } from '../../../cli/target';
import { register as tenant } from '../../../cli/tenant';
import { register as usage } from '../../../cli/usage';
import { getBytes, listKeys } from '../../../lambda/training-data/s3-objects';
import { deriveSecrets } from '../../../lambda/core/audit/secrets';
import type { LlmApiConfig } from '../../../lib/config/llm-api-config';
import { type ConcreteTemplate, concreteTemplate } from '../../../review/access/concrete';
import type { RecordedCall } from '../../../review/access/recorded-call';
import type { Template } from '../../../review/template';
import { SHIPPED_CONFIG, synthStack, TRIAL } from '../../synth';
import { SdkRecorder, type Reply } from '../sdk-recorder';
import { factsOf, VARIANTS } from '../variants';
import { answersOf, DATASET } from './answers';
import { type CommandRun, LOCAL_RUNS, RUNS, writeFiles } from './runs';

const REGISTER = { tenant, client, connect, usage, audit, dataset, secret, destroy, doctor };

/** A group of commands that one policy of an operator is about. */
export type CommandGroup = keyof typeof REGISTER;

/** Every group. */
export const GROUPS = Object.keys(REGISTER) as readonly CommandGroup[];

/** Role of the operators of a group: a policy each, so that none lives on another's. */
export const roleOf = (group: CommandGroup): string => `arn:aws:iam::111122223333:role/operator-${group}`;

/** Every part that a command may meet: tenants, audit, upstream keys, training data. */
const CONFIG: LlmApiConfig = {
  ...VARIANTS['rotated upstream keys']!,
  trainingData: true,
  operators: { roleArns: GROUPS.map(roleOf) },
};

/** What the config says of the calls that the commands make. */
export const COMMAND_FACTS = factsOf(CONFIG);

const STACKS = {
  production: CONFIG,
  trial: { ...SHIPPED_CONFIG, ...TRIAL, operators: CONFIG.operators },
} as const;

/** A stack, and what commands called on it. */
export interface CommandStack {
  readonly template: Template;
  readonly concrete: ConcreteTemplate;
  readonly calls: readonly (RecordedCall & { readonly group: CommandGroup })[];
}

/** What all commands called. */
export interface RecordedCommands {
  readonly stacks: Readonly<Record<keyof typeof STACKS, CommandStack>>;
  /** Calls to the emulator, for which no policy is asked. */
  readonly local: readonly RecordedCall[];
}

/** Runs every command by its command line, over clients that record. */
export async function recordCommands(): Promise<RecordedCommands> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-api-commands-'));
  const before = { directory: process.cwd(), environment: { ...process.env }, exitCode: process.exitCode };
  const quiet = silence();
  const recorder = new SdkRecorder();
  try {
    const config = path.join(before.directory, 'llm-api.config.json');
    writeFiles(folder);
    process.chdir(folder);
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'example',
      AWS_SECRET_ACCESS_KEY: 'example',
    });
    const run = async (runs: readonly CommandRun[], usual: Reply, assembly: string): Promise<RecordedCall[]> => {
      const from = recorder.calls.length;
      for (const { line, instead = {} } of runs) {
        const words = line.replace('CONFIG', config).replace('ASSEMBLY', assembly).split(' ');
        const reply: Reply = (call) => instead[call.operation]?.(call) ?? usual(call);
        await recorder.as(words[0]!, reply, () => runCommand(words));
      }
      return recorder.calls.slice(from);
    };
    const local: RecordedCall[] = [];
    const stacks = {} as Record<keyof typeof STACKS, CommandStack>;
    for (const name of Object.keys(STACKS) as (keyof typeof STACKS)[]) {
      const { app, stack } = synthStack(STACKS[name]);
      const assembly = app.synth({ skipValidation: true });
      const template = JSON.parse(JSON.stringify(assembly.getStackByName(stack.stackName).template)) as Template;
      const concrete = concreteTemplate(template);
      const usual = answersOf(template, concrete);
      const calls = await run(
        RUNS.filter(({ stack: on = 'production' }) => on === name),
        usual,
        assembly.directory,
      );
      if (name === 'production') {
        calls.push(...(await readFurther(recorder, usual, concrete)));
        local.push(...(await run(LOCAL_RUNS, usual, assembly.directory)));
      }
      stacks[name] = {
        template,
        concrete,
        calls: calls.map((call) => ({ ...call, group: call.caller as CommandGroup })),
      };
    }
    return { stacks, local };
  } finally {
    recorder.stop();
    quiet();
    process.chdir(before.directory);
    process.env = before.environment;
    process.exitCode = before.exitCode;
    fs.rmSync(folder, { recursive: true });
  }
}

async function runCommand(words: readonly string[]): Promise<void> {
  const program = new Command('llm-api').exitOverride();
  REGISTER[words[0] as CommandGroup](program);
  await program.parseAsync([...words], { from: 'user' });
}

/**
 * What `audit show --content` asks for a record whose content is kept, and `dataset verify` for the objects of a batch:
 * it would take a sealed segment and a signed manifest to get there.
 */
async function readFurther(
  recorder: SdkRecorder,
  usual: Reply,
  { outputs }: ConcreteTemplate,
): Promise<RecordedCall[]> {
  const from = recorder.calls.length;
  const clientConfig = { region: 'eu-central-1' };
  await recorder.as('audit', usual, async () => {
    const secrets = deriveSecrets(new Uint8Array(32));
    const { dynamodb } = servicesOf({ clientConfig });
    await contentKeyOf(dynamodb, String(outputs.ContentKeyTableName), secrets, 'example-pseudonym');
  });
  await recorder.as('dataset', usual, async () => {
    const s3 = new S3Client(clientConfig);
    const bucket = String(outputs.TrainingDatasetBucketName);
    const [key] = await listKeys(s3, bucket, `${DATASET}/batches/example-batch/`);
    await getBytes(s3, bucket, key!);
  });
  return recorder.calls.slice(from);
}

/** Keeps what commands print to themselves. */
function silence(): () => void {
  const { log, error } = console;
  const { write } = process.stdout;
  const printed = (): void => undefined;
  console.log = printed;
  console.error = printed;
  process.stdout.write = () => true;
  return () => {
    Object.assign(console, { log, error });
    process.stdout.write = write;
  };
}
