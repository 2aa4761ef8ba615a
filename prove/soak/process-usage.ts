import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What one process holds now. */
export interface ProcessUsage {
  readonly pid: number;
  readonly residentMiB: number;
  /** Open files and sockets. */
  readonly handles: number;
}

/** The gateway's execution environments: children of the local API that run a function. */
export function environments(ofPid: number): readonly number[] {
  let output: string;
  try {
    output = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(ofPid)], { encoding: 'utf8' });
  } catch {
    // no child at all.
    return [];
  }
  return output
    .split('\n')
    .filter((line) => line.includes('runner.mjs'))
    .map((line) => Number(line.trim().split(' ')[0]));
}

/** Looks at a process; `undefined` when it has ended. */
export function usageOf(pid: number): ProcessUsage | undefined {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      pid,
      residentMiB: Math.round(Number(resident) / 1024),
      handles: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return undefined;
  }
}
