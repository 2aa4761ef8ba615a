import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, copyFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parseJson } from '../lambda/core/json';
import type { ModelEvent } from '../lambda/gateway/ports';
import { chat, END, event, harness } from '../test/gateway/fakes';
import type { Bench, BenchRow } from './bench';

const ROUNDS = 2_000;
const PIECES = 200;

/** What the pipeline itself costs: every port answers at once, and the guard lets everything pass. */
const bench: Bench = {
  name: 'pipeline',
  summary: "the gateway's own CPU a request, its JSON parser, and its bundle",
  run: async () => [
    { name: 'one chat request, whole', value: await microsARequest({}), unit: 'µs', limit: 1_500 },
    { name: `one chat request, ${PIECES} pieces`, value: await microsARequest({ stream: true }), unit: 'µs' },
    { name: 'one more piece of a stream', value: await microsAPiece(), unit: 'µs', limit: 60 },
    ...parserRows(),
    ...bundleRows(),
  ],
};
export default bench;

async function microsARequest(changes: Readonly<Record<string, unknown>>): Promise<number> {
  const script = changes.stream ? pieces(PIECES) : [{ type: 'text' as const, text: 'Hello world' }, END];
  return microsToServe(script, changes, ROUNDS);
}

/** The difference of a long and a short stream: what a request costs anyway is not in it. */
async function microsAPiece(): Promise<number> {
  const few = await microsToServe(pieces(100), { stream: true }, ROUNDS / 25);
  const many = await microsToServe(pieces(1_100), { stream: true }, ROUNDS / 25);
  return (many - few) / 1_000;
}

async function microsToServe(
  script: readonly ModelEvent[],
  changes: Readonly<Record<string, unknown>>,
  rounds: number,
): Promise<number> {
  const { serve } = harness({ script: () => script });
  const input = event(chat(changes));
  const reply = {
    send: async () => undefined,
    open: () => ({ write: async () => true, end: async () => undefined }),
  };
  const run = async (times: number): Promise<number> => {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i++) await serve(input, reply, { requestId: `r${i}`, remainingMs: 60_000 });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / times;
  };
  await run(rounds / 10);
  return Math.min(await run(rounds / 2), await run(rounds / 2));
}

function pieces(count: number): readonly ModelEvent[] {
  return [...Array.from({ length: count }, (): ModelEvent => ({ type: 'text', text: 'word ' })), END];
}

/** The strict parser beside JSON.parse, which checks less. */
function parserRows(): BenchRow[] {
  const megabyte = JSON.stringify({
    messages: Array.from({ length: 1_000 }, () => ({ role: 'user', content: 'hello world '.repeat(80) })),
  });
  const own = millisOf(() => parseJson(megabyte));
  const native = millisOf(() => JSON.parse(megabyte) as unknown);
  const hostile = (units: number): string => `[${'{"a":{}},'.repeat(units / 9)}1]`;
  const one = millisOf(() => parseJson(hostile(1_000_000)));
  const ten = millisOf(() => parseJson(hostile(10_000_000)));
  return [
    { name: 'strict parse of 1 MB of prompts', value: own, unit: 'ms', ratio: own / native, baseline: 'JSON.parse' },
    {
      name: 'strict parse of 10 MB of small objects, a MB',
      value: ten / 10,
      unit: 'ms',
      ratio: ten / 10 / one,
      baseline: '1 MB',
    },
  ];
}

function millisOf(run: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

const BUNDLE = path.join(__dirname, '..', 'assets', 'gateway', 'index.mjs');

/** Size and import of the bundle; not measured where `npm run bundle` has not run. */
function bundleRows(): BenchRow[] {
  if (!existsSync(BUNDLE)) return [];
  return [
    { name: 'gateway bundle', value: Math.round(statSync(BUNDLE).size / 1024), unit: 'KB', limit: 1_200 },
    { name: 'gateway bundle, cold import', value: coldImportMillis(), unit: 'ms of CPU' },
  ];
}

function coldImportMillis(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'cold-'));
  try {
    copyFileSync(BUNDLE, path.join(folder, 'index.mjs'));
    writeFileSync(path.join(folder, 'deployment.json'), JSON.stringify(EMPTY));
    const env = {
      PATH: process.env.PATH,
      LAMBDA_TASK_ROOT: folder,
      AWS_REGION: 'eu-central-1',
      ...Object.fromEntries(NAMES.map((name) => [name, 'x'])),
    };
    const runs = Array.from({ length: 3 }, () =>
      Number(
        execFileSync(process.execPath, ['--input-type=module', '-e', COLD], { cwd: folder, env, encoding: 'utf8' }),
      ),
    );
    return Math.min(...runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NAMES = [
  'BUDGET_TABLE',
  'TENANT_TABLE',
  'AUDIT_TABLE',
  'AUDIT_BUCKET',
  'AUDIT_MAC_KEY_ARN',
  'CONTENT_KEY_TABLE',
  'DATA_KEY_ARN',
  'STACK_ID_HASH',
  'STAGE_NAME',
];
const EMPTY = {
  version: 1,
  models: [],
  roles: [],
  tiers: [],
  guardPolicies: {},
  systemPrompts: [],
  maxBodyBytes: 1,
  maxMessages: 1,
  deadlineSeconds: 1,
  maxAbandonedSeconds: 1,
};
const COLD = `
import { pathToFileURL } from 'node:url';
globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: { from: (stream) => stream } };
const start = process.cpuUsage();
await import(pathToFileURL('index.mjs').href);
const { user, system } = process.cpuUsage(start);
console.log(Math.round((user + system) / 1000));
`;
