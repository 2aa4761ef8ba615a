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

/** The share that was found; `undefined` where nothing was run that could be. */
export function scoreOf({ mutants, killed, timeouts }) {
  return mutants === 0 ? undefined : (killed + timeouts) / mutants;
}

export function sum(tallies) {
  const total = { mutants: 0, killed: 0, timeouts: 0, survived: 0, uncovered: 0 };
  for (const one of tallies) for (const key of Object.keys(total)) total[key] += one[key];
  return total;
}

const NOTES = { Survived: 'survived ', NoCoverage: 'never run', Timeout: 'timed out' };

/** One line for each mutant that no test found, or that none found in time. */
export function notesOf(mutants) {
  const sources = new Map();
  const open = mutants.filter(({ status }) => status in NOTES);
  return open.map(({ fileName, location: { start, end }, replacement, status, mutatorName }) => {
    if (!sources.has(fileName)) sources.set(fileName, readFileSync(fileName, 'utf8').split('\n'));
    const lines = sources.get(fileName);
    const last = start.line === end.line ? end.column - 1 : undefined;
    const was = lines[start.line - 1].slice(start.column - 1, last).trim();
    const file = fileName.split(`${GUARD}/`)[1];
    const what = `${file}:${start.line}:${start.column} ${mutatorName}`;
    return `${NOTES[status]} ${what}: ${brief(was)} -> ${brief(replacement)}`;
  });
}

/** Puts the result of a slice on record and writes the page again. */
export function record(slice, mutants, of, seconds) {
  const known = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : {};
  const files = groupBy(mutants);
  known[slice] = {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    seconds: Math.round(seconds),
    of,
    files: Object.fromEntries(Object.entries(files).map(([file, some]) => [file, tally(some)])),
  };
  const ordered = Object.fromEntries(Object.keys(SLICES).filter((name) => name in known).map((name) => [name, known[name]])); // prettier-ignore
  writeFileSync(RECORD, `${JSON.stringify(ordered, null, 2)}\n`);
  writeFileSync(PAGE, page(ordered));
}

export function page(slices) {
  const row = (name, counts, rest) =>
    `| ${[name, ...rest, counts.mutants, counts.killed, counts.timeouts, counts.survived, counts.uncovered].join(' | ')} |`;
  const sums = Object.entries(slices)
    .map(([name, { files, ...run }]) => ({ name, counts: sum(Object.values(files)), run }))
    .filter(({ counts }) => counts.mutants > 0);
  const open = Object.keys(SLICES).filter((name) => !sums.some((each) => each.name === name));
  const total = sum(sums.map(({ counts }) => counts));
  const { score, margin, all } = estimate(sums);
  return `# Mutation testing of the guard

${headline({ score, margin, all, open })} Written by
\`npm run test:mutation\`; [docs/guard.md](guard.md#mutants) says how. Each mutant is run against the tests of its own
slice alone. Where fewer were run than there are, those are a sample that is drawn by a hash of each mutant, so that
anybody draws the same.

| slice | score | of | date | at | seconds | run | killed | timed out | survived | never run |
| --- | ---: | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${[
  ...sums.map(({ name, counts, run }) =>
    row(name, counts, [percent(scoreOf(counts)), run.of, run.date, run.commit, run.seconds]),
  ),
  ...open.map((name) => `| ${[name, 'not run', ...Array(9).fill('')].join(' | ')} |`),
].join('\n')}
${row('**all**', total, [`**${percent(score)}**`, all, '', '', sums.reduce((seconds, { run }) => seconds + run.seconds, 0)])}

A mutant that timed out was found: it loops, or takes a hundred times as many steps. Left out:
${Object.entries(LEFT_OUT)
  .map(([file, why]) => `\`${file}\` (${why})`)
  .join(', ')}.

## By file

| file | score | run | killed | timed out | survived | never run |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${Object.values(slices)
  .flatMap(({ files }) => Object.entries(files))
  .map(([file, counts]) => row(`\`${file}\``, counts, [percent(scoreOf(counts))]))
  .join('\n')}
`;
}

/** What the page says first: the score, and of what it says nothing. */
function headline({ score, margin, all, open }) {
  if (score === undefined) return 'No slice was run.';
  const about = margin > 0 ? ` ± ${percent(margin)} (95%)` : '';
  const found = `**${percent(score)}**${about} of the ${all} mutants that Stryker makes of \`${GUARD}\` are found by a test`;
  if (open.length === 0) return `${found}.`;
  return `${found}, not counting ${open.join(' and ')}: ${open.length === 1 ? 'that slice was' : 'those slices were'} not run.`;
}

/** The score of all mutants, from samples of the slices: each slice counts as much as it has mutants. */
function estimate(sums) {
  if (sums.length === 0) return { margin: 0, all: 0 };
  const all = sums.reduce((mutants, { run }) => mutants + run.of, 0);
  let score = 0;
  let variance = 0;
  for (const { counts, run } of sums) {
    const weight = run.of / all;
    const share = scoreOf(counts);
    score += weight * share;
    variance += (weight ** 2 * share * (1 - share) * (1 - counts.mutants / run.of)) / counts.mutants;
  }
  return { score, margin: 1.96 * Math.sqrt(variance), all };
}

/** A share as text; none where there is no score. */
export function percent(share) {
  return share === undefined ? '' : `${(share * 100).toFixed(1)}%`;
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
