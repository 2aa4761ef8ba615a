import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MachinePorts } from './machine';

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** The doctor's view of this machine. */
export function thisMachine(directory: string): MachinePorts {
  return {
    nodeVersion: process.versions.node,
    pythonVersion: async () => {
      const versions = await Promise.all(NAMES.map(versionOf));
      return versions.filter((version) => version !== undefined).sort(newestFirst)[0];
    },
    emulatorInstalled: () => existsSync(join(directory, '.venv', 'bin', 'python')),
    portIsFree: (port) =>
      new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
      }),
    localApi: () => localEndpoint(directory)?.baseUrl,
  };
}

/** What the running local API says of itself; a description that outlived its process counts as none. */
export function localEndpoint(directory: string): LocalEndpoint | undefined {
  const file = join(directory, '.local', 'endpoint.json');
  if (!existsSync(file)) return undefined;
  const endpoint = JSON.parse(readFileSync(file, 'utf8')) as LocalEndpoint;
  try {
    process.kill(endpoint.pid, 0);
    return endpoint;
  } catch {
    return undefined;
  }
}

/** Parts of `.local/endpoint.json` that the doctor needs. */
export interface LocalEndpoint {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly awsEndpoint: string;
  readonly region: string;
  readonly stackName: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly model: string;
  readonly pid: number;
}

async function versionOf(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    return /^3\.\d+$/.test(stdout.trim()) ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}

function newestFirst(left: string, right: string): number {
  return Number(right.split('.')[1]) - Number(left.split('.')[1]);
}
