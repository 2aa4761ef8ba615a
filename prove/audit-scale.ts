import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeScaleTrail } from './audit/scale-trail';
import type { Proof } from './proof';

const MAX_SECONDS = 60;

/** Ten times the records may take this much more memory: what the collector leaves lying, no more. */
const MAX_GROWTH = 1.5;

interface Measured {
  readonly records: number;
  readonly problems: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxRssMiB: number;
}

function measure(records: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'audit-scale-'));
  try {
    writeScaleTrail(folder, records);
    const child = join(__dirname, 'audit', 'verify-child.ts');
    const output = execFileSync(process.execPath, ['--import', 'tsx', child, folder, join(folder, 'public-key.pem')]);
    return JSON.parse(output.toString('utf8')) as Measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Long trails are verified in a minute and in the memory of short ones. */
const proof: Proof = {
  name: 'audit-scale',
  summary: 'a trail of 1,000,000 records is verified within 60 s, in the memory that a tenth of it takes',
  seconds: 120,
  inTest: false,
  standalone: true,
  run({ args, say }) {
    const records = Number(args[0] ?? 1_000_000);
    say(`writing and verifying ${records / 10} records`);
    const small = measure(records / 10);
    say(`writing and verifying ${records} records`);
    const large = measure(records);
    const growth = large.maxRssMiB / small.maxRssMiB;
    const whole = large.records === records && large.problems === 0 && small.problems === 0;
    return Promise.resolve({
      holds: whole && large.seconds <= MAX_SECONDS && growth <= MAX_GROWTH,
      figures: {
        records: large.records,
        seconds: round(large.seconds),
        cpuSeconds: round(large.cpuSeconds),
        recordsPerSecond: Math.round(large.records / large.seconds),
        maxRssMiB: Math.round(large.maxRssMiB),
        maxRssMiBOfATenth: Math.round(small.maxRssMiB),
      },
      conditions: `Node.js ${process.version}, ${cpus().length} cores, a folder on disk, signatures, links, leaves and chains checked; at most ${MAX_SECONDS} s and ${MAX_GROWTH} times the memory of a tenth`,
    });
  },
};

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export default proof;
