import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runningLocalEndpoint } from '../local-endpoint';
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
    localApi: () => runningLocalEndpoint(directory)?.baseUrl,
  };
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
