import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS, type Mutant } from './budget-mutants/mutants';
import { runToEnd } from './commands/run-to-end';
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

/** Whether a group of tests fails in the copy as it is. */
async function fails(folder: string, group: readonly string[]): Promise<boolean> {
  const args = ['--maxWorkers=1', '--bail', '--silent', '--testPathPatterns', `limits/(${group.join('|')})`];
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const { code } = await runToEnd(process.execPath, [jest, '--rootDir', folder, ...args], { cwd: folder });
  return code !== 0;
}

/** Judges mutants by groups of tests; a group counts once it has passed without a mutant. */
class Judge {
  private readonly trusted = new Set<number>();

  public constructor(private readonly folder: string) {}

  /** Number of the group that killed a mutant, from 1; 0 when none did. */
  public async killedBy(mutant: Mutant): Promise<number> {
    const file = join(this.folder, 'lambda', 'gateway', 'budget', mutant.file);
    const text = readFileSync(file, 'utf8');
    if (text.split(mutant.from).length !== 2) {
      throw new Error(`${mutant.file}: expected '${mutant.from}' exactly once`);
    }
    for (const [index, group] of TESTS.entries()) {
      if (!this.trusted.has(index) && (await fails(this.folder, group))) {
        throw new Error(`${group.join(', ')}: they fail without a mutant`);
      }
      this.trusted.add(index);
      writeFileSync(
        file,
        text.replace(mutant.from, () => mutant.to),
      );
      const killed = await fails(this.folder, group);
      writeFileSync(file, text);
      if (killed) return index + 1;
    }
    return 0;
  }
}

async function prove({ args, say }: ProofContext): Promise<ProofResult> {
  const folder = copyOfCheckout();
  const survivors: string[] = [];
  const [from = 0, to = MUTANTS.length] = args.map(Number);
  const chosen: readonly Mutant[] = MUTANTS.slice(from, to);
  try {
    const judge = new Judge(folder);
    for (const [index, mutant] of chosen.entries()) {
      const killed = await judge.killedBy(mutant);
      if (killed === 0) survivors.push(`${mutant.file}: ${mutant.from}`);
      const fate = killed === 0 ? 'SURVIVED' : `killed (${killed})`;
      say(`${from + index + 1}/${MUTANTS.length} ${fate}  ${mutant.file}: ${mutant.from}`);
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
