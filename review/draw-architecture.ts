import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { architectureDot } from './architecture';
import type { Template } from './template';

const ROOT = join(__dirname, '..');

async function main(): Promise<number> {
  const out = join(ROOT, process.argv[2] ?? 'docs/architecture.svg');
  const folder = join(ROOT, 'cdk.out');
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.template.json')) : undefined;
  if (file === undefined) {
    console.error("architecture: expected a template in cdk.out, got none: run 'npm run synth' first");
    return 2;
  }
  const template = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template;
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(architectureDot(template), 'svg').replace(/<!--[\s\S]*?-->\n?/g, '');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, svg);
  console.log(out);
  return 0;
}

void main().then((code) => process.exit(code));
