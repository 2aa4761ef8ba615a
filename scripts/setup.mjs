#!/usr/bin/env node
// `node scripts/setup.mjs node|node24|emulator|python|external|schemathesis|bundle|start|all`: installs what is missing, skips what is there.
// Plain Node without dependencies: it runs before node_modules exists.
import { runPlainly } from './setup/plain-failure.mjs';
import { setUp, TARGETS } from './setup/setup.mjs';

const targets = process.argv.slice(2);
process.exitCode = await runPlainly(async () => {
  if (targets.length === 0) {
    console.error(`setup: expected one or more of ${TARGETS.join(', ')}`);
    return 2;
  }
  await setUp(targets);
  return 0;
});
