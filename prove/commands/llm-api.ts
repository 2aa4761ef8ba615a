import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The operator's command line, as a process of its own. */
export interface LlmApi {
  /** @param cwd where `--local` looks for `.local/endpoint.json` */
  run(args: readonly string[], stdin?: string, cwd?: string): Promise<Ran>;
  /** A folder that is removed at the end. */
  readonly scratch: string;
  stop(): void;
}

/** Bundles the command line once: started from its sources, each command would take seconds. */
export async function llmApi(): Promise<LlmApi> {
  const scratch = mkdtempSync(join(tmpdir(), 'llm-api-'));
  const outfile = join(scratch, 'llm-api.cjs');
  await build({
    entryPoints: [join(ROOT, 'bin', 'llm-api.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    loader: { '.bin': 'binary', '.txt': 'text' },
    logLevel: 'silent',
  });
  return {
    scratch,
    run: (args, stdin = '', cwd = ROOT) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [outfile, ...args], { cwd, stdio: 'pipe' });
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString('utf8')));
        child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
        child.on('error', reject);
        child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
        child.stdin.on('error', () => undefined);
        child.stdin.end(stdin);
      }),
    stop: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

/** Whether a command ended as a clear refusal does: exit 1 and a sentence, no stack trace. */
export function refusedWith({ code, stdout, stderr }: Ran, sentence: RegExp): boolean {
  const said = stdout + stderr;
  return code === 1 && sentence.test(said) && !/\n\s+at .+:\d+:\d+/.test(said);
}
