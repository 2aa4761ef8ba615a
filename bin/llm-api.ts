#!/usr/bin/env node
import { Command } from 'commander';
import { register as audit } from '../cli/audit';
import { register as client } from '../cli/client';
import { register as connect } from '../cli/connect';
import { register as dataset } from '../cli/dataset';
import { register as destroy } from '../cli/destroy';
import { register as doctor } from '../cli/doctor';
import { register as guard } from '../cli/guard';
import { register as secret } from '../cli/secret';
import { register as tenant } from '../cli/tenant';
import { register as usage } from '../cli/usage';
import { register as whoCan } from '../cli/who-can';
import { version } from '../package.json';

const program = new Command('llm-api')
  .description('operates a hardened LLM API, in AWS or, with --local, on this machine')
  .version(version)
  .showHelpAfterError('(--help says more)')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'llm-api:')) });

for (const register of [doctor, tenant, client, usage, audit, connect, guard, dataset, secret, destroy, whoCan])
  register(program);

// 2 says that the command line was wrong, so that a script can tell it from a failure.
for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

void program.parseAsync();
