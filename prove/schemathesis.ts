import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchToken } from '../cli/access-token';
import { loadConfig } from '../lib/config/load-config';
import { openApiDocument } from '../review/openapi';
import { runToEnd } from './commands/run-to-end';
import type { Proof, ProofContext, ProofResult } from './proof';

const ROOT = join(__dirname, '..');
const PROGRAM = join(ROOT, '.venv-schemathesis', 'bin', 'schemathesis');

/**
 * Checks that do not fit the API: what its schemas let through may still be refused by the guard, and API Gateway
 * answers a method that is not there as it answers a path that is not there, with 404.
 */
const LEFT_OUT = ['positive_data_acceptance', 'unsupported_method'];

/** Requests for each operation and phase, at most. */
const EXAMPLES = { quick: 15, whole: 60 };

/** Below the requests that the web ACL allows an address. */
const PER_SECOND = 9;

const proof: Proof = {
  name: 'schemathesis',
  summary:
    'a fuzzer that others wrote, on the documented API: no 5xx, no undocumented answer, nothing invalid accepted',
  seconds: 180,
  inTest: false,
  run,
};

export default proof;

async function run({ localApi, quick, args, say }: ProofContext): Promise<ProofResult> {
  if (!existsSync(PROGRAM)) {
    const conditions = "schemathesis is not installed: run 'node scripts/setup.mjs schemathesis'";
    return { holds: false, notRun: true, figures: {}, conditions };
  }
  const api = await localApi();
  const { models, requests } = loadConfig(join(ROOT, 'llm-api.config.json'));
  const folder = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  try {
    const document = openApiDocument({
      maxBodyBytes: requests?.maxBodyBytes ?? 1_048_576,
      maxMessages: requests?.maxMessages ?? 512,
      models,
    });
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
    const { code, stdout } = await runToEnd(
      PROGRAM,
      [
        'run',
        join(folder, 'openapi.json'),
        ...['--url', api.baseUrl],
        ...['--header', `Authorization: Bearer ${await fetchToken(api.tokenUrl, api)}`],
        ...['--checks', 'all', '--exclude-checks', LEFT_OUT.join(',')],
        ...['--phases', 'coverage,fuzzing', '--max-examples', String(quick ? EXAMPLES.quick : EXAMPLES.whole)],
        ...['--seed', args[0] ?? '20261122', '--rate-limit', `${PER_SECOND}/s`],
        ...['--continue-on-failure', '--no-color', '--report', 'ndjson', '--report-dir', folder],
      ],
      { cwd: folder },
    );
    if (code !== 0) say(stdout);
    const report = readdirSync(folder).find((file) => file.endsWith('.ndjson'));
    const statuses = report === undefined ? new Map() : statusesOf(readFileSync(join(folder, report), 'utf8'));
    for (const [operation, seen] of statuses) say(`${operation}: ${JSON.stringify(Object.fromEntries(seen))}`);
    const all = [...statuses.values()].flatMap((seen) => [...seen]);
    const sumOf = (accept: (status: number) => boolean): number =>
      all.filter(([status]) => accept(status)).reduce((sum, [, count]) => sum + count, 0);
    const answeredOperations = [...statuses.values()].filter((seen) => seen.has(200)).length;
    return {
      // an operation that nothing reached was not tried.
      holds: code === 0 && statuses.size === 6 && answeredOperations === statuses.size,
      figures: {
        operations: statuses.size,
        answeredOperations,
        requests: sumOf(() => true),
        answered: sumOf((status) => status === 200),
        refused: sumOf((status) => status >= 400 && status < 500),
        failed: sumOf((status) => status >= 500),
        faults: code === 0 ? 0 : Number(/(\d+) unique failure/.exec(stdout)?.[1] ?? 1),
      },
      conditions: `schemathesis on the running local API, by the OpenAPI document of its request models; all checks but ${LEFT_OUT.join(' and ')}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Interaction {
  readonly response?: { readonly status_code: number } | null;
}

/** How often each operation answered with what. */
function statusesOf(report: string): Map<string, Map<number, number>> {
  const operations = new Map<string, Map<number, number>>();
  for (const line of report.trim().split('\n')) {
    const { ScenarioFinished: scenario } = JSON.parse(line) as {
      readonly ScenarioFinished?: {
        readonly recorder: { readonly label: string; readonly interactions: Readonly<Record<string, Interaction>> };
      };
    };
    if (scenario === undefined) continue;
    const { label, interactions } = scenario.recorder;
    const seen = operations.get(label) ?? new Map<number, number>();
    for (const { response } of Object.values(interactions)) {
      const status = response?.status_code ?? 0;
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    operations.set(label, seen);
  }
  return operations;
}
