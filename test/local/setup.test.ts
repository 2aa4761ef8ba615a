import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SETUP = join(ROOT, 'scripts', 'setup.mjs');
/** Nothing listens there: a registry that cannot be reached. */
const NOWHERE = 'http://127.0.0.1:9/';

describe('setting up', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'llm-api-setup-'));
    mkdirSync(join(folder, 'bin'));
    symlinkSync(process.execPath, join(folder, 'bin', 'node'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const node = (code: string, env: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });

  const step = (module: string, call: string, env: Readonly<Record<string, string>> = {}) =>
    node(
      `import { runPlainly } from './scripts/setup/plain-failure.mjs';
       import * as step from './scripts/setup/${module}.mjs';
       process.exitCode = await runPlainly(async () => { await step.${call}; return 0; });`,
      env,
    );

  test('fails in a sentence without Python', () => {
    const { status, stderr } = step('python', `ensurePython(${JSON.stringify(folder)}, ['local'], () => {})`, {
      PATH: join(folder, 'bin'),
    });
    expect(stderr.trim()).toBe(
      'setup: Python 3.10 or newer is needed for the local emulator, none was found. Get one at https://www.python.org.',
    );
    expect(status).toBe(1);
  });

  test('fails in a sentence with an old Python', () => {
    writeFileSync(join(folder, 'bin', 'python3'), '#!/bin/sh\necho 3.8\n', { mode: 0o755 });
    const { stderr } = step('python', `ensurePython(${JSON.stringify(folder)}, ['local'], () => {})`, {
      PATH: join(folder, 'bin'),
    });
    expect(stderr).toMatch(/^setup: Python 3\.10 or newer is needed .*, python3 is 3\.8\. /);
  });

  test('fails in a sentence with an old Node.js', () => {
    const { status, stderr } = step('node-modules', "checkNode('18.20.0')");
    expect(stderr).toMatch(/^setup: Node\.js 20\.19 or newer is needed, this is 18\.20\.0\. /);
    expect(status).toBe(1);
  });

  test('fails in a sentence without a network, and leaves no half installation', () => {
    copyFileSync(join(ROOT, 'local', 'node24', 'package.json'), join(folder, 'package.json'));
    copyFileSync(join(ROOT, 'local', 'node24', 'package-lock.json'), join(folder, 'package-lock.json'));
    const { status, stderr } = step('node-modules', `ensureNodeModules(${JSON.stringify(folder)}, () => {})`, {
      npm_config_registry: NOWHERE,
      npm_config_fetch_retries: '0',
      npm_config_cache: join(folder, 'cache'),
    });
    expect(stderr).toMatch(
      /^setup: the Node\.js packages could not be downloaded: the npm registry cannot be reached\. /,
    );
    expect(status).toBe(1);
    expect(existsSync(join(folder, 'node_modules', '.lock-sha256'))).toBe(false);
  }, 30_000);

  test('leaves a linked node_modules alone', () => {
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    expect(step('node-modules', `ensureNodeModules(${JSON.stringify(folder)}, () => {})`).status).toBe(0);
  });

  test('names what it can set up', () => {
    const { status, stderr } = spawnSync(process.execPath, [SETUP, 'kitchen'], { encoding: 'utf8' });
    expect(stderr).toMatch(
      /^setup: expected one of node, node24, emulator, python, external, schemathesis, bundle, start, all, got 'kitchen'/,
    );
    expect(status).toBe(1);
  });
});
