import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { downloadFailure, PlainFailure } from './plain-failure.mjs';

const LEAST_PYTHON = [3, 10];
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Arguments of Python that install packages: wheels alone, so that no package runs code while it is installed. */
export const PIP_INSTALL = [
  ...['-m', 'pip', 'install'],
  ...['--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:'],
];

/**
 * Makes an environment with exactly the packages of the given requirement files, each checked by its hash.
 *
 * @param files names in `requirements/`, without the ending
 * @param {{folder?: string, purpose?: string}} environment where it is, and what needs it
 * @returns {Promise<'installed' | 'there'>}
 */
export async function ensurePython(root, files, say, { folder = '.venv', purpose = 'the local emulator' } = {}) {
  const venv = join(root, folder);
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const missing = files.filter((file) => !isInstalled(root, venv, file));
  if (existsSync(python) && missing.length === 0) return 'there';
  if (!existsSync(python)) await makeEnvironment(root, folder, purpose, say);
  for (const file of missing) {
    say(`installing the Python packages of requirements/${file}.txt (hash-checked)`);
    const { code, output } = await run(python, [
      ...PIP_INSTALL,
      '--require-hashes',
      '-r',
      join(root, 'requirements', `${file}.txt`),
    ]);
    if (code !== 0) throw downloadFailure('the Python packages', 'the Python package index', output);
    writeFileSync(markerOf(venv, file), digestOf(root, file));
  }
  return 'installed';
}

async function makeEnvironment(root, folder, purpose, say) {
  const venv = join(root, folder);
  const { name, version } = await newestPython(purpose);
  say(`making a Python environment in ${folder} (Python ${version})`);
  // what is left of an interrupted one would be mixed with the new one.
  rmSync(venv, { recursive: true, force: true });
  const { code, output } = await run(name, ['-m', 'venv', venv]);
  if (code === 0) return;
  rmSync(venv, { recursive: true, force: true });
  if (/ensurepip|venv/.test(output))
    throw new PlainFailure(
      `setup: ${name} cannot make environments: its 'venv' module is missing. On Debian and Ubuntu: apt install python3-venv.`,
    );
  throw new PlainFailure(`setup: a Python environment could not be made with ${name}: ${output.trim()}`);
}

export async function newestPython(purpose) {
  const least = LEAST_PYTHON.join('.');
  const tried = [];
  for (const name of NAMES) {
    const { code, output } = await run(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    if (code !== 0) continue;
    const version = output.trim();
    const [major, minor] = version.split('.').map(Number);
    if (major === LEAST_PYTHON[0] && minor >= LEAST_PYTHON[1]) return { name, version };
    tried.push(`${name} is ${version}`);
  }
  const got = tried.length === 0 ? 'none was found' : tried.join(', ');
  throw new PlainFailure(
    `setup: Python ${least} or newer is needed for ${purpose}, ${got}. Get one at https://www.python.org.`,
  );
}

function digestOf(root, file) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'requirements', `${file}.txt`)))
    .digest('hex');
}

function markerOf(venv, file) {
  return join(venv, `.${file}-sha256`);
}

function isInstalled(root, venv, file) {
  const marker = markerOf(venv, file);
  return existsSync(marker) && readFileSync(marker, 'utf8') === digestOf(root, file);
}
