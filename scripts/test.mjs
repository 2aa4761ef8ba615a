#!/usr/bin/env node
// `npm test`: everything that README promises, from a clean checkout; the last line is `N passed, N failed`.
// Plain Node without dependencies: it runs before node_modules exists.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const OUT = join(ROOT, '.cache', 'test');
const only = process.argv.slice(2);

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const tally = { passed: 0, failed: 0, rows: [] };

/** Runs a command and hands back its exit code and output; the output is shown when it failed. */
function run(command, args, { env = {}, quiet = true } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const take = (chunk) => {
      chunks.push(chunk);
      if (!quiet) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** One row of the result; `count` when a step has many tests of its own. */
function record(name, startedMs, ok, { passed = ok ? 1 : 0, failed = ok ? 0 : 1, note = '', output = '' } = {}) {
  tally.passed += passed;
  tally.failed += failed;
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${ok ? '✔' : '✘'} ${name.padEnd(28)} ${`${seconds} s`.padStart(9)}  ${note}`);
  if (!ok) console.log(output.split('\n').slice(-120).join('\n'));
  tally.rows.push({ name, ok });
  return ok;
}

async function step(name, command, args, options) {
  const started = Date.now();
  const { code, output } = await run(command, args, options);
  return record(name, started, code === 0, { output });
}

async function jest() {
  const started = Date.now();
  mkdirSync(OUT, { recursive: true });
  const file = join(OUT, 'jest.json');
  rmSync(file, { force: true });
  const { code, output } = await run(bin('jest'), ['--maxWorkers=100%', '--json', `--outputFile=${file}`, '--silent']);
  if (!existsSync(file)) return record('unit and property tests', started, false, { output });
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const ok = code === 0 && failed === 0 && result.numPassedTests > 0;
  const note = `${result.numPassedTests} tests${result.numPendingTests > 0 ? `, ${result.numPendingTests} not run` : ''}`;
  return record('unit and property tests', started, ok, {
    passed: result.numPassedTests,
    failed: ok ? 0 : Math.max(failed, 1),
    note,
    output,
  });
}

async function proofs() {
  const { code, output } = await run(bin('tsx'), ['prove/run.ts']);
  if (code !== 0) {
    record('list of proofs', Date.now(), false, { output });
    return;
  }
  const names = output
    .split('\n')
    .filter((line) => / test {4}/.test(line))
    .map((line) => line.split(' ')[0])
    .filter((name) => name !== '');
  const started = Date.now();
  const up = await run('npm', ['start', '--silent', '--', '--detach']);
  if (!record('npm start -- --detach', started, up.code === 0, { output: up.output })) return;
  try {
    for (const name of names) {
      const begun = Date.now();
      const proof = await run(bin('tsx'), ['prove/run.ts', name, '--quick']);
      const last = proof.output.trimEnd().split('\n').at(-1) ?? '';
      if (proof.code !== 0 && last.includes('"notRun":true')) {
        console.log(`- prove ${name.padEnd(22)} not run: ${/"conditions":"([^"]*)"/.exec(last)?.[1] ?? ''}`);
        continue;
      }
      const figures = /"figures":(\{.*?\})/.exec(last)?.[1] ?? '';
      record(`prove ${name}`, begun, proof.code === 0, { note: figures.slice(0, 160), output: proof.output });
    }
  } finally {
    await step('npm run stop', 'npm', ['run', '--silent', 'stop']);
  }
}

const STEPS = {
  lint: () => step('eslint', bin('eslint'), ['.']),
  format: () => step('prettier', bin('prettier'), ['--check', '.']),
  types: () => step('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']),
  'supply-chain': () => step('supply chain', process.execPath, ['scripts/supply-chain.mjs']),
  unit: jest,
  synth: () => step('synth under all packs', 'npm', ['run', '--silent', 'synth']),
  'cfn-lint': () => step('cfn-lint', process.execPath, ['scripts/cfn-lint.mjs']),
  package: () => step('package', process.execPath, ['scripts/package-test.mjs']),
  once: () => step('npm start -- --once', 'npm', ['start', '--silent', '--', '--once']),
  // the ledger that the start above has written.
  ledger: () => step('ledger in the docs', bin('tsx'), ['local/ledger/write-first-real-deploy.ts', '--check']),
  proofs,
};

const unknown = only.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`test: unknown step '${unknown[0]}'; expected one of: ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}

const begun = Date.now();
const setup = spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), 'all'], { cwd: ROOT, stdio: 'inherit' });
if (setup.status !== 0) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
for (const [name, test] of Object.entries(STEPS)) {
  if (only.length === 0 || only.includes(name)) await test();
}
const bad = tally.rows.filter((row) => !row.ok).map((row) => row.name);
if (bad.length > 0) console.log(`failed: ${bad.join(', ')}`);
console.log(`in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
