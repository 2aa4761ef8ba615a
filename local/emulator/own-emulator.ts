import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../free-port';
import { startEmulator } from './emulator';

/** An emulator for one purpose, with a folder that goes with it. */
export interface OwnEmulator {
  readonly endpoint: string;
  readonly scratch: string;
  stop(): Promise<void>;
}

/** Starts an emulator that nobody else uses and that calls no model. */
export async function startOwnEmulator(purpose: string): Promise<OwnEmulator> {
  const scratch = mkdtempSync(join(tmpdir(), `${purpose}-`));
  const emulator = await startEmulator({
    port: await anyFreePort(),
    scratch,
    logFile: join(scratch, 'emulator.log'),
    bedrockUrl: 'http://127.0.0.1:9',
  });
  return {
    endpoint: emulator.endpoint,
    scratch,
    stop: async () => {
      await emulator.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
