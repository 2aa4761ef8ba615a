import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { CheckStatus } from '@stryker-mutator/api/check';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';

const SEED = 'mutants';

/** Whether a mutant is in the sample: the same ones in every run, whatever else is mutated, and any of them as likely. */
export function isSampled({ fileName, location: { start }, mutatorName, replacement }, share) {
  const file = path.basename(path.dirname(fileName)) + path.basename(fileName);
  const name = [SEED, file, start.line, start.column, mutatorName, replacement].join('\0');
  return createHash('sha256').update(name).digest().readUInt32BE(0) < share * 2 ** 32;
}

/** Keeps the mutants out of a run that are not in its sample. */
class Sample {
  static inject = ['options'];

  #share;

  constructor({ sample }) {
    this.#share = sample;
  }

  async init() {}

  group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const passed = { status: CheckStatus.Passed };
    const left = { status: CheckStatus.CompileError, reason: 'not in the sample' };
    return Object.fromEntries(
      mutants.map((mutant) => [mutant.id, isSampled(asReported(mutant), this.#share) ? passed : left]),
    );
  }
}

/** A mutant as the report has it, where lines and columns begin with 1. */
function asReported({ location: { start }, ...mutant }) {
  return { ...mutant, location: { start: { line: start.line + 1, column: start.column + 1 } } };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample)];
