import type { Server } from 'node:http';

/** Ends a server, and connections that are kept alive with it. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
