import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runToEnd, type Ran } from './run-to-end';

const ROOT = join(__dirname, '..', '..');
const PYTHON = process.env['LLM_API_PYTHON'] ?? join(ROOT, '.venv', 'bin', 'python');

/** A snippet of `connect`. */
export interface Snippet {
  readonly language: string;
  readonly code: string;
}

/** How a snippet fared: `notRun` where this machine lacks what it imports. */
export interface SnippetRun {
  readonly language: string;
  readonly how: 'answered' | 'compiled, not run' | 'failed';
  readonly got: string;
}

/** Runs a snippet as it was printed; a Python one whose package is not installed is compiled only, and says so. */
export async function runSnippet({ language, code }: Snippet, secret: string): Promise<SnippetRun> {
  const folder = mkdtempSync(join(tmpdir(), 'connect-'));
  try {
    const env = { LLM_API_CLIENT_SECRET: secret };
    const file = join(folder, 'call.py');
    if (language === 'curl') return verdict(language, await runToEnd('bash', ['-c', code], { env }));
    if (language === 'node') {
      // a module is looked for from where the file lies: the folder of the checkout has the SDK.
      const nodeFile = join(ROOT, '.cache', 'prove-commands', 'call.mjs');
      mkdirSync(dirname(nodeFile), { recursive: true });
      writeFileSync(nodeFile, code);
      return verdict(language, await runToEnd(process.execPath, [nodeFile], { env }));
    }
    writeFileSync(file, code);
    const done = await runToEnd(PYTHON, [file], { env });
    if (!/ModuleNotFoundError: No module named '(openai|httpx|langchain_openai)'/.test(done.stderr)) {
      return verdict(language, done);
    }
    const compiled = await runToEnd(PYTHON, ['-m', 'py_compile', file]);
    return { language, how: compiled.code === 0 ? 'compiled, not run' : 'failed', got: done.stderr.slice(-200) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdict(language: string, { code, stdout, stderr }: Ran): SnippetRun {
  const answered = code === 0 && stdout.trim() !== '' && !stdout.includes('"error"');
  return { language, how: answered ? 'answered' : 'failed', got: `${stdout} ${stderr}`.trim().slice(0, 300) };
}
