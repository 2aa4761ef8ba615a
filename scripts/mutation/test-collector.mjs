import { expect } from 'expect';
import { bind } from 'jest-each';

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/**
 * What a test file means by `describe`, `test` and `expect`: collects its tests, each to be run alone.
 *
 * Only what the guard's tests use of Jest is there; anything else fails the first run, which has no mutant.
 */
export class TestCollector {
  #groups = [];
  #tests = [];
  #names = new Map();
  #file = '';

  constructor() {
    const test = (name, run) => this.#add(name, run);
    const describe = (name, body) => this.#group(name, body);
    test.each = bind(test, false);
    describe.each = bind(describe, false);
    const hooks = Object.fromEntries(HOOKS.map((hook) => [hook, (run) => this.#groups.at(-1).hooks[hook].push(run)]));
    Object.assign(globalThis, { test, it: test, describe, expect, ...hooks });
  }

  /** The tests of one file; `load` runs it. */
  collect(file, load) {
    this.#file = file;
    this.#tests = [];
    this.#names.clear();
    this.#groups = [];
    this.#group('', load);
    return this.#tests;
  }

  #group(name, body) {
    this.#groups.push({ name: String(name), hooks: Object.fromEntries(HOOKS.map((hook) => [hook, []])), ready: false });
    body();
    this.#groups.pop();
  }

  #add(title, body) {
    const groups = [...this.#groups];
    const plain = [...groups.slice(1).map(({ name }) => name), String(title)].join(' ');
    const times = (this.#names.get(plain) ?? 0) + 1;
    this.#names.set(plain, times);
    const name = times === 1 ? plain : `${plain} #${times}`;
    this.#tests.push({ id: `${this.#file}: ${name}`, name, file: this.#file, run: () => runTest(groups, body) });
  }
}

async function runTest(groups, body) {
  for (const group of groups) {
    if (!group.ready) for (const hook of group.hooks.beforeAll) await hook();
    group.ready = true;
  }
  try {
    for (const { hooks } of groups) for (const hook of hooks.beforeEach) await hook();
    await body();
  } finally {
    for (const { hooks } of groups.toReversed()) for (const hook of hooks.afterEach) await hook();
  }
}
