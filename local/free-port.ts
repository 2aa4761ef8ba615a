import { createServer, type AddressInfo } from 'node:net';

/** Whether nothing listens on a loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port that is free now. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * The port that was asked for, or the default, or any free one when the default is taken.
 *
 * @throws when a port was asked for and is taken: silently using another would surprise.
 */
export async function choosePort(asked: number | undefined, usual: number): Promise<number> {
  if (asked !== undefined) {
    if (asked === 0 || (await isFree(asked))) return asked === 0 ? anyFreePort() : asked;
    throw new Error(`port ${asked} is taken by another program: stop it, or choose another with --port`);
  }
  return (await isFree(usual)) ? usual : anyFreePort();
}
