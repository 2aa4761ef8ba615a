#!/usr/bin/env node
import { Command } from 'commander';
import { version } from '../package.json';

/** Each group of commands, loaded when it is asked for: what one of them needs of AWS's SDK is a second of another's start. */
const GROUPS: Readonly<Record<string, () => Promise<{ register: (program: Command) => void }>>> = {
  doctor: () => import('../cli/doctor.js'),
  tenant: () => import('../cli/tenant.js'),
  client: () => import('../cli/client.js'),
  usage: () => import('../cli/usage.js'),
  audit: () => import('../cli/audit.js'),
  connect: () => import('../cli/connect.js'),
  guard: () => import('../cli/guard.js'),
  dataset: () => import('../cli/dataset.js'),
  secret: () => import('../cli/secret.js'),
  destroy: () => import('../cli/destroy.js'),
  'who-can': () => import('../cli/who-can.js'),
};

async function main(): Promise<void> {
  const program = new Command('llm-api')
    .description('operates a hardened LLM API, in AWS or, with --local, on this machine')
    .version(version)
    .showHelpAfterError('(--help says more)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'llm-api:')) });

  const asked = process.argv[2] ?? '';
  // help, and an error that says which commands there are, know all of them.
  const names = Object.hasOwn(GROUPS, asked) ? [asked] : Object.keys(GROUPS);
  for (const name of names) (await GROUPS[name]!()).register(program);

  // 2 says that the command line was wrong, so that a script can tell it from a failure.
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  }
  await program.parseAsync();
}

void main();
