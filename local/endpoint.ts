import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localEndpoint, localEndpointFile, runningLocalEndpoint, type LocalApi } from '../cli/local-endpoint';
import type { StreamingFunction } from './edge/execution-environment';

const ROOT = join(__dirname, '..');
/** Folder of everything that a local run leaves for other commands. */
export const LOCAL_FOLDER = join(ROOT, '.local');
const FILE = localEndpointFile(ROOT);

/** What the running local API says of itself; more than other commands need, for the proofs. */
export interface LocalEndpoint extends LocalApi {
  /** Where the Bedrock mock listens; `/_mock/…` controls it. */
  readonly bedrockUrl: string;
  /** Where the gate before the emulator listens; `/_gate/…` takes services away. */
  readonly gateUrl: string;
  readonly tenant: string;
  /** The stack's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly stackId: string;
  /** The function behind the API, as the edge runs it. */
  readonly gateway: StreamingFunction;
}

/** Describes the running API to other commands; the file holds a secret, so only its owner may read it. */
export function writeEndpoint(endpoint: LocalEndpoint): void {
  mkdirSync(LOCAL_FOLDER, { recursive: true });
  rmSync(FILE, { force: true });
  writeFileSync(FILE, `${JSON.stringify(endpoint, undefined, 2)}\n`, { mode: 0o600 });
}

/** Removes the description, if it is this process's own. */
export function removeEndpoint(pid = process.pid): void {
  if (localEndpoint(ROOT)?.pid === pid) rmSync(FILE, { force: true });
}

/** The local API that runs now; a description that outlived its process counts as none. */
export function runningEndpoint(): LocalEndpoint | undefined {
  return runningLocalEndpoint(ROOT) as LocalEndpoint | undefined;
}
