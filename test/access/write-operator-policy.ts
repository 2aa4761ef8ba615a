import * as fs from 'node:fs';
import * as path from 'node:path';
import { recordCommands } from './commands/record';
import { operatorPolicies } from './operator-policies';

/** Writes docs/operator-policy.json from what the commands call: `npm run docs:operator-policy`. */
async function main(): Promise<void> {
  const file = path.join(__dirname, '..', '..', 'docs', 'operator-policy.json');
  fs.writeFileSync(file, JSON.stringify(operatorPolicies(await recordCommands())));
}

void main();
