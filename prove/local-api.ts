import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalApi } from './proof';

const ROOT = join(__dirname, '..');
const ENDPOINT_FILE = join(ROOT, '.local', 'endpoint.json');

function running(): LocalApi | undefined {
  if (!existsSync(ENDPOINT_FILE)) return undefined;
  const endpoint = JSON.parse(readFileSync(ENDPOINT_FILE, 'utf8')) as LocalApi;
  try {
    process.kill(endpoint.pid, 0);
    return endpoint;
  } catch {
    // the file outlived its process: a crash left it.
    return undefined;
  }
}

function npmScript(...args: string[]): void {
  const { status } = spawnSync('npm', ['run', '--silent', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm run ${args.join(' ')}: expected exit code 0, got ${status}`);
}

/** Hands out the running local API; starts one where none runs, and only then stops it at the end. */
export function localApiFor(): { get: () => Promise<LocalApi>; release: () => Promise<void> } {
  let started = false;
  return {
    get: () => {
      const already = running();
      if (already) return Promise.resolve(already);
      npmScript('start', '--', '--detach');
      started = true;
      const endpoint = running();
      if (!endpoint) throw new Error(`npm start -- --detach: expected ${ENDPOINT_FILE}, got none`);
      return Promise.resolve(endpoint);
    },
    release: () => {
      if (started) npmScript('stop');
      return Promise.resolve();
    },
  };
}
