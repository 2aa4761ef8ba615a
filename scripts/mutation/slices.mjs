import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';

export const GUARD = 'lambda/guard';

/** What is not mutated, and why. */
export const LEFT_OUT = {
  'guard.ts': 'types',
  'inspection.ts': 'types',
  'personal-data/types.ts': 'a table of names',
  'views/dictionary-words.ts': 'a table of words: a mutant is another table and no other rule',
  'views/dictionary-languages.ts': 'a table of words',
  'views/script-words.ts': 'a table of words',
  'views/lookalikes.ts': 'a table of characters',
  'model/word-classes.ts': 'a table of words, under the fingerprint of the weights',
};

/**
 * The guard in slices, each with the tests that answer for it (under `test/`): a mutant is run against these alone, so
 * that a slice is judged in minutes and no test of something else kills by accident.
 */
export const SLICES = {
  policy: {
    files: ['policy.ts', 'pipeline-policy.ts', 'response-policy.ts', 'read-values.ts'],
    tests: ['guard/policy/*'],
  },
  watch: {
    files: ['extraction.ts', 'shadow.ts'],
    tests: ['guard/watch/*'],
  },
  checks: { files: ['checks/*.ts'], tests: ['guard/checks/*', 'guard/engine', 'guard/waste', 'guard/threats'] },
  response: {
    files: ['response/*.ts'],
    tests: ['guard/response/rules', 'guard/response/open-response.property', 'guard/response/grounding'],
  },
  sinks: { files: ['response/sinks/*.ts'], tests: ['guard/response/sinks', 'guard/response/sinks.property'] },
  // texts of megabytes would take seconds for each mutant that nothing finds.
  views: {
    files: ['views/*.ts'],
    tests: [
      'guard/views/views',
      'guard/views/fold',
      'guard/views/unescape',
      'guard/views/encoded-runs',
      'guard/views/scan',
      'guard/engine',
    ],
  },
  injection: { files: ['injection/*.ts'], tests: ['guard/injection/*', 'guard/waste', 'guard/engine'] },
  rules: { files: ['injection/rules/*.ts'], tests: ['guard/injection/*', 'guard/threats'] },
  model: { files: ['model/*.ts'], tests: ['guard/model/*'] },
  data: {
    files: ['data-pattern.ts', 'pattern-set.ts', 'find-data.ts'],
    tests: ['guard/data/*', 'guard/secrets/*', 'guard/personal-data/*'],
  },
  secrets: { files: ['secrets/*.ts'], tests: ['guard/secrets/*'] },
  'personal-data': { files: ['personal-data/*.ts'], tests: ['guard/personal-data/*'] },
  // and what is in no other.
  engine: {
    files: ['*.ts'],
    tests: ['first-units', 'engine', 'check-item', 'rewrite-text', 'placeholders', 'answer-data', 'threats'].map(
      (test) => `guard/${test}`,
    ),
  },
};

/** The files that a slice mutates: those that it names and no slice before it does. */
export function filesOf(name) {
  return sources().filter((file) => sliceOf(file) === name);
}

/** The slice of a file. */
export function sliceOf(file) {
  return Object.keys(SLICES).find((name) => SLICES[name].files.some((glob) => matches(file, glob)));
}

/** The test files that answer for a slice; how two programs compare is none of a mutant's business. */
export function testsOf({ tests }) {
  return tests.flatMap((test) => {
    const folder = path.join('test', path.dirname(test));
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts') && file !== 'same-answer.test.ts')
      .filter((file) => matches(file, `${path.basename(test)}.test.ts`))
      .map((file) => path.join(folder, file));
  });
}

/** Fails where a file of the guard is in no slice. */
export function assertWhole() {
  for (const file of sources()) {
    if (sliceOf(file) === undefined)
      throw new Error(`${GUARD}/${file}: expected a slice, see scripts/mutation/slices.mjs`);
  }
}

function sources() {
  return readdirSync(GUARD, { recursive: true }).filter((file) => file.endsWith('.ts') && !(file in LEFT_OUT));
}

function matches(file, glob) {
  return new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file);
}
