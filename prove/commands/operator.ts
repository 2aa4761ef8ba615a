import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '..', '..');
const BUNDLE = join(ROOT, '.cache', 'prove-commands', 'llm-api.cjs');

/** What a command came to. */
export interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd ?? ROOT, env: { ...process.env, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? 1, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
    child.stdin.end(options.stdin ?? '');
  });
}

/** An operator at a shell: the real program, one process a command. */
export class Operator {
  private constructor(private readonly cwd: string) {}

  /** Bundles the program as the package does, so that a command starts in no time. */
  public static async atShell(cwd = ROOT): Promise<Operator> {
    mkdirSync(join(BUNDLE, '..'), { recursive: true });
    await build({
      entryPoints: [join(ROOT, 'bin', 'llm-api.ts')],
      outfile: BUNDLE,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      logLevel: 'silent',
    });
    return new Operator(cwd);
  }

  /** The same program in another folder. */
  public in(cwd: string): Operator {
    return new Operator(cwd);
  }

  public run(...args: string[]): Promise<Done> {
    return runToEnd(process.execPath, [BUNDLE, ...args, '--local'], { cwd: this.cwd });
  }

  /** Runs a command that must not fail, and reads its JSON. */
  public async json<Value>(...args: string[]): Promise<Value> {
    const done = await this.run(...args, '--json');
    if (done.code !== 0)
      throw new Error(`llm-api ${args.join(' ')}: expected exit code 0, got ${done.code}: ${done.err}`);
    return JSON.parse(done.out) as Value;
  }
}
