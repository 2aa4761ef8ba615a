#!/usr/bin/env node
// `npm run test:external`: what judges that others wrote say. checkov, of the production template: every failure is in
// test/compliance/checkov-accepted.json with its reason, and every entry there is still a failure. schemathesis, of the
// running local API, by the OpenAPI document of its request models.
// Plain Node without dependencies: it runs before node_modules exists.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCheckov } from './external/checkov.mjs';
import { compareFindings } from './external/compare-findings.mjs';
import { PlainFailure, runPlainly } from './setup/plain-failure.mjs';
import { setUp } from './setup/setup.mjs';
import { synth } from './synth.mjs';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const ACCEPTED = join(ROOT, 'test', 'compliance', 'checkov-accepted.json');

process.exitCode = await runPlainly(async () => {
  await setUp(['node', 'node24', 'emulator', 'bundle', 'external', 'schemathesis']);
  // made anew each time: the template of an earlier synth, or of another configuration, says nothing about this code.
  const { code, output } = synth({ quiet: true });
  if (code !== 0) throw new PlainFailure(`test:external: the synth failed:\n${output}`);

  const { passed, findings } = runCheckov({
    venv: join(ROOT, '.venv-external'),
    template: join(ROOT, 'cdk.out', 'HardenedLlmApi.template.json'),
    scratch: join(ROOT, '.cache', 'external'),
  });
  const accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8'));
  const problems = compareFindings(findings, accepted);
  for (const problem of problems) console.log(`✘ ${problem}`);
  console.log(`checkov: ${passed} checks hold, ${findings.length} do not, ${accepted.length} are in the list`);

  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const fuzzed = spawnSync(process.execPath, [tsx, 'prove/run.ts', 'schemathesis'], { cwd: ROOT, stdio: 'inherit' });
  const holds = fuzzed.status === 0;
  const failed = problems.length + (holds ? 0 : 1);
  console.log(`${passed + (holds ? 1 : 0)} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
