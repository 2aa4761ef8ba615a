import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_FOLDER } from '../endpoint';
import { firstRealDeploy } from './first-real-deploy';
import type { Ledger } from './ledger';
import { withCounts } from './readme-counts';
import { staleness } from './staleness';

const ROOT = join(__dirname, '..', '..');
const LEDGER = join(LOCAL_FOLDER, 'ledger.json');
const README = join(ROOT, 'README.md');
const PAGE = join(ROOT, 'docs', 'first-real-deploy.md');

if (!existsSync(LEDGER)) {
  console.error(`first-real-deploy: expected ${LEDGER}, got none: run 'npm start -- --once' first`);
  process.exit(1);
}
const ledger = JSON.parse(readFileSync(LEDGER, 'utf8')) as Ledger;
const pages = [
  { file: PAGE, text: firstRealDeploy(ledger) },
  { file: README, text: withCounts(readFileSync(README, 'utf8'), ledger) },
];
if (process.argv.includes('--check')) {
  const stale = staleness(pages.map(({ file, text }) => ({ file, text, written: readFileSync(file, 'utf8') })));
  for (const line of stale) console.error(`✘ ${line}`);
  if (stale.length === 0) console.log('the ledger, docs/first-real-deploy.md and README say the same');
  process.exit(stale.length === 0 ? 0 : 1);
}
for (const { file, text } of pages) {
  writeFileSync(file, text);
  console.log(`wrote ${file}`);
}
