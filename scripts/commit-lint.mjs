#!/usr/bin/env node
// Checks the subject of every commit since a base (default: origin/main, else the first commit) against Conventional Commits 1.0.
import { spawnSync } from 'node:child_process';

const SUBJECT =
  /^(?:feat|fix|perf|refactor|test|docs|build|ci|chore|revert)(?:\([a-z0-9-]+(?:,[a-z0-9-]+)*\))?!?: \S.{0,98}$/;

const git = (...args) => spawnSync('git', args, { encoding: 'utf8' });
const base =
  process.argv[2] ?? (git('rev-parse', '--verify', '-q', 'origin/main').status === 0 ? 'origin/main' : undefined);
const range = base === undefined ? ['HEAD'] : [`${base}..HEAD`];
const log = git('log', '--no-merges', '--format=%h %s', ...range);
if (log.status !== 0) {
  console.error(`commit-lint: expected a commit or branch, got '${base}'`);
  process.exit(2);
}
const commits = log.stdout.split('\n').filter((line) => line !== '');
const bad = commits.filter((line) => !SUBJECT.test(line.slice(line.indexOf(' ') + 1)));
for (const line of bad) console.error(`commit-lint: expected 'type(scope): what', got '${line}'`);
console.log(`${commits.length - bad.length} passed, ${bad.length} failed`);
process.exit(bad.length === 0 ? 0 : 1);
