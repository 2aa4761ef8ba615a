#!/usr/bin/env node
// `npm run test:mutation -- [SLICE...]`: mutates the guard, slice by slice, and puts the score on record in docs/.
// `npm run test:mutation -- checks/waste.ts[:FROM-TO]` looks at one file or some of its lines and records nothing.
// `--sample 0.25` runs a quarter of the mutants, the same ones every time.
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { ASKED, notesOf, percent, record, scoreOf, sum, tally } from './mutation/report.mjs';
import { isSampled } from './mutation/sample.mjs';
import { GUARD, SLICES, assertWhole, filesOf, sliceOf, testsOf } from './mutation/slices.mjs';

assertWhole();
const { values, positionals: wanted } = parseArgs({ options: { sample: { type: 'string' } }, allowPositionals: true });
const share = Number(values.sample ?? 1);
if (!(share > 0 && share <= 1)) throw new Error(`--sample: expected a share above 0, up to 1, got ${values.sample}`);
const tallies = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(SLICES)) {
  const slice = chosen(name);
  const started = Date.now();
  const all = await mutate(slice.files, testsOf(SLICES[slice.name]));
  const mutants = all.filter((mutant) => share === 1 || isSampled(mutant, share));
  const counts = tally(mutants);
  tallies.push(counts);
  const notes = notesOf(mutants);
  mkdirSync('.cache/mutation', { recursive: true });
  writeFileSync(`.cache/mutation/${slice.name}.txt`, notes.map((line) => `${line}\n`).join(''));
  console.log(notes.join('\n'));
  console.log(`${name}: ${line(counts)} in ${Math.round((Date.now() - started) / 1000)} s`);
  if (name in SLICES) record(name, mutants, all.length, (Date.now() - started) / 1000);
}
if (tallies.length > 1) console.log(`together: ${line(sum(tallies))}`);
// without a score, nothing was shown.
process.exitCode = tallies.every((counts) => (scoreOf(counts) ?? 0) >= ASKED) ? 0 : 1;

/** A slice by its name, or the part of one that a file is. */
function chosen(wish) {
  if (wish in SLICES) return { name: wish, files: filesOf(wish) };
  const [file] = wish.split(':');
  const name = sliceOf(file);
  if (name === undefined || !filesOf(name).includes(file)) {
    throw new Error(`slice: expected ${Object.keys(SLICES).join(', ')} or a file of ${GUARD}, got ${wish}`);
  }
  return { name, files: [wish] };
}

async function mutate(files, testFiles) {
  return new Stryker({
    configFile: 'scripts/mutation/stryker.json',
    mutate: files.map((file) => `${GUARD}/${file}`),
    plugins: ['in-process-runner', 'sample'].map((name) => path.resolve(`scripts/mutation/${name}.mjs`)),
    ...(share < 1 && { checkers: ['sample'], sample: share }),
    inProcess: { testFiles: testFiles },
  }).runMutationTest();
}

function line(counts) {
  const { mutants, killed, timeouts, survived, uncovered } = counts;
  return `${percent(scoreOf(counts)) || 'no score'} of ${mutants} mutants (${killed} killed, ${timeouts} timed out, ${survived} survived, ${uncovered} never run)`;
}
