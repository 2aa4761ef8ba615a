import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lambdaNode, pathWithNode } from '../node24';

const ROOT = join(__dirname, '..', '..');

/** Where and with what the emulator runs. */
export interface EmulatorSettings {
  readonly port: number;
  /** Folder for everything that it and its Lambda workers write. */
  readonly scratch: string;
  readonly logFile: string;
  /** URL of the Bedrock mock: functions that the emulator runs call it, too. */
  readonly bedrockUrl: string;
  /** Whether an emulator that is started again in the same folder has what the one before it stored. */
  readonly keepState?: boolean;
  /** URL of the gate: an issuer's keys are fetched through it, where there is one. */
  readonly gateUrl?: string;
}

/** An emulator without state ends at once. */
const STOP_MS = 4_000;
/** One with state writes it down first. */
const SAVE_MS = 120_000;

/** A running emulator. */
export interface Emulator {
  readonly endpoint: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** The Python that has the emulator: the checkout's own environment, or the one that a variable names. */
export function emulatorPython(): string {
  const own = join(ROOT, '.venv', 'bin', 'python');
  const python = process.env.LLM_API_PYTHON ?? own;
  if (!existsSync(python))
    throw new Error(
      `emulator: expected a Python environment at ${python}, got none: run 'node scripts/setup.mjs emulator'`,
    );
  return python;
}

/** Starts the emulator on loopback, with nothing of the caller's AWS account in its environment. */
export async function startEmulator(settings: EmulatorSettings): Promise<Emulator> {
  const { port, scratch, logFile, bedrockUrl, gateUrl, keepState = false } = settings;
  for (const folder of ['s3', 'state', 'tmp']) mkdirSync(join(scratch, folder), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const child = spawn(emulatorPython(), [join(__dirname, 'launch.py')], {
    // a group of its own: Ctrl-C reaches only the runner, which then stops everything in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...withoutAws(process.env),
      PATH: pathWithNode(lambdaNode()),
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'worker-preload.cjs'))}`,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      SFTP_HOST: '127.0.0.1',
      LAMBDA_EXECUTOR: 'local',
      // as in AWS: a token whose trigger failed is not issued.
      MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
      S3_DATA_DIR: join(scratch, 's3'),
      STATE_DIR: join(scratch, 'state'),
      TMPDIR: join(scratch, 'tmp'),
      ...(keepState && { PERSIST_STATE: '1', S3_PERSIST: '1' }),
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrockUrl,
      ...(gateUrl === undefined ? {} : { LOCAL_GATE_URL: gateUrl }),
      PYTHONUNBUFFERED: '1',
    },
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await healthy(endpoint, child, logFile);
  } catch (error) {
    await stopGroup(child, STOP_MS);
    throw error;
  }
  return { endpoint, pid: child.pid, stop: () => stopGroup(child, keepState ? SAVE_MS : STOP_MS) };
}

/** Waits until an emulator answers; `child` is absent for one that somebody else started. */
export async function healthy(endpoint: string, child?: ChildProcess, logFile?: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child && child.exitCode !== null)
      throw new Error(
        `emulator: expected it to serve ${endpoint}, got exit code ${child.exitCode}: see ${logFile ?? 'its log'}`,
      );
    const answer = await fetch(`${endpoint}/_ministack/health`, { headers: { connection: 'close' } }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error(`emulator: expected ${endpoint} to answer within a minute, got no answer`);
}

/** Ends a process group: asks, waits, then insists. */
async function stopGroup(child: ChildProcess, graceMs: number): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(pid, 'SIGTERM');
  const inTime = await Promise.race([gone.then(() => true), sleep(graceMs, false, { ref: false })]);
  // workers may outlive their server for a moment: the whole group goes.
  signalGroup(pid, 'SIGKILL');
  if (!inTime) await gone;
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody is left in the group.
  }
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}
