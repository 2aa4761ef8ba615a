import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_ACCOUNT } from './aws';

const ROOT = join(__dirname, '..');

/** Region of the local deployment, where the template names none. */
export const LOCAL_REGION = 'us-east-1';

/**
 * Synthesizes the production template exactly as `cdk deploy` would, with all validation packs.
 *
 * @returns the folder of the cloud assembly
 * @throws with the packs' findings when there is one that nobody acknowledged
 */
export async function synthesize(folder: string, signal?: AbortSignal): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  const output: Buffer[] = [];
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', join(ROOT, 'bin', 'app.ts')], {
    cwd: ROOT,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_DEFAULT_ACCOUNT: LOCAL_ACCOUNT,
      CDK_DEFAULT_REGION: LOCAL_REGION,
      NODE_OPTIONS: '',
    },
  });
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) {
    const text = Buffer.concat(output).toString('utf8').trim();
    throw new Error(`synth: expected exit code 0, got ${code}\n${text.split('\n').slice(-40).join('\n')}`);
  }
  return folder;
}
