import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { localApiFor } from './local-api';
import type { Proof, ProofResult } from './proof';

/** Files of this folder that are not proofs. */
const NOT_PROOFS = new Set(['proof.ts', 'run.ts', 'local-api.ts', 'payloads.ts']);

/** Every proof of this folder: one file a proof, in the order of their names. */
export async function loadProofs(): Promise<readonly Proof[]> {
  const files = readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts') && !NOT_PROOFS.has(file))
    .sort();
  const proofs: Proof[] = [];
  for (const file of files) {
    const loaded = (await import(pathToFileURL(join(__dirname, file)).href)) as { default: Proof | { default: Proof } };
    // a CommonJS module imported dynamically carries its default one level down.
    proofs.push('default' in loaded.default ? loaded.default.default : loaded.default);
  }
  return proofs;
}

/** Runs one proof on the local API only where it says that it needs it; a throw is a proof that does not hold. */
export async function runProof(proof: Proof, given: readonly string[]): Promise<ProofResult> {
  const api = localApiFor();
  const quick = given.includes('--quick');
  const args = given.filter((arg) => arg !== '--quick');
  try {
    const localApi =
      proof.standalone === true
        ? () => Promise.reject(new Error(`${proof.name} is marked as one that leaves the local API alone`))
        : api.get;
    return await proof.run({ args, quick, say: (line) => console.log(line), localApi });
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { holds: false, figures: {}, conditions: `did not finish: ${what}` };
  } finally {
    await api.release();
  }
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const proofs = await loadProofs();
  if (name === undefined) {
    for (const proof of proofs) {
      console.log(
        `${proof.name.padEnd(16)} ${`${proof.seconds} s`.padStart(7)}  ${proof.inTest ? 'test   ' : 'nightly'}  ${proof.summary}`,
      );
    }
    return 0;
  }
  if (name === '--json') {
    console.log(JSON.stringify(proofs));
    return 0;
  }
  if (name === '--all') {
    let holds = true;
    for (const each of proofs) {
      const result = await runProof(each, args);
      console.log(JSON.stringify({ proof: each.name, ...result }));
      holds &&= result.holds;
    }
    return holds ? 0 : 1;
  }
  const proof = proofs.find((candidate) => candidate.name === name);
  if (!proof) {
    console.error(`prove: there is no proof '${name}'; expected one of: ${proofs.map((p) => p.name).join(', ')}`);
    return 2;
  }
  const result = await runProof(proof, args);
  console.log(JSON.stringify({ proof: proof.name, ...result }));
  return result.holds ? 0 : 1;
}

void main().then((code) => process.exit(code));
