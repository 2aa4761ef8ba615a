import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalApi } from '../prove/proof';
import type { StreamingFunction } from './edge/execution-environment';

/** Folder of everything that a local run leaves for other commands. */
export const LOCAL_FOLDER = join(__dirname, '..', '.local');
const FILE = join(LOCAL_FOLDER, 'endpoint.json');

/** What the running local API says of itself; more than other commands need, for the proofs. */
export interface LocalEndpoint extends LocalApi {
  /** Where the Bedrock mock listens; `/_mock/…` controls it. */
  readonly bedrockUrl: string;
  /** Where the gate before the emulator listens; `/_gate/…` takes services away. */
  readonly gateUrl: string;
  /** Model that the demo tenant may use. */
  readonly model: string;
  readonly tenant: string;
  /** The stack's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly stackId: string;
  /** The function behind the API, as the edge runs it. */
  readonly gateway: StreamingFunction;
}

/** Describes the running API to other commands; the file holds a secret, so only its owner may read it. */
export function writeEndpoint(endpoint: LocalEndpoint): void {
  mkdirSync(dirname(FILE), { recursive: true });
  rmSync(FILE, { force: true });
  writeFileSync(FILE, `${JSON.stringify(endpoint, undefined, 2)}\n`, { mode: 0o600 });
}

/** Removes the description, if it is this process's own. */
export function removeEndpoint(pid = process.pid): void {
  if (existsSync(FILE) && readFile().pid === pid) rmSync(FILE, { force: true });
}

/** The local API that runs now; a description that outlived its process counts as none. */
export function runningEndpoint(): LocalEndpoint | undefined {
  if (!existsSync(FILE)) return undefined;
  const endpoint = readFile();
  return isAlive(endpoint.pid) ? endpoint : undefined;
}

function readFile(): LocalEndpoint {
  return JSON.parse(readFileSync(FILE, 'utf8')) as LocalEndpoint;
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
