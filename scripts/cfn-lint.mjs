#!/usr/bin/env node
// Runs cfn-lint from the pinned Python environment over every synthesized template in cdk.out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const OUT = join(ROOT, 'cdk.out');
const LINT = join(ROOT, '.venv', 'bin', 'cfn-lint');

if (!existsSync(LINT)) {
  console.error(`cfn-lint: expected ${LINT}, got none: run 'node scripts/setup.mjs python' first`);
  process.exit(2);
}
const templates = existsSync(OUT) ? readdirSync(OUT).filter((file) => file.endsWith('.template.json')) : [];
if (templates.length === 0) {
  console.error("cfn-lint: expected a template in cdk.out, got none: run 'npm run synth' first");
  process.exit(2);
}
const { status } = spawnSync(LINT, ['--non-zero-exit-code', 'error', ...templates.map((file) => join(OUT, file))], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exit(status ?? 1);
