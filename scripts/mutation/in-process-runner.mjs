import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { ModuleLoader } from './module-loader.mjs';
import { TestCollector } from './test-collector.mjs';

const DURATIONS = 'mutation-durations.json';
/** Random cases of a property, at most: a mutant that only the hundred and first would find counts as not found. */
const MAX_CASES = 100;
const KILLERS = 6;
const SETUP = ['test/setup-env.cjs', 'test/fast-check-setup.cjs'];

/**
 * Runs the guard's Jest tests inside of Stryker's worker, in milliseconds a mutant where Jest takes seconds.
 *
 * Every mutant gets modules that were loaded anew, so that tables and caches that are made at start are mutated as well,
 * and its tests run from the quickest to the slowest until one fails.
 */
class InProcessRunner {
  static inject = ['options'];

  #loader;
  #collector = new TestCollector();
  #testFiles;
  #durations = {};
  /** The tests that found the last mutants: they are likely to find the next one, which stands beside. */
  #killers = [];

  constructor({ inProcess }) {
    this.#testFiles = inProcess.testFiles;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    const require = createRequire(path.resolve('package.json'));
    for (const file of SETUP) require(path.resolve(file));
    this.#loader = new ModuleLoader({ 'fast-check': fewerCases(require('fast-check')) });
    if (existsSync(DURATIONS)) this.#durations = JSON.parse(readFileSync(DURATIONS, 'utf8'));
  }

  async dryRun() {
    this.#stryker.activeMutant = undefined;
    const tests = [];
    try {
      for (const file of this.#testFiles) {
        // every file has a world of its own, as in Jest: what it finds in a cache it has put there.
        this.#loader.reset();
        for (const test of this.#collect(file)) {
          const result = await this.#run(test);
          this.#durations[test.id] = result.timeSpentMs;
          tests.push(result);
        }
      }
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: textOf(error) };
    }
    writeFileSync(DURATIONS, JSON.stringify(this.#durations));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    Object.assign(this.#stryker, { activeMutant: activeMutant.id, hitCount: hitLimit && 0, hitLimit });
    this.#loader.reset();
    const chosen = testFilter && new Set(testFilter);
    const results = [];
    // a file is loaded when its turn comes: most mutants are found before.
    for (const file of this.#quickestFirst(testFilter)) {
      try {
        for (const test of this.#collect(file)) {
          if (chosen && !chosen.has(test.id)) continue;
          results.push(await this.#run(test));
          if (results.at(-1).status === TestStatus.Failed && !disableBail) break;
        }
      } catch (error) {
        // a module that does not load fails every test.
        const id = testFilter?.find((each) => fileOf(each) === file) ?? `${file}: load`;
        results.push({ id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: textOf(error) });
      }
      if (results.at(-1)?.status === TestStatus.Failed && !disableBail) break;
    }
    const killer = results.findLast(({ status }) => status === TestStatus.Failed)?.id;
    if (killer !== undefined)
      this.#killers = [killer, ...this.#killers.filter((id) => id !== killer)].slice(0, KILLERS);
    const timeout = determineHitLimitReached(this.#stryker.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** The files of these tests, or all, by how long their tests take; first that of the last killer. */
  #quickestFirst(ids = Object.keys(this.#durations)) {
    const total = new Map();
    for (const id of ids) total.set(fileOf(id), (total.get(fileOf(id)) ?? 0) + (this.#durations[id] ?? 0));
    const files = [...total].sort(([, a], [, b]) => a - b).map(([file]) => file);
    const killer = this.#killers.find((id) => total.has(fileOf(id)));
    return killer === undefined ? files : [fileOf(killer), ...files.filter((file) => file !== fileOf(killer))];
  }

  get #stryker() {
    return (globalThis.__stryker__ ??= {});
  }

  /** The tests of a file: the last killers, then the quickest first. */
  #collect(file) {
    const tests = this.#collector.collect(file, () => this.#loader.load(path.resolve(file)));
    const rank = ({ id }) => (this.#killers.includes(id) ? -1 : (this.#durations[id] ?? 0));
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }

  async #run({ id, name, file, run }) {
    this.#stryker.currentTestId = id;
    const started = performance.now();
    const result = { id, name, fileName: path.resolve(file), status: TestStatus.Success };
    try {
      await run();
    } catch (error) {
      Object.assign(result, { status: TestStatus.Failed, failureMessage: textOf(error) });
    }
    this.#stryker.currentTestId = undefined;
    return { ...result, timeSpentMs: performance.now() - started };
  }
}

function fewerCases(fastCheck) {
  const assert = (property, { numRuns = MAX_CASES, ...params } = {}) =>
    // a counterexample is enough: making it smaller only takes time.
    fastCheck.assert(property, { ...params, numRuns: Math.min(numRuns, MAX_CASES), endOnFailure: true });
  return { ...fastCheck, default: { ...fastCheck.default, assert }, assert };
}

/** The file of a test, by its id. */
function fileOf(id) {
  return id.slice(0, id.indexOf(': '));
}

function textOf(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
