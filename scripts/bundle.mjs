// Bundles every Lambda handler into assets/NAME/index.mjs, deterministically, and skips what has not changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, version as esbuildVersion } from 'esbuild';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** CommonJS packages call `require`, which an ES module does not have. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'linked',
  charset: 'utf8',
  loader: { '.bin': 'binary', '.txt': 'text' },
  logLevel: 'silent',
  metafile: true,
  write: false,
  // other ways to credentials than the environment, which Lambda always sets and the SDK always asks first: 90 KB a bundle.
  external: [
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-login',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@aws-sdk/nested-clients',
    '@smithy/credential-provider-imds',
  ],
  // the folder of the checkout must not show in the output.
  absWorkingDir: ROOT,
};

/**
 * Handlers of the product: `lambda/<stage>/handler.ts` is `<stage>`, `lambda/<stage>/<name>.handler.ts` is
 * `<stage>-<name>`.
 *
 * @returns {{name: string, entry: string}[]} in order of name
 */
export function handlers(root = ROOT) {
  return fs
    .readdirSync(path.join(root, 'lambda'), { recursive: true })
    .map((file) => String(file).split(path.sep).join('/'))
    .filter((file) => /(^|\/)([a-z0-9-]+\.)?handler\.ts$/.test(file))
    .map((file) => {
      const own = /([a-z0-9-]+)\.handler\.ts$/.exec(file)?.[1];
      const stage = path.posix.dirname(file).replaceAll('/', '-');
      return { name: own === undefined ? stage : `${stage}-${own}`, entry: `lambda/${file}` };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Bundles one handler, unless what went into it last time is what would go into it now.
 *
 * @returns {Promise<{name: string, bytes: number, skipped: boolean}>}
 */
export async function bundleOne({ name, entry }, root = ROOT) {
  const folder = path.join(root, 'assets', name);
  const output = path.join(folder, 'index.mjs');
  const stampFile = path.join(root, '.cache', 'bundle', `${name}.json`);

  const stamp = readJson(stampFile);
  if (stamp !== undefined && fs.existsSync(output) && stamp.hash === hashOf(stamp.inputs, root)) {
    return { name, bytes: fs.statSync(output).size, skipped: true };
  }

  const options = { ...OPTIONS, absWorkingDir: root, entryPoints: [entry], outfile: output };
  let result = await build(options);
  if (result.outputFiles.some((file) => file.text.includes('Dynamic require of'))) {
    result = await build({ ...options, banner: { js: REQUIRE_BANNER } });
  }

  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const file of result.outputFiles) fs.writeFileSync(file.path, file.contents);
  const inputs = Object.keys(result.metafile.inputs).sort();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, JSON.stringify({ hash: hashOf(inputs, root), inputs }));
  return { name, bytes: fs.statSync(output).size, skipped: false };
}

/** Bundles every handler, and removes the folders of handlers that are gone. */
export async function bundleAll(root = ROOT) {
  const all = handlers(root);
  const assets = path.join(root, 'assets');
  const names = new Set(all.map(({ name }) => name));
  for (const folder of fs.existsSync(assets) ? fs.readdirSync(assets) : []) {
    if (!names.has(folder)) fs.rmSync(path.join(assets, folder), { recursive: true, force: true });
  }
  const results = [];
  for (const handler of all) results.push(await bundleOne(handler, root));
  return results;
}

function hashOf(inputs, root) {
  const hash = createHash('sha256')
    .update(esbuildVersion)
    .update(JSON.stringify(OPTIONS, (key, value) => (key === 'absWorkingDir' ? '' : value)));
  for (const input of inputs) {
    const file = path.join(root, input);
    if (!fs.existsSync(file)) return 'an input is gone';
    hash.update(input).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    for (const { name, bytes, skipped } of await bundleAll()) {
      console.log(`${skipped ? 'unchanged' : 'bundled  '} assets/${name}/index.mjs  ${(bytes / 1024).toFixed(1)} KB`);
    }
  } catch (error) {
    // esbuild's own message names file, line and column.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
