import { writeFileSync } from 'node:fs';
import { expressionsOfGuard } from './expressions';
import { digestOf, judge, knownSafe, VERDICTS_FILE } from './verdicts';

/** Long enough for the largest expression on a busy machine. */
const TIMEOUT_MILLISECONDS = 60_000;

/** Judges what is new among the guard's expressions and writes down what is safe: `npx tsx test/guard/redos/write-verdicts.ts`. */
async function main(): Promise<number> {
  const known = knownSafe();
  const safe: string[] = [];
  let refused = 0;
  for (const { text, where } of expressionsOfGuard()) {
    const digest = digestOf(text);
    const verdict = known.has(digest) ? 'safe' : await judge(text, TIMEOUT_MILLISECONDS);
    if (verdict === 'safe') safe.push(digest);
    else {
      refused++;
      console.log(`${verdict}: ${where}: ${text.slice(0, 160)}`);
    }
    writeFileSync(VERDICTS_FILE, `${[...safe].sort().join('\n')}\n`);
  }
  console.log(`${safe.length} safe, ${refused} not`);
  return refused === 0 ? 0 : 1;
}

void main().then((code) => process.exit(code));
