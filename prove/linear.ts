import { createGuard } from '../lambda/guard/engine';
import { INJECTION_RULES } from '../lambda/guard/injection/rules';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { readPolicy } from '../lambda/guard/policy';
import { PERSONAL_DATA_PATTERNS } from '../lambda/guard/personal-data';
import { SECRET_PATTERNS } from '../lambda/guard/secrets';
import { nearMissesOf } from './linear/near-misses';
import type { Proof } from './proof';

/** What is known to make guards slow, as the piece that is repeated. */
const CORPORA: Readonly<Record<string, string>> = {
  'digits and hyphens': '1-',
  'letters and dots': 'a.',
  'at signs': '@',
  'e-mail beginnings': 'a@a.',
  'one word': 'a',
  'one number': '1',
  spaces: ' ',
  'open brackets': '[({<',
  'quoted key beginnings': "key: '",
  'nested entities': '&amp;amp;',
  'nested percent signs': '%2525',
  'JSON escapes': '\\u0041',
  base64: 'QUFBQUFB',
  'base64 lines': 'QUFBQUFBQUFBQUFBQUFBQUFB\n',
  hex: '41 ',
  bits: '01000001 ',
  morse: '.- -... ',
  'spaced letters': 'i g n o r e ',
  leetspeak: '1gn0r3 4ll ',
  rot13: 'vtaber nyy cerivbhf ',
  'lost gaps': 'ignoreallprevious',
  'combining marks': 'a\u0315\u0300\u0345',
  'zero-width characters': 'a\u200b',
  tags: '\u{e0061}',
  homoglyphs: '\u0430b ',
  backspaces: 'ab\b',
  'ignore ignore': 'ignore ',
  'ignore all the': 'ignore all the ',
  prose: 'The committee met on Tuesday and agreed to publish the minutes within a week. ',
};

const MEGABYTE = 1_000_000;
const LARGE = 10;
const MOST_GROWTH = 1.3;
/** A clock that is shared with other processes lies; the best of so many runs lies least. */
const MAX_RUNS = 4;

/** Microseconds of CPU for a thousand characters, of the request path without and with the detector. */
export function costPerKilobyte(inspect: (text: string) => unknown, piece: string, characters: number): number {
  const text = piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
  const before = process.cpuUsage();
  inspect(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (characters / 1_000);
}

const proof: Proof = {
  name: 'linear',
  summary: 'the guard takes no longer for a kilobyte of ten megabytes than for one of one megabyte, whatever the text',
  seconds: 600,
  inTest: false,
  run: async ({ say, args }) => {
    const quick = args.includes('--quick');
    const [small, large] = quick ? [MEGABYTE / 10, MEGABYTE] : [MEGABYTE, LARGE * MEGABYTE];
    const policy = readPolicy('standard');
    // what is found must not end the inspection: a flag lets every check read every text.
    const open = readPolicy('open', { injection: 'flag', secrets: 'flag', personalData: 'flag', wasteScore: 2 });
    const guard = createGuard({ ...policy, ...open }, { detector: shippedDetector() });
    const inspect = (text: string): unknown => guard.inspectRequest([{ role: 'document', text, path: '/text' }]);
    costPerKilobyte(inspect, CORPORA['prose'] ?? 'a ', small);

    const nearMisses = nearMissesOf([...INJECTION_RULES, ...SECRET_PATTERNS, ...PERSONAL_DATA_PATTERNS]);
    const corpora = [
      ...Object.entries(CORPORA),
      ...nearMisses.map(({ name, piece }) => [`near ${name}`, piece] as const),
    ];
    let worst = { name: '', growth: 0 };
    let dearest = { name: '', cost: 0 };
    const failed: string[] = [];
    for (const [name, piece] of corpora) {
      let growth = Infinity;
      let cost = Infinity;
      for (let run = 0; run < MAX_RUNS && growth > MOST_GROWTH; run++) {
        const atSmall = costPerKilobyte(inspect, piece, small);
        const atLarge = costPerKilobyte(inspect, piece, large);
        growth = Math.min(growth, atLarge / atSmall);
        cost = Math.min(cost, atLarge);
      }
      say(`${name}: ${cost.toFixed(1)} us/KB, growth ${growth.toFixed(2)}`);
      if (growth > MOST_GROWTH) failed.push(name);
      if (growth > worst.growth) worst = { name, growth };
      if (cost > dearest.cost) dearest = { name, cost };
    }
    return {
      holds: failed.length === 0 && !quick,
      figures: {
        corpora: corpora.length,
        worstGrowth: Number(worst.growth.toFixed(2)),
        worstGrowthOn: worst.name,
        highestMicrosecondsPerKilobyte: Number(dearest.cost.toFixed(1)),
        highestOn: dearest.name,
        failed: failed.join(', '),
      },
      conditions:
        `${small} and ${large} characters, CPU time of the whole request path with the detector, ` +
        `best of up to ${MAX_RUNS} runs, Node.js ${process.version}${quick ? '; --quick shows a trend and proves nothing' : ''}`,
    };
  },
};

export default proof;
