import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCommandLine } from '../../scripts/command-line.mjs';
import { runToEnd, type Ran } from './run-to-end';

const ROOT = join(__dirname, '..', '..');

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
  // as the package has it: the program in bin/, what it reads beside that.
  const outfile = join(scratch, 'bin', 'llm-api.cjs');
  cpSync(join(ROOT, 'schema'), join(scratch, 'schema'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'), 'dir');
  await bundleCommandLine(outfile);
  return {
    scratch,
    run: (args, stdin, cwd) => runToEnd(process.execPath, [outfile, ...args], { cwd, stdin }),
    stop: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

/** Whether a command ended as a clear refusal does: exit 1 and a sentence, no stack trace. */
export function refusedWith({ code, stdout, stderr }: Ran, sentence: RegExp): boolean {
  const said = stdout + stderr;
  return code === 1 && sentence.test(said) && !/\n\s+at .+:\d+:\d+/.test(said);
}
