import { createGuard } from '../lambda/guard/engine';
import { INJECTION_RULES } from '../lambda/guard/injection/rules';
import { WASTE_RULES } from '../lambda/guard/injection/waste-rules';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { readPolicy } from '../lambda/guard/policy';
import { PERSONAL_DATA_PATTERNS } from '../lambda/guard/personal-data';
import { SECRET_PATTERNS } from '../lambda/guard/secrets';
import { costPerKilobyte } from './linear/cpu-cost';
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
  'numbers with blanks': '12 ',
  'numbers of many digits': '4111 1111 ',
  'codes of letters and digits': 'AB12 ',
  'names of secrets': 'api_key= ',
  'heads of private keys': '-----BEGIN RSA PRIVATE KEY-----',
  'members of keys': '"d":"abc",',
  prose: 'The committee met on Tuesday and agreed to publish the minutes within a week. ',
};

/** In characters, how much more a kilobyte of the larger may cost, and how often it is measured at most. */
interface Sizes {
  readonly small: number;
  readonly large: number;
  readonly mostGrowth: number;
  readonly runs: number;
}

const WHOLE: Sizes = { small: 1_000_000, large: 10_000_000, mostGrowth: 1.3, runs: 8 };
/**
 * A text of two milliseconds is measured badly: what else the machine does makes one run twice as dear as another. A
 * quadratic text would cost ten times as much, one that is n times its root three times.
 */
const QUICK: Sizes = { small: 20_000, large: 200_000, mostGrowth: 2.5, runs: 12 };

const proof: Proof = {
  name: 'linear',
  summary: 'the guard takes no longer for a kilobyte of ten megabytes than for one of one megabyte, whatever the text',
  seconds: 1_500,
  inTest: true,
  standalone: true,
  run: async ({ args, say, quick }) => {
    const { small, large, mostGrowth, runs } = quick ? QUICK : WHOLE;
    const policy = readPolicy('standard');
    // what is found must not end the inspection: a flag lets every check read every text.
    const open = readPolicy('open', { injection: 'flag', secrets: 'flag', personalData: 'flag', wasteScore: 2 });
    const guard = createGuard({ ...policy, ...open }, { detector: shippedDetector() });
    const inspect = (text: string): void => {
      const verdict = guard.inspectRequest([{ role: 'document', text, path: '/text' }]);
      // a text that was not read to its end took no time.
      if (!verdict.allowed) throw new Error(`${verdict.check} refused: ${verdict.reason}`);
    };

    const nearMisses = nearMissesOf([
      ...INJECTION_RULES,
      ...WASTE_RULES,
      ...SECRET_PATTERNS,
      ...PERSONAL_DATA_PATTERNS,
    ]);
    const [only = ''] = args;
    const corpora = [
      ...Object.entries(CORPORA),
      ...nearMisses.map(({ name, piece }) => [`near ${name}`, piece] as const),
    ].filter(([name]) => name.includes(only));
    // code that runs for the first time is slow: all of it runs before anything is measured.
    for (let run = 0; run < 10; run++) costPerKilobyte(inspect, CORPORA['prose'] ?? 'a ', QUICK.large);
    for (const [, piece] of corpora) costPerKilobyte(inspect, piece, QUICK.small);

    let worst = { name: '', growth: 0 };
    let dearest = { name: '', cost: 0 };
    let again = 0;
    const failed: string[] = [];
    for (const [name, piece] of corpora) {
      let atSmall = Infinity;
      let atLarge = Infinity;
      // the least of each: a run is only ever made slower by what else the machine does.
      for (let run = 0; run < runs && (run === 0 || atLarge / atSmall > mostGrowth); run++) {
        if (run === 1) again++;
        atSmall = Math.min(atSmall, costPerKilobyte(inspect, piece, small), costPerKilobyte(inspect, piece, small));
        atLarge = Math.min(atLarge, costPerKilobyte(inspect, piece, large));
      }
      const growth = atLarge / atSmall;
      say(`${name}: ${atLarge.toFixed(1)} us/KB, growth ${growth.toFixed(2)}`);
      if (growth > mostGrowth) failed.push(name);
      if (growth > worst.growth) worst = { name, growth };
      if (atLarge > dearest.cost) dearest = { name, cost: atLarge };
    }
    return {
      holds: corpora.length > 0 && failed.length === 0,
      figures: {
        corpora: corpora.length,
        worstGrowth: Number(worst.growth.toFixed(2)),
        worstGrowthOn: worst.name,
        measuredAgain: again,
        highestMicrosecondsPerKilobyte: Number(dearest.cost.toFixed(1)),
        highestOn: dearest.name,
        peakMemoryMebibytes: Math.round(process.resourceUsage().maxRSS / 1_024),
        failed: failed.join(', '),
      },
      conditions:
        `a kilobyte of ${large} characters beside one of ${small}, at most ${mostGrowth} times the CPU time of the whole ` +
        `request path with the detector, the least of up to ${runs} runs, Node.js ${process.version}` +
        (only === '' ? '' : `; only corpora whose name has '${only}'`) +
        (quick ? '; without --quick: 10,000,000 beside 1,000,000, at most 1.3 times' : ''),
    };
  },
};

export default proof;
