#!/usr/bin/env node
// Makes the npm package (and with `python` the wheel) in dist/, from a copy: a jsii build writes .js beside every .ts,
// which no checkout should have.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleCommandLine } from './command-line.mjs';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const STAGE = join(ROOT, '.cache', 'package', 'source');
const DIST = join(ROOT, 'dist');
const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

function run(command, args, cwd = STAGE) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) {
    console.error(`package: ${command} ${args.join(' ')}: expected exit code 0, got ${status}\n${stdout}${stderr}`);
    process.exit(1);
  }
  return stdout;
}

/** The sources of `lib/`, the bundled functions and the bundled command line, as they will be shipped. */
export async function stage() {
  if (!existsSync(join(ROOT, 'assets', 'gateway', 'index.mjs')))
    run(process.execPath, [join(ROOT, 'scripts', 'bundle.mjs')], ROOT);
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(join(STAGE, 'bin'), { recursive: true });
  for (const name of ['assets', 'schema', 'README.md', 'LICENSE', 'llm-api.config.json'])
    cpSync(join(ROOT, name), join(STAGE, name), { recursive: true });
  cpSync(join(ROOT, 'lib'), join(STAGE, 'lib'), { recursive: true, filter: (path) => !/\.(?:js|d\.ts)$/.test(path) });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  // what only a checkout needs is not published.
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify({ ...manifest, scripts: {} }, undefined, 2)}\n`);
  symlinkSync(join(ROOT, 'node_modules'), join(STAGE, 'node_modules'), 'dir');
  await bundleCommandLine(join(STAGE, 'bin', 'llm-api.cjs'));
  run(bin('jsii'), [
    '--generate-tsconfig',
    'tsconfig.jsii.json',
    '--silence-warnings',
    'metadata/missing-dev-dependency',
  ]);
}

/** `npm pack` of the stage; the path of the tarball. */
function pack() {
  mkdirSync(DIST, { recursive: true });
  // bundled dependencies must be real folders: a link is not packed.
  const { bundledDependencies } = JSON.parse(readFileSync(join(STAGE, 'package.json'), 'utf8'));
  rmSync(join(STAGE, 'node_modules'));
  run('npm', [
    'install',
    '--omit=dev',
    '--omit=peer',
    '--legacy-peer-deps',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ]);
  const missing = bundledDependencies.filter((name) => !existsSync(join(STAGE, 'node_modules', name)));
  if (missing.length > 0) throw new Error(`package: expected ${missing.join(', ')} to be bundled, got none`);
  const tarball = run('npm', ['pack', '--silent', '--pack-destination', DIST]).trim().split('\n').at(-1);
  return join(DIST, tarball);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const what = process.argv[2] ?? 'npm';
  if (!['compile', 'npm', 'python'].includes(what)) {
    console.error(`package: expected 'compile', 'npm' or 'python', got '${what}'`);
    process.exit(2);
  }
  await stage();
  if (what === 'python') {
    run(bin('jsii-pacmak'), ['--targets', 'python', '--outdir', DIST, '--code-only=false', '.']);
    console.log(`python wheel in ${join(DIST, 'python')}`);
  }
  if (what === 'npm') console.log(pack());
}
