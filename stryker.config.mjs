// Mutation testing of the guard: npm run test:mutation -- --mutate 'lambda/guard/checks/**/*.ts'
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'lambda/guard/**/*.ts',
    // tables of words and characters: a mutant of an entry is another entry, and no rule.
    '!lambda/guard/views/dictionary-words.ts',
    '!lambda/guard/views/lookalikes.ts',
    '!lambda/guard/model/word-classes.ts',
    '!lambda/guard/personal-data/types.ts',
    // types only.
    '!lambda/guard/guard.ts',
    '!lambda/guard/inspection.ts',
  ],
  testRunner: 'jest',
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.cjs',
    enableFindRelatedTests: false,
    config: {
      testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
      testMatch: ['<rootDir>/test/guard/**/*.test.ts'],
      // its verdicts know every expression by its text: it would kill any mutant of one and say nothing of the tests.
      testPathIgnorePatterns: ['/test/guard/redos/', '/test/guard/same-answer'],
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 30,
  ignorePatterns: ['cdk.out*', '.cache', '.local', 'assets', 'dist', 'review-out', 'bench-out', 'local', 'lib', 'docs'],
  incremental: true,
  incrementalFile: '.cache/stryker-incremental.json',
  tempDirName: '.cache/stryker',
  cleanTempDir: 'always',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
};
