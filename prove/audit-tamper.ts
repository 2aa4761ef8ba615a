import { generateKeyPairSync } from 'node:crypto';
import { verifyAll } from '../test/audit/fakes';
import { memoryTrail } from './audit/memory-trail';
import { randomFrom } from './audit/random';
import { tamper, trailName } from './audit/tampering';
import type { Proof } from './proof';

const TRAILS = 100;
const TAMPERINGS = 1_000;

/** Random tamperings with sealed trails: each is found at its exact place, and no clean trail is accused. */
const proof: Proof = {
  name: 'audit-tamper',
  summary: 'every one of 1,000 random tamperings is found at its exact place, and 100 clean trails are not accused',
  seconds: 30,
  inTest: true,
  standalone: true,
  async run({ args, say }) {
    const seed = Number(args[0] ?? 20261122);
    const random = randomFrom(seed);
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    let falseAlarms = 0;
    let found = 0;
    let exact = 0;
    let records = 0;
    const byKind = new Map<string, number>();
    const names = new Set<string>();

    for (let trail = 0; trail < TRAILS; trail += 1) {
      const segments = await memoryTrail(random);
      names.add(trailName(segments));
      const clean = verifyAll(segments);
      records += clean.records;
      if (clean.problems.length > 0 || clean.incidents.length > 0) {
        falseAlarms += 1;
        say(`false alarm on trail ${trail}: ${clean.problems[0]?.message ?? 'an incident'}`);
      }
      // the head that an auditor has kept: without one, a trail that was cut off at its end looks whole.
      const head = { number: clean.head!.number, digest: clean.head!.digest };
      for (let i = 0; i < TAMPERINGS / TRAILS; i += 1) {
        const tampered = tamper(segments, random, stranger.privateKey);
        const { problems } = verifyAll(tampered.segments, { head });
        byKind.set(tampered.kind, (byKind.get(tampered.kind) ?? 0) + 1);
        if (problems.length > 0) found += 1;
        const [first] = problems;
        if (first?.segment === tampered.segment && first.index === tampered.index) exact += 1;
        else {
          say(
            `${tampered.kind}: expected segment ${tampered.segment}, record ${tampered.index ?? 'none'}, got ${first?.message ?? 'nothing'}`,
          );
        }
      }
    }
    const kinds = [...byKind].sort().map(([kind, count]) => `${kind} ${count}`);
    return {
      holds: falseAlarms === 0 && found === TAMPERINGS && exact === TAMPERINGS && names.size === TRAILS,
      figures: {
        tamperings: TAMPERINGS,
        found,
        exactPlace: exact,
        cleanTrails: names.size,
        falseAlarms,
        recordsInCleanTrails: records,
      },
      conditions: `seed ${seed}; stores in memory; the verifier was given the public key and the head; ${kinds.join(', ')}`,
    };
  },
};

export default proof;
