#!/usr/bin/env node
// `npm start`: sets up what is missing, then runs local/start.ts in this process, so that there is one to stop.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runPlainly } from './setup/plain-failure.mjs';
import { ROOT, setUp } from './setup/setup.mjs';

const argv = process.argv.slice(2);

// the AWS SDK tells on every start which Node.js versions it will support next year: not what a first start is about.
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = (warning, ...rest) => {
  if (!String(warning).startsWith('NodeVersionSupportWarning')) emitWarning(warning, ...rest);
};

const code = await runPlainly(async () => {
  const setup = argv.includes('--help') || argv.includes('-h') ? await setUp(['node']) : await setUp(['start']);
  const require = createRequire(import.meta.url);
  require('tsx/cjs');
  const { start } = require(join(ROOT, 'local', 'start.ts'));
  return start(argv, setup);
});
process.exit(code);
