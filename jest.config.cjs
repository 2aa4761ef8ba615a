/** Unit and property tests. Types are checked by `npm run types`; esbuild only strips them, which is what makes this quick. */
module.exports = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/setup-env.cjs', '<rootDir>/test/fast-check-setup.cjs'],
  // a busy machine is no failure: what is slow by itself is measured by the benchmarks.
  testTimeout: 180_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.m?[tj]s$': '<rootDir>/test/esbuild-transform.cjs' },
  transformIgnorePatterns: [
    '/node_modules/(?!(canonicalize|confusables|listr2|eventsource-parser|marked|markdown-it|linkify-it|mdurl|uc.micro|entities|punycode.js)/)',
  ],
  // sources first: an in-place jsii build leaves .js files beside them, which would be stale.
  moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/(dist|cdk\\.out.*|\\.cache|\\.local)/'],
  collectCoverageFrom: ['lib/**/*.ts', 'lambda/**/*.ts', 'local/**/*.ts', 'cli/**/*.ts'],
};
