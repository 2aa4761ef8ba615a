#!/usr/bin/env node
// Judges what we depend on and what the functions are bundled from; exit 1 with a line for each problem.
//
//     node scripts/supply-chain.mjs            judges
//     node scripts/supply-chain.mjs --sbom     judges, and prints the parts of the bundles as a CycloneDX document
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleAll, handlers } from './bundle.mjs';
import {
  bundleProblems,
  lockProblems,
  manifestProblems,
  npmrcProblems,
  packagesOf,
  staleProblems,
} from './supply-chain/problems.mjs';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const text = (file) => readFileSync(join(ROOT, file), 'utf8');
const json = (file) => JSON.parse(text(file));

const allowed = json('scripts/supply-chain/allowed.json');
const lock = json('package-lock.json');
await bundleAll();
const bundles = handlers().map(({ name }) => ({ name, inputs: json(`.cache/bundle/${name}.json`).inputs }));
const held = packagesOf(bundles.flatMap(({ inputs }) => inputs));

const problems = [
  ...npmrcProblems(text('.npmrc')),
  ...manifestProblems(json('package.json'), allowed),
  ...lockProblems(lock, allowed),
  ...bundles.flatMap(({ name, inputs }) => bundleProblems(`assets/${name}`, inputs, allowed)),
  ...staleProblems(held, allowed),
];
for (const problem of problems) console.error(`supply-chain: ${problem}`);

if (process.argv.includes('--sbom')) {
  const components = held.map((name) => {
    const { version, license, integrity = '' } = lock.packages[`node_modules/${name}`] ?? {};
    const content = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
    return {
      type: 'library',
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      ...(license !== undefined && { licenses: [{ expression: license }] }),
      ...(content !== '' && { hashes: [{ alg: 'SHA-512', content }] }),
    };
  });
  console.log(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }, undefined, 2));
} else if (problems.length === 0) {
  console.log(`${bundles.length} bundles hold code of ${held.length} packages, each of them allowed`);
}
process.exitCode = problems.length === 0 ? 0 : 1;
