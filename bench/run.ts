import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lambdaNode } from '../local/node24';
import type { Bench, BenchRow } from './bench';

const OUT = join(__dirname, '..', 'bench-out');

async function loadBenches(): Promise<readonly Bench[]> {
  const files = readdirSync(__dirname)
    .filter((file) => file.endsWith('.bench.ts'))
    .sort();
  const benches: Bench[] = [];
  for (const file of files) {
    const loaded = (await import(pathToFileURL(join(__dirname, file)).href)) as { default: Bench | { default: Bench } };
    benches.push('default' in loaded.default ? loaded.default.default : loaded.default);
  }
  return benches;
}

function within(row: BenchRow): boolean {
  if (row.limit === undefined) return true;
  return row.atLeast === true ? row.value >= row.limit : row.value <= row.limit;
}

function printRow(bench: Bench, row: BenchRow): void {
  const limit = row.limit === undefined ? '' : `${row.atLeast === true ? '≥' : '≤'} ${row.limit}`;
  const ratio = row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}× ${row.baseline ?? ''}`;
  const mark = within(row) ? ' ' : '!';
  console.log(
    `${mark} ${bench.name.padEnd(12)} ${row.name.padEnd(44)} ${row.value.toPrecision(4).padStart(10)} ${row.unit.padEnd(10)} ${limit.padEnd(12)} ${ratio}`,
  );
}

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const all = await loadBenches();
  const unknown = names.find((name) => !all.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    console.error(`bench: there is no benchmark '${unknown}'; expected one of: ${all.map((b) => b.name).join(', ')}`);
    return 2;
  }
  const chosen = names.length === 0 ? all : all.filter((bench) => names.includes(bench.name));
  const conditions = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    at: new Date().toISOString(),
  };
  console.log(
    `node ${conditions.node}, ${conditions.cores} cores, ${conditions.cpu}; a shared machine: compare the ratios, not the times`,
  );
  const results: { bench: string; rows: readonly BenchRow[] }[] = [];
  for (const bench of chosen) {
    const rows = await bench.run();
    for (const row of rows) printRow(bench, row);
    results.push({ bench: bench.name, rows });
  }
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'results.json'), `${JSON.stringify({ conditions, results }, undefined, 2)}\n`);
  return results.every(({ rows }) => rows.every(within)) ? 0 : 1;
}

/** The handlers run on Lambda's Node.js, and an older one takes three times as long for the same expressions. */
function onLambdaNode(): number | undefined {
  const { path, note } = lambdaNode();
  if (note !== undefined) console.log(note);
  if (path === process.execPath) return undefined;
  return spawnSync(path, [require.resolve('tsx/cli'), ...process.argv.slice(1)], { stdio: 'inherit' }).status ?? 1;
}

const status = onLambdaNode();
if (status === undefined) void main().then((code) => process.exit(code));
else process.exit(status);
