import type { Command } from 'commander';
import { resolve } from 'node:path';
import { ConfigError } from '../lib/config/config-problem';
import { loadConfig } from '../lib/config/load-config';
import type { LlmApiConfig } from '../lib/config/llm-api-config';
import { EXIT, guarded, withTarget, type CommonOptions } from './command';
import { ACCESS_CHECKS } from './doctor/access';
import { ACCOUNT_CHECKS } from './doctor/account';
import { awsAccount } from './doctor/aws-account';
import { complaint, ok, type Finding, type FindingStatus } from './doctor/finding';
import { LOCAL_CHECKS } from './doctor/local';
import { MACHINE_CHECKS } from './doctor/machine';
import { MODEL_CHECKS } from './doctor/models';
import { readPlan } from './doctor/plan';
import { QUOTA_CHECKS } from './doctor/quotas';
import { runChecks } from './doctor/run-checks';
import { runningApi } from './doctor/running-api';
import { thisMachine } from './doctor/this-machine';
import { runningLocalEndpoint } from './local-endpoint';

interface DoctorOptions extends CommonOptions {
  readonly config: string;
  readonly assembly: string;
}

const MARKS: Readonly<Record<FindingStatus, string>> = { ok: '✔', warning: '!', failed: '✘', unknown: '?' };

/** Registers `llm-api doctor`. */
export function register(program: Command): void {
  withTarget(
    program.command('doctor').description('what would keep a deployment or a start from working, and what mends it'),
  )
    .option('--config <file>', 'config that will be deployed', 'llm-api.config.json')
    .option('--assembly <folder>', 'folder of the synthesized template', 'cdk.out')
    .action(async (options: DoctorOptions) =>
      guarded(async () => {
        const findings = await (options.local === true ? lookHere() : lookAtAccount(options));
        console.log(
          options.json === true ? JSON.stringify({ findings, ...tally(findings) }, undefined, 2) : report(findings),
        );
        if (findings.some(({ status }) => status === 'failed')) process.exitCode = EXIT.failed;
      }),
    );
}

/** The machine, and the API that runs on it. */
async function lookHere(): Promise<readonly Finding[]> {
  const directory = process.cwd();
  return [
    ...(await runChecks(MACHINE_CHECKS, thisMachine(directory))),
    ...(await runChecks(LOCAL_CHECKS, runningApi(directory, runningLocalEndpoint(directory)))),
  ];
}

/** The machine, the config, and the account that it will be deployed to. */
async function lookAtAccount({
  config: file,
  assembly,
  stack = 'HardenedLlmApi',
  region: asked,
}: DoctorOptions): Promise<readonly Finding[]> {
  const machine = await runChecks(MACHINE_CHECKS, thisMachine(process.cwd()));
  const { finding, config } = readConfig(file);
  const region = asked ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const plan = config && readPlan(resolve(assembly), stack, config);
  // a Region is needed even to ask who we are.
  const ports = awsAccount({ region: region ?? 'us-east-1' }, { stack, plan, region });
  const access = await runChecks(ACCESS_CHECKS, ports);
  const before = [...machine, finding, ...access];
  // what follows would only say the same of each service.
  if (access.some(({ status }) => status === 'failed')) return before;
  return [...before, ...(await runChecks([...ACCOUNT_CHECKS, ...QUOTA_CHECKS, ...MODEL_CHECKS], ports))];
}

function readConfig(file: string): { readonly finding: Finding; readonly config?: LlmApiConfig } {
  try {
    const config = loadConfig(resolve(file));
    return { config, finding: ok('config', `${file}, ${config.profile ?? 'production'} profile`) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      finding: complaint(
        'failed',
        'config',
        error.message,
        'the synth refuses it',
        'correct the values that it names, then npm run synth',
      ),
    };
  }
}

/** How many findings there are of each kind. */
export function tally(findings: readonly Finding[]): Readonly<Record<FindingStatus, number>> {
  const count = (of: FindingStatus): number => findings.filter(({ status }) => status === of).length;
  return { ok: count('ok'), warning: count('warning'), failed: count('failed'), unknown: count('unknown') };
}

/** The findings as a person reads them: what is wrong says what it means and what mends it. */
export function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, status, found, means, mend }) => [
    `${MARKS[status]} ${check.padEnd(width)}  ${found}`,
    ...(means === undefined ? [] : [`  ${' '.repeat(width)}  means: ${means}`]),
    ...(mend === undefined ? [] : [`  ${' '.repeat(width)}  mend:  ${mend}`]),
  ]);
  const { ok: well, warning, failed, unknown } = tally(findings);
  return [...lines, '', `${well} well, ${warning} to think about, ${failed} to mend, ${unknown} not looked at`].join(
    '\n',
  );
}
