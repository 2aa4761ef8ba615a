import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureModesPage } from './failure-modes-page';

const PAGE = join(__dirname, '..', 'docs', 'failure-modes.md');

writeFileSync(PAGE, failureModesPage());
console.log(`wrote ${PAGE}`);
