import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS, type Mutant } from './budget-mutants/mutants';
import { runToEnd } from './commands/operator';
import type { Proof, ProofContext, ProofResult } from './proof';

const ROOT = join(__dirname, '..');
/** The quick tests first: most mutants die there. */
const TESTS = [
  ['budget.test', 'settle.test'],
  ['shards.test', 'pipeline.test'],
  ['fair-share.test', 'budget.property.test'],
  ['model-checker.test'],
];

/** A copy of what the tests of the limits need, so that the checkout is never touched. */
function copyOfCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'budget-mutants-'));
  for (const name of ['lambda', 'lib', 'cli', 'test', 'package.json', 'jest.config.cjs', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Which group of tests killed a mutant; 0 when none did. */
async function killedBy(folder: string): Promise<number> {
  for (const [index, group] of TESTS.entries()) {
    const args = [
      '--rootDir',
      folder,
      '--maxWorkers=1',
      '--bail',
      '--silent',
      '--testPathPatterns',
      `limits/(${group.join('|')})`,
    ];
    const { code } = await runToEnd(process.execPath, [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...args], {
      cwd: folder,
    });
    if (code !== 0) return index + 1;
  }
  return 0;
}

async function prove({ args, say }: ProofContext): Promise<ProofResult> {
  const folder = copyOfCheckout();
  const survivors: string[] = [];
  const [from = 0, to = MUTANTS.length] = args.map(Number);
  const chosen: readonly Mutant[] = MUTANTS.slice(from, to);
  try {
    const untouched = await killedBy(folder);
    if (untouched !== 0) throw new Error('the tests fail without a mutant');
    for (const [index, mutant] of chosen.entries()) {
      const file = join(folder, 'lambda', 'gateway', 'budget', mutant.file);
      const text = readFileSync(file, 'utf8');
      if (text.split(mutant.from).length !== 2) {
        throw new Error(`${mutant.file}: expected '${mutant.from}' exactly once`);
      }
      writeFileSync(
        file,
        text.replace(mutant.from, () => mutant.to),
      );
      const killed = await killedBy(folder);
      writeFileSync(file, text);
      if (killed === 0) survivors.push(`${mutant.file}: ${mutant.from}`);
      say(
        `${from + index + 1}/${MUTANTS.length} ${killed === 0 ? 'SURVIVED' : `killed (${killed})`}  ${mutant.file}: ${mutant.from}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    holds: survivors.length === 0 && chosen.length > 0,
    figures: { mutants: chosen.length, killed: chosen.length - survivors.length },
    conditions: 'faults put by hand into the budget, one at a time, against test/limits alone',
  };
}

const proof: Proof = {
  name: 'budget-mutants',
  summary: 'each of the faults that somebody might put into the budget fails a test of the limits',
  seconds: 900,
  inTest: false,
  run: prove,
};

export default proof;
