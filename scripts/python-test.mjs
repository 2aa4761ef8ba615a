#!/usr/bin/env node
// Installs the wheel that would be published into a new Python CDK app and synthesizes it there under all packs: its
// template is that of the TypeScript app, and nothing but Python packages and Node.js itself is in reach of the app.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import { newestPython, PIP_INSTALL } from './setup/python.mjs';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const CACHE = join(ROOT, '.cache', 'package');
const APP = join(CACHE, 'python-app');
const PYTHON = join(APP, '.venv', 'bin', 'python');
const WHEELS = join(ROOT, 'dist', 'python');
const TEMPLATE = 'AssistantPlatform.template.json';
/** CDK for Python lags behind the one for Node.js; jsii is the runtime of what jsii-pacmak made. */
const PACKAGES = ['aws-cdk-lib==2.275.0', 'constructs==10.8.1', 'cdk-nag==3.0.2'];

function run(what, command, args, { cwd = ROOT, env = process.env } = {}) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    console.error(
      `python-test: ${what}: expected exit code 0, got ${status}\n${stdout.slice(-6000)}${stderr.slice(-6000)}`,
    );
    process.exit(1);
  }
  console.log(`${what}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return stdout;
}

/** Whether the TypeScript app was made with the functions of now: other code is another asset, and another template. */
function isOfNow(app) {
  const packed = join(app, 'node_modules', 'cdk-hardened-llm-api', 'assets');
  const bundles = readdirSync(join(ROOT, 'assets')).map((name) => join(name, 'index.mjs'));
  return bundles.every((file) => {
    const theirs = join(packed, file);
    return existsSync(theirs) && readFileSync(theirs).equals(readFileSync(join(ROOT, 'assets', file)));
  });
}

run('bundles', process.execPath, [join(ROOT, 'scripts', 'bundle.mjs')]);
const reference = join(CACHE, 'typescript-app', 'cdk.out', TEMPLATE);
if (!existsSync(reference) || !isOfNow(join(CACHE, 'typescript-app')))
  run('the TypeScript app', process.execPath, [join(ROOT, 'scripts', 'package-test.mjs')]);

rmSync(WHEELS, { recursive: true, force: true });
run('npm run package -- python', process.execPath, [join(ROOT, 'scripts', 'package.mjs'), 'python']);
const wheel = readdirSync(WHEELS).find((file) => file.endsWith('.whl'));
if (wheel === undefined) throw new Error(`python-test: expected a wheel in ${WHEELS}, got none`);

rmSync(APP, { recursive: true, force: true });
mkdirSync(APP, { recursive: true });
cpSync(join(ROOT, 'docs', 'examples', 'consumer_app.py'), join(APP, 'app.py'));
run('a new environment', (await newestPython('the test of the wheel')).name, ['-m', 'venv', join(APP, '.venv')]);
run('install', PYTHON, [...PIP_INSTALL, join(WHEELS, wheel), ...PACKAGES]);
// Node.js runs the constructs; npm's tools of this checkout must not be found.
const env = {
  HOME: process.env.HOME ?? APP,
  PATH: [join(APP, '.venv', 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
};
run('synth under all packs', PYTHON, ['app.py'], { cwd: APP, env });

const [python, typescript] = [join(APP, 'cdk.out', TEMPLATE), reference].map((file) =>
  JSON.parse(readFileSync(file, 'utf8')),
);
const names = [...new Set([...Object.keys(python.Resources), ...Object.keys(typescript.Resources)])];
const different = names.filter((name) => !isDeepStrictEqual(python.Resources[name], typescript.Resources[name]));
if (different.length > 0 || !isDeepStrictEqual(python, typescript)) {
  console.error(
    `python-test: expected the template of the TypeScript app, got another in ${different.join(', ') || 'its frame'}`,
  );
  for (const name of different.slice(0, 3))
    console.error(
      JSON.stringify(
        { name, python: python.Resources[name], typescript: typescript.Resources[name] },
        undefined,
        1,
      ).slice(0, 3000),
    );
  process.exit(1);
}
console.log(`${names.length} resources, the same as the TypeScript app's`);
