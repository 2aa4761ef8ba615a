import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Orders, Told } from './client-process';

/** Processes of clients; each takes orders until it is ended. */
export async function startProcesses(count: number): Promise<readonly ChildProcess[]> {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ChildProcess>((resolve, reject) => {
          const child = fork(join(__dirname, 'client-process.ts'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
          child.once('message', () => resolve(child));
          child.once('exit', (code) => reject(new Error(`a process of clients ended with ${code} before its orders`)));
        }),
    ),
  );
}

/** Gives a process its orders; `undefined` when it ended before it could tell. */
export function order(child: ChildProcess, orders: Orders): Promise<Told | undefined> {
  return new Promise((resolve) => {
    const ended = (): void => finish(undefined);
    const finish = (told: Told | undefined): void => {
      child.off('exit', ended);
      child.off('message', finish);
      resolve(told);
    };
    child.once('message', finish);
    child.once('exit', ended);
    child.send(orders);
  });
}
