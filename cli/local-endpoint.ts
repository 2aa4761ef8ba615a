import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `.local/endpoint.json`: how the running local API describes itself to whoever may read the file. */
export interface LocalApi {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly awsEndpoint: string;
  readonly region: string;
  readonly stackName: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Model that the demo tenant may use. */
  readonly model: string;
  readonly pid: number;
}

/** Where the description is, below the folder in which the API was started. */
export function localEndpointFile(directory: string): string {
  return join(directory, '.local', 'endpoint.json');
}

/** The description in a folder, of an API that runs or has crashed. */
export function localEndpoint(directory: string): LocalApi | undefined {
  const file = localEndpointFile(directory);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LocalApi) : undefined;
}

/** The description of an API that runs; one that outlived its process counts as none. */
export function runningLocalEndpoint(directory: string): LocalApi | undefined {
  const endpoint = localEndpoint(directory);
  return endpoint !== undefined && isAlive(endpoint.pid) ? endpoint : undefined;
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
