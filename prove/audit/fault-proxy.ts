import { connect, createServer, type Socket } from 'node:net';
import type { Random } from './random';

/** A way to the emulator that fails at random. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Cuts what is open, then takes nothing for some time. */
  outage(milliseconds: number): void;
  /** Cuts what is open, and takes nothing until `open`. */
  close(): void;
  open(): void;
  readonly cuts: () => number;
  stop(): void;
}

/**
 * Puts a TCP proxy before the emulator. It cuts connections at random, mostly while an answer is on its way, so that a
 * write has arrived and its writer does not know.
 *
 * @param cutShare share of answers that are cut off, 0 to 1
 */
export async function startFaultProxy(port: number, random: Random, cutShare: number): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let cuts = 0;
  let downUntil = 0;
  const server = createServer((client) => {
    if (Date.now() < downUntil) {
      client.destroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      socket.on('error', () => undefined);
    }
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      if (random.next() < cutShare) {
        cuts += 1;
        client.destroy();
        return;
      }
      client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('proxy: expected a port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    outage(milliseconds) {
      downUntil = Date.now() + milliseconds;
      for (const socket of open) socket.destroy();
    },
    close() {
      downUntil = Infinity;
      for (const socket of open) socket.destroy();
    },
    open() {
      downUntil = 0;
    },
    cuts: () => cuts,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
