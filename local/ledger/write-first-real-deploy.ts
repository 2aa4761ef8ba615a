import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_FOLDER } from '../endpoint';
import { firstRealDeploy } from './first-real-deploy';
import type { Ledger } from './ledger';

const LEDGER = join(LOCAL_FOLDER, 'ledger.json');
const PAGE = join(__dirname, '..', '..', 'docs', 'first-real-deploy.md');

if (!existsSync(LEDGER)) {
  console.error(`first-real-deploy: expected ${LEDGER}, got none: run 'npm start -- --once' first`);
  process.exit(1);
}
writeFileSync(PAGE, `${firstRealDeploy(JSON.parse(readFileSync(LEDGER, 'utf8')) as Ledger).trimEnd()}\n`);
console.log(`wrote ${PAGE}`);
