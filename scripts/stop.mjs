#!/usr/bin/env node
// `npm run stop`: ends the local API that `npm start -- --detach` left running.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const FILE = join(fileURLToPath(import.meta.url), '..', '..', '.local', 'endpoint.json');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function stop() {
  if (!existsSync(FILE)) return 'stop: no local API runs';
  const { pid } = JSON.parse(readFileSync(FILE, 'utf8'));
  if (!isAlive(pid)) {
    rmSync(FILE, { force: true });
    return 'stop: the local API had already ended';
  }
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 50) await sleep(50);
  if (isAlive(pid)) {
    process.exitCode = 1;
    return `stop: the local API (process ${pid}) did not end within 15 s`;
  }
  return 'stop: the local API has ended';
}

console.log(await stop());
