import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { GUARD, LEFT_OUT, SLICES } from './slices.mjs';

const RECORD = 'docs/mutation.json';
const PAGE = 'docs/mutation.md';
export const ASKED = 0.85;

/** Counts of one file or slice. A mutant that ends in no time is found; one that does not load is none. */
export function tally(mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed');
  const timeouts = count('Timeout');
  const survived = count('Survived');
  const uncovered = count('NoCoverage');
  return { mutants: killed + timeouts + survived + uncovered, killed, timeouts, survived, uncovered };
}

export function scoreOf({ mutants, killed, timeouts }) {
  return mutants === 0 ? 1 : (killed + timeouts) / mutants;
}

export function sum(tallies) {
  const total = { mutants: 0, killed: 0, timeouts: 0, survived: 0, uncovered: 0 };
  for (const one of tallies) for (const key of Object.keys(total)) total[key] += one[key];
  return total;
}

/** One line for each mutant that no test found. */
export function survivorsOf(mutants) {
  const sources = new Map();
  const open = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  return open.map(({ fileName, location: { start, end }, replacement, status, mutatorName }) => {
    if (!sources.has(fileName)) sources.set(fileName, readFileSync(fileName, 'utf8').split('\n'));
    const lines = sources.get(fileName);
    const last = start.line === end.line ? end.column - 1 : undefined;
    const was = lines[start.line - 1].slice(start.column - 1, last).trim();
    const file = fileName.split(`${GUARD}/`)[1];
    const what = `${file}:${start.line}:${start.column} ${mutatorName}`;
    return `${status === 'NoCoverage' ? 'never run' : 'survived '} ${what}: ${brief(was)} -> ${brief(replacement)}`;
  });
}

/** Puts the result of a slice on record and writes the page again. */
export function record(slice, mutants, seconds) {
  const known = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : {};
  const files = groupBy(mutants);
  known[slice] = {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    seconds: Math.round(seconds),
    files: Object.fromEntries(Object.entries(files).map(([file, some]) => [file, tally(some)])),
  };
  const ordered = Object.fromEntries(Object.keys(SLICES).filter((name) => name in known).map((name) => [name, known[name]])); // prettier-ignore
  writeFileSync(RECORD, `${JSON.stringify(ordered, null, 2)}\n`);
  writeFileSync(PAGE, page(ordered));
}

function page(slices) {
  const row = (name, counts, rest) =>
    `| ${[name, counts.mutants, counts.killed, counts.timeouts, counts.survived, counts.uncovered, percent(counts), ...rest].join(' | ')} |`;
  const sums = Object.entries(slices).map(([name, { files, ...run }]) => ({ name, counts: sum(Object.values(files)), run })); // prettier-ignore
  const total = sum(sums.map(({ counts }) => counts));
  return `# Mutation testing of the guard

Written by \`npm run test:mutation\`; [docs/guard.md](guard.md#proof) says how it is run. Every mutant that Stryker makes of
\`${GUARD}\` was run, none sampled: each against the tests of its own slice alone.

| slice | mutants | killed | timed out | survived | never run | score | date | at | seconds |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: |
${sums.map(({ name, counts, run }) => row(name, counts, [run.date, run.commit, run.seconds])).join('\n')}
${row('**all**', total, ['', '', sums.reduce((all, { run }) => all + run.seconds, 0)])}

A mutant that timed out was found: it loops, or takes a hundred times as many steps. Left out:
${Object.entries(LEFT_OUT)
  .map(([file, why]) => `\`${file}\` (${why})`)
  .join(', ')}.

## By file

| file | mutants | killed | timed out | survived | never run | score |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${Object.values(slices)
  .flatMap(({ files }) => Object.entries(files))
  .map(([file, counts]) => row(`\`${file}\``, counts, []))
  .join('\n')}
`;
}

function percent(counts) {
  return `${(scoreOf(counts) * 100).toFixed(1)}%`;
}

function fileOf({ fileName }) {
  return fileName.split(`${GUARD}/`)[1];
}

function groupBy(mutants) {
  const groups = {};
  for (const mutant of mutants) (groups[fileOf(mutant)] ??= []).push(mutant);
  return groups;
}

function brief(code) {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 110 ? `${line.slice(0, 107)}...` : line;
}
