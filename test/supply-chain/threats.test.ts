import { build } from 'esbuild';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

interface Allowed {
  direct: string[];
  installScripts: Record<string, string>;
  bundled: Record<string, string>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a lock file that is broken on purpose has no type.
type Loose = any;

const {
  bundleProblems,
  distance,
  lockProblems,
  manifestProblems,
  npmrcProblems,
  packagesOf,
}: {
  bundleProblems(bundle: string, inputs: readonly string[], allowed: Allowed): string[];
  distance(left: string, right: string): number;
  lockProblems(lock: Loose, allowed: Allowed): string[];
  manifestProblems(manifest: Loose, allowed: Allowed): string[];
  npmrcProblems(text: string): string[];
  packagesOf(inputs: readonly string[]): string[];
} = jest.requireActual('../../scripts/supply-chain/problems.mjs');

const ROOT = path.join(__dirname, '..', '..');
const text = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');
const ALLOWED = JSON.parse(text('scripts/supply-chain/allowed.json')) as Allowed;
const lock = (): Loose => JSON.parse(text('package-lock.json'));
const manifest = (): Loose => JSON.parse(text('package.json'));

test('what we depend on is as it should be', () => {
  expect(lockProblems(lock(), ALLOWED)).toEqual([]);
  expect(manifestProblems(manifest(), ALLOWED)).toEqual([]);
  expect(npmrcProblems(text('.npmrc'))).toEqual([]);
});

describe('THREATS 34: a malicious dependency fails a check that npm test runs', () => {
  const SEED = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };

  test('a package with a script that runs at its install', () => {
    const seeded = lock();
    seeded.packages['node_modules/left-pad-fast'] = { ...SEED, hasInstallScript: true };
    expect(lockProblems(seeded, ALLOWED)).toEqual([
      'node_modules/left-pad-fast: has an install script that scripts/supply-chain/allowed.json does not name',
    ]);
  });

  test('npm that may run such scripts', () => {
    expect(npmrcProblems(text('.npmrc').replace('ignore-scripts=true', 'ignore-scripts=false'))).toHaveLength(1);
  });

  test.each([
    ['@aws-sdk/client-dynamdb', '@aws-sdk/client-dynamodb'],
    ['ajvv', 'ajv'],
    ['aws-jwt-verfiy', 'aws-jwt-verify'],
  ])('a name that reads like one of ours: %s', (typo, ours) => {
    const seeded = manifest();
    seeded.devDependencies[typo] = '1.0.0';
    expect(manifestProblems(seeded, ALLOWED)).toEqual([
      `package.json: '${typo}' is a dependency that scripts/supply-chain/allowed.json does not name; it reads like '${ours}'`,
    ]);
  });

  test('a dependency that nobody has looked at, or of any version', () => {
    const seeded = manifest();
    Object.assign(seeded.devDependencies, { 'brand-new-thing': '1.0.0', esbuild: '^0.28.2' });
    expect(manifestProblems(seeded, ALLOWED).map((problem) => problem.split(' ')[1])).toEqual([
      "'brand-new-thing'",
      "'esbuild'",
    ]);
  });

  test('a script of ours that would run at the install of a consumer', () => {
    const seeded = manifest();
    seeded.scripts.postinstall = 'node steal.js';
    expect(manifestProblems(seeded, ALLOWED)).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['no digest', { version: '1.0.0' }],
    ['a weak digest', { version: '1.0.0', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['a repository in place of the registry', { ...SEED, resolved: 'git+ssh://git@example.com/evil/thing.git#main' }],
  ])('a locked package with %s', (_, entry) => {
    const seeded = lock();
    seeded.packages['node_modules/ajv'] = entry;
    expect(lockProblems(seeded, ALLOWED)).toHaveLength(1);
    expect(lockProblems(seeded, ALLOWED)[0]).toMatch(/^node_modules\/ajv: expected/);
  });

  test('code of a stranger in the bundle of a function', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-api-bundle-'));
    const stranger = path.join(folder, 'node_modules', '@evil', 'collector');
    fs.mkdirSync(stranger, { recursive: true });
    fs.writeFileSync(path.join(stranger, 'package.json'), '{"name":"@evil/collector","main":"index.js"}');
    fs.writeFileSync(path.join(stranger, 'index.js'), 'exports.send = () => {};');
    fs.mkdirSync(path.join(folder, 'lambda'));
    fs.writeFileSync(path.join(folder, 'lambda', 'handler.ts'), "export { send as handler } from '@evil/collector';");
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: ['lambda/handler.ts'],
      bundle: true,
      platform: 'node',
      write: false,
      metafile: true,
      outfile: 'out.js',
    });
    fs.rmSync(folder, { recursive: true });
    expect(bundleProblems('assets/gateway', Object.keys(metafile.inputs), ALLOWED)).toEqual([
      "assets/gateway: holds code of '@evil/collector', which scripts/supply-chain/allowed.json does not name",
    ]);
  });

  test('a file in a bundle from anywhere else', () => {
    expect(bundleProblems('assets/audit', ['lambda/audit/handler.ts', '../elsewhere/steal.ts'], ALLOWED)).toHaveLength(
      1,
    );
  });

  test('runs in npm test', () => {
    expect(text('scripts/test.mjs')).toContain("['scripts/supply-chain.mjs']");
  });
});

test('a package is known by its innermost folder', () => {
  expect(packagesOf(['node_modules/a/node_modules/@b/c/x.js', 'lambda/core/log.ts'])).toEqual(['@b/c']);
});

test('a swap of neighbours is one edit', () => {
  expect([distance('verify', 'verfiy'), distance('ajv', 'ajvv'), distance('ajv', 'zod')]).toEqual([1, 1, 3]);
});
