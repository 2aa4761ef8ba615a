import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';

export const GUARD = 'lambda/guard';

/** What is not mutated, and why. */
export const LEFT_OUT = {
  'guard.ts': 'types',
  'inspection.ts': 'types',
  'personal-data/types.ts': 'a table of names',
  'views/dictionary-words.ts': 'a table of words: a mutant is another table and no other rule',
  'views/lookalikes.ts': 'a table of characters',
  'model/word-classes.ts': 'a table of words, under the fingerprint of the weights',
};

/**
 * The guard in slices, each with the tests that answer for it (under `test/`): a mutant is run against these alone, so
 * that a slice is judged in minutes and no test of something else kills by accident.
 */
export const SLICES = {
  engine: {
    files: [
      'engine.ts',
      'guards.ts',
      'check-item.ts',
      'rewrite-text.ts',
      'placeholders.ts',
      'canary.ts',
      'data-verdict.ts',
      'data-stream-rule.ts',
    ],
    tests: ['guard/engine', 'guard/check-item', 'guard/rewrite-text', 'guard/answer-data', 'guard/threats'],
  },
  policy: {
    files: ['policy.ts', 'pipeline-policy.ts', 'response-policy.ts', 'read-values.ts'],
    tests: ['guard/policy/*'],
  },
  watch: {
    files: ['extraction.ts', 'shadow.ts'],
    tests: ['guard/watch/*'],
  },
  checks: { files: ['checks/*.ts'], tests: ['guard/checks/*', 'guard/engine', 'guard/waste', 'guard/threats'] },
  response: { files: ['response/*.ts'], tests: ['guard/response/*', 'guard/threats'] },
  sinks: { files: ['response/sinks/*.ts'], tests: ['guard/response/*'] },
  views: { files: ['views/*.ts'], tests: ['guard/views/*', 'guard/engine'] },
  injection: { files: ['injection/*.ts'], tests: ['guard/injection/*', 'guard/waste'] },
  rules: { files: ['injection/rules/*.ts'], tests: ['guard/injection/*', 'guard/threats'] },
  model: { files: ['model/*.ts'], tests: ['guard/model/*'] },
  data: {
    files: ['data-pattern.ts', 'pattern-set.ts', 'find-data.ts'],
    tests: ['guard/secrets/*', 'guard/personal-data/*'],
  },
  secrets: { files: ['secrets/*.ts'], tests: ['guard/secrets/*'] },
  'personal-data': { files: ['personal-data/*.ts'], tests: ['guard/personal-data/*'] },
};

/** The files that a slice mutates. */
export function filesOf({ files }) {
  return sources().filter((file) => !(file in LEFT_OUT) && files.some((glob) => matches(file, glob)));
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

/** Fails where a file of the guard is in no slice, or in two. */
export function assertWhole() {
  const sliced = Object.values(SLICES).flatMap(filesOf);
  for (const file of sources()) {
    const times = sliced.filter((other) => other === file).length + (file in LEFT_OUT ? 1 : 0);
    if (times !== 1)
      throw new Error(`${GUARD}/${file}: expected one slice of scripts/mutation/slices.mjs, got ${times}`);
  }
}

function sources() {
  return readdirSync(GUARD, { recursive: true }).filter((file) => file.endsWith('.ts'));
}

function matches(file, glob) {
  return new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file);
}
