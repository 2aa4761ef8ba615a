import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { localEndpointFile } from '../cli/local-endpoint';
import { runningEndpoint, type LocalEndpoint } from '../local/endpoint';

const ROOT = join(__dirname, '..');

function npmScript(...args: string[]): void {
  const { status } = spawnSync('npm', ['run', '--silent', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm run ${args.join(' ')}: expected exit code 0, got ${status}`);
}

/** Hands out the running local API; starts one where none runs, and only then stops it at the end. */
export function localApiFor(): { get: () => Promise<LocalEndpoint>; release: () => Promise<void> } {
  let started = false;
  return {
    get: () => {
      const already = runningEndpoint();
      if (already) return Promise.resolve(already);
      npmScript('start', '--', '--detach');
      started = true;
      const endpoint = runningEndpoint();
      if (!endpoint) throw new Error(`npm start -- --detach: expected ${localEndpointFile(ROOT)}, got none`);
      return Promise.resolve(endpoint);
    },
    release: () => {
      if (started) npmScript('stop');
      return Promise.resolve();
    },
  };
}
