import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { ensureNode24, ensureNodeModules } from './node-modules.mjs';
import { PlainFailure } from './plain-failure.mjs';
import { ensurePython } from './python.mjs';

export const ROOT = join(fileURLToPath(import.meta.url), '..', '..', '..');

/** What can be set up; each step skips what is there. */
const STEPS = {
  node: (say) => ensureNodeModules(ROOT, say),
  node24: (say) => ensureNode24(ROOT, say),
  emulator: (say) => ensurePython(ROOT, ['local'], say),
  python: (say) => ensurePython(ROOT, ['local', 'dev'], say),
  // an environment of its own: what the judge depends on never meets what the emulator runs on.
  external: (say) => ensurePython(ROOT, ['external'], say, { folder: '.venv-external', purpose: 'checkov' }),
  schemathesis: (say) =>
    ensurePython(ROOT, ['schemathesis'], say, { folder: '.venv-schemathesis', purpose: 'schemathesis' }),
  bundle: () => bundle(),
};

/** Names that stand for several steps, in the order in which these run. */
const GROUPS = {
  start: ['node', 'node24', 'emulator', 'bundle'],
  all: ['node', 'node24', 'python', 'bundle'],
};

/** The words that `scripts/setup.mjs` takes. */
export const TARGETS = [...Object.keys(STEPS), ...Object.keys(GROUPS)];

/**
 * Sets up what is missing.
 *
 * @returns {Promise<{step: string, ms: number, outcome: string}[]>} what each step did and how long it took
 */
export async function setUp(targets, say = (line) => console.log(`setup: ${line}`)) {
  const unknown = targets.find((target) => !TARGETS.includes(target));
  if (unknown !== undefined) throw new PlainFailure(`setup: expected one of ${TARGETS.join(', ')}, got '${unknown}'`);
  const steps = [...new Set(targets.flatMap((target) => GROUPS[target] ?? [target]))];
  const done = [];
  for (const step of steps) {
    const startedMs = Date.now();
    const outcome = await STEPS[step](say);
    done.push({ step, ms: Date.now() - startedMs, outcome });
  }
  return done;
}

async function bundle() {
  const { code, output } = await run(process.execPath, [join(ROOT, 'scripts', 'bundle.mjs')], { cwd: ROOT });
  if (code !== 0) throw new PlainFailure(`setup: the Lambda functions could not be bundled:\n${output.trim()}`);
  return 'there';
}
