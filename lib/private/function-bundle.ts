import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stage, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { inOneOrder } from './in-one-order';

const ASSETS = path.join(__dirname, '..', '..', 'assets');

/**
 * Folder of a function's code, ready to be an asset: the bundle that `npm run bundle` made and, where given,
 * the deployment document beside it.
 *
 * The document is part of the asset, so its hash, and a code signature where there is one, covers what the config
 * decides as well as the code.
 */
export function functionBundle(scope: Construct, asset: string, deployment?: object): string {
  const bundle = builtBundle(scope, asset);
  if (deployment === undefined) return bundle;

  const document = JSON.stringify(inOneOrder(deployment), null, 2);
  if (Token.isUnresolved(document) || document.includes('${Token[')) {
    throw new Error(
      `${scope.node.path}: the deployment document must hold no token, got one that is known at deployment only`,
    );
  }
  const digest = createHash('sha256').update(asset).update('\0').update(document).digest('hex').slice(0, 16);
  const outdir = Stage.of(scope)?.outdir ?? '.';
  const staged = path.join(outdir, 'staging', `${asset}-${digest}`);
  fs.rmSync(staged, { recursive: true, force: true });
  fs.cpSync(bundle, staged, { recursive: true });
  fs.writeFileSync(path.join(staged, 'deployment.json'), `${document}\n`);
  return staged;
}

function builtBundle(scope: Construct, asset: string): string {
  if (placeholdersAllowed()) return placeholderBundle(scope, asset);
  const folder = path.join(ASSETS, asset);
  if (!fs.existsSync(path.join(folder, 'index.mjs'))) {
    throw new Error(`${scope.node.path}: the bundle of '${asset}' is missing in ${folder}: run 'npm run bundle' first`);
  }
  return folder;
}

/** Unit tests of constructs need no bundle: a template is the same whatever the code is. */
export function placeholdersAllowed(): boolean {
  return process.env.LLM_API_PLACEHOLDER_ASSETS === '1';
}

function placeholderBundle(scope: Construct, asset: string): string {
  const outdir = Stage.of(scope)?.outdir ?? '.';
  const folder = path.join(outdir, 'placeholder', asset);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'index.mjs'),
    `export const handler = () => { throw new Error('${asset} is a placeholder: it was synthesized for a unit test'); };\n`,
  );
  return folder;
}
