#!/usr/bin/env node
// `npm test`: everything that README promises, from a clean checkout; the last line is `N passed, N failed`.
// Plain Node without dependencies: it runs before node_modules exists.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBeside } from './test/beside.mjs';

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

async function prove(name) {
  const begun = Date.now();
  const proof = await run(bin('tsx'), ['prove/run.ts', name, '--quick']);
  const last = proof.output.trimEnd().split('\n').at(-1) ?? '';
  if (proof.code !== 0 && last.includes('"notRun":true')) {
    console.log(`- prove ${name.padEnd(22)} not run: ${/"conditions":"([^"]*)"/.exec(last)?.[1] ?? ''}`);
    return;
  }
  const figures = /"figures":(\{.*?\})/.exec(last)?.[1] ?? '';
  record(`prove ${name}`, begun, proof.code === 0, { note: figures.slice(0, 160), output: proof.output });
}

/** The proofs on the local API, one after the other: they share its tenants, its clock and its faults. */
async function proofsOfApi(names) {
  const started = Date.now();
  const up = await run('npm', ['start', '--silent', '--', '--detach']);
  if (!record('npm start -- --detach', started, up.code === 0, { output: up.output })) return;
  try {
    for (const name of names) await prove(name);
  } finally {
    await step('npm run stop', 'npm', ['run', '--silent', 'stop']);
  }
}

/** The proofs that `npm test` runs, as steps: one for those on the local API, one for each that needs none. */
async function proofSteps() {
  const { code, output } = await run(bin('tsx'), ['prove/run.ts', '--json']);
  if (code !== 0) return [{ word: 'proofs', run: () => record('list of proofs', Date.now(), false, { output }) }];
  const proofs = JSON.parse(output).filter(({ inTest }) => inTest);
  const ofApi = proofs.filter(({ standalone }) => !standalone).map(({ name }) => name);
  return [
    // both bring the API up.
    { word: 'proofs', run: () => proofsOfApi(ofApi), after: ['once', 'ledger'] },
    ...proofs
      .filter(({ standalone }) => standalone)
      .map(({ name }) => ({ word: 'proofs', name, run: () => prove(name) })),
  ];
}

/** What is run, the longest way first: a step waits for those of `after`, where these are run too. */
const STEPS = [
  { word: 'once', run: () => step('npm start -- --once', 'npm', ['start', '--silent', '--', '--once']) },
  {
    // the ledger that the start above has written.
    word: 'ledger',
    run: () => step('ledger in the docs', bin('tsx'), ['local/ledger/write-first-real-deploy.ts', '--check']),
    after: ['once'],
  },
  { word: 'lint', run: () => step('eslint', bin('eslint'), ['.']) },
  { word: 'types', run: () => step('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']) },
  { word: 'format', run: () => step('prettier', bin('prettier'), ['--check', '.']) },
  { word: 'supply-chain', run: () => step('supply chain', process.execPath, ['scripts/supply-chain.mjs']) },
  { word: 'synth', run: () => step('synth under all packs', 'npm', ['run', '--silent', 'synth']) },
  { word: 'cfn-lint', run: () => step('cfn-lint', process.execPath, ['scripts/cfn-lint.mjs']), after: ['synth'] },
  { word: 'unit', run: jest },
  { word: 'package', run: () => step('package', process.execPath, ['scripts/package-test.mjs']) },
];

const words = [...STEPS.map(({ word }) => word), 'proofs'];
const unknown = only.filter((word) => !words.includes(word));
if (unknown.length > 0) {
  console.error(`test: unknown step '${unknown[0]}'; expected one of: ${words.join(', ')}`);
  process.exit(2);
}

const begun = Date.now();
const setup = spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), 'all'], { cwd: ROOT, stdio: 'inherit' });
if (setup.status !== 0) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const wanted = (word) => only.length === 0 || only.includes(word);
const steps = STEPS.filter(({ word }) => wanted(word));
if (wanted('proofs')) {
  const [ofApi, ...alone] = await proofSteps();
  // what waits most goes beside what computes most.
  steps.splice(2, 0, ofApi);
  steps.push(...alone);
}
await runBeside(steps, 2);
const bad = tally.rows.filter((row) => !row.ok).map((row) => row.name);
if (bad.length > 0) console.log(`failed: ${bad.join(', ')}`);
console.log(`in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
