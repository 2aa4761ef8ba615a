import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchToken } from '../cli/access-token';
import { isAlive } from '../cli/local-endpoint';
import { callAttack, callPlain, callStreamed, openAiFor, untilAccepted, type CallResult } from './demo/calls';
import { onboard, type DemoClient } from './demo/onboard';
import { LOCAL_FOLDER, removeEndpoint, runningEndpoint, writeEndpoint, type LocalEndpoint } from './endpoint';
import { lambdaNode } from './node24';
import { countsOf } from './ledger/readme-counts';
import { LocalRun } from './local-run';
import { parseOptions, USAGE, type StartOptions } from './options';
import { runSteps, type StepTime } from './progress';
import { howToConnect } from './summary';

/** What setting up came to, from `scripts/start.mjs`. */
export interface SetupStep {
  readonly step: string;
  readonly ms: number;
}

/** `npm start`: brings the API up, shows that it behaves, and serves. */
export async function start(argv: readonly string[], setup: readonly SetupStep[]): Promise<number> {
  let options: StartOptions;
  try {
    options = parseOptions(argv);
  } catch (error) {
    console.error(`start: ${messageOf(error)}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const already = runningEndpoint();
  if (already) {
    console.error(
      `start: a local API already runs at ${already.baseUrl} (process ${already.pid}): 'npm run stop' ends it`,
    );
    return 1;
  }
  return options.detach ? detach(argv) : serve(options, setup);
}

async function serve(options: StartOptions, setup: readonly SetupStep[]): Promise<number> {
  const startedMs = Date.now();
  const run = new LocalRun(options);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  // Ctrl-C in the middle of the start ends what was started so far.
  const interrupted = stopped.then(() => {
    throw new Interrupted();
  });
  interrupted.catch(() => undefined);
  try {
    const { endpoint, calls, times } = await Promise.race([bringUp(run, options), interrupted]);
    const setupSeconds = setup.reduce((sum, { ms }) => sum + ms, 0) / 1_000;
    printSummary(run, endpoint, calls, times, setupSeconds, (Date.now() - startedMs) / 1_000);
    const behaved = calls.every(({ ok }) => ok);
    if (options.once) return behaved ? 0 : 1;
    console.log(howToConnect(endpoint));
    console.log('  serving; Ctrl-C ends it and leaves nothing running');
    await stopped;
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    console.error(`\nstart: ${messageOf(error)}`);
    return 1;
  } finally {
    removeEndpoint();
    await run.close();
  }
}

class Interrupted extends Error {}

interface Up {
  readonly endpoint: LocalEndpoint;
  readonly calls: readonly CallResult[];
  readonly times: readonly StepTime[];
}

async function bringUp(run: LocalRun, options: StartOptions): Promise<Up> {
  let endpoint: LocalEndpoint | undefined;
  let demo: DemoClient | undefined;
  let token = '';
  const calls: CallResult[] = [];
  const call = async (how: typeof callPlain): Promise<string> => {
    if (!endpoint) throw new Error('call: expected a running API, got none');
    const result = await how(openAiFor(endpoint.baseUrl, token), endpoint.model);
    calls.push(result);
    return result.detail;
  };

  // the emulator starts while the template is synthesized: neither needs the other.
  const services = run.startServices();
  services.catch(() => undefined);
  const times = await runSteps([
    { title: 'synthesize the production template, with all validation packs', run: () => run.synthesize() },
    { title: 'start the emulator', run: () => services },
    { title: 'deploy to it', run: () => run.deploy() },
    { title: 'compare the template with what was deployed', run: () => run.compare() },
    { title: 'start the edge', run: () => run.startEdge() },
    {
      title: 'onboard a demo tenant',
      run: async () => {
        const { deployment, aws, edge } = run;
        if (!deployment || !aws || !edge) throw new Error('onboard: expected an edge, got none');
        demo = await onboard(deployment, aws, edge.url);
        endpoint = describe(run, demo);
        return demo.tenant;
      },
    },
    {
      title: 'fetch a token by client_credentials',
      run: async () => {
        if (!endpoint || !demo) throw new Error('token: expected a client, got none');
        token = await fetchToken(endpoint.tokenUrl, demo);
        await untilAccepted(endpoint.baseUrl, token);
        return undefined;
      },
    },
    { title: 'a prompt with the OpenAI SDK', run: () => call(callPlain) },
    { title: 'a prompt, streamed', run: () => call(callStreamed) },
    ...(options.upstream === undefined
      ? [{ title: 'an attack, which must be refused', run: () => call(callAttack) }]
      : []),
  ]);
  if (!endpoint) throw new Error('start: expected an endpoint, got none');
  if (!options.once) writeEndpoint(endpoint);
  return { endpoint, calls, times };
}

function describe({ deployment, aws, edge, mock, gate }: LocalRun, demo: DemoClient): LocalEndpoint {
  const gateway = edge?.functions[0];
  if (!gateway) throw new Error('endpoint: expected a function behind the edge, got none');
  return {
    baseUrl: `${edge?.url ?? ''}/v1`,
    tokenUrl: `${edge?.url ?? ''}/oauth2/token`,
    awsEndpoint: aws?.endpoint ?? '',
    region: aws?.region ?? '',
    stackName: deployment?.assembly.stackName ?? '',
    clientId: demo.clientId,
    clientSecret: demo.clientSecret,
    pid: process.pid,
    bedrockUrl: mock?.url ?? '',
    gateUrl: gate?.url ?? '',
    model: demo.model,
    tenant: demo.tenant,
    outputs: deployment?.outputs ?? {},
    stackId: deployment?.stackId ?? '',
    gateway,
  };
}

function printSummary(
  { ledger }: LocalRun,
  { baseUrl }: LocalEndpoint,
  calls: readonly CallResult[],
  times: readonly StepTime[],
  setupSeconds: number,
  totalSeconds: number,
): void {
  const { note } = lambdaNode();
  console.log(`\n  ${baseUrl}`);
  for (const { title, ok, detail } of calls) console.log(`  ${ok ? '✔' : '✘'} ${title}: ${detail}`);
  const slowest = [...times].sort((a, b) => b.seconds - a.seconds).slice(0, 3);
  const where = slowest.map(({ title, seconds }) => `${title.split(',')[0]} ${seconds.toFixed(1)} s`).join(', ');
  console.log(`\n  ${(setupSeconds + totalSeconds).toFixed(1)} s in all: setup ${setupSeconds.toFixed(1)} s, ${where}`);
  console.log(
    `  fidelity of this run, by property: ${ledger === undefined ? 'not compared' : countsOf(ledger)} (.local/ledger.json)`,
  );
  if (note !== undefined) console.log(`  note: ${note}`);
}

/** Starts the same command in the background and returns when it serves. */
async function detach(argv: readonly string[]): Promise<number> {
  mkdirSync(LOCAL_FOLDER, { recursive: true });
  const log = join(LOCAL_FOLDER, 'serve.log');
  const output = openSync(log, 'w', 0o600);
  const script = join(__dirname, '..', 'scripts', 'start.mjs');
  const rest = argv.filter((argument) => argument !== '--detach');
  const child = spawn(process.execPath, [script, ...rest], { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  const { pid = 0 } = child;
  for (;;) {
    const endpoint = runningEndpoint();
    if (endpoint?.pid === pid) {
      console.log(`start: the local API serves ${endpoint.baseUrl}; 'npm run stop' ends it`);
      return 0;
    }
    if (!isAlive(pid) || child.exitCode !== null) {
      const why = readFileSync(log, 'utf8').split('\nstart: ')[1]?.trim();
      console.error(`start: ${why ?? 'expected the local API to serve, got an early end'}\n  see ${log}`);
      return 1;
    }
    await sleep(100);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
