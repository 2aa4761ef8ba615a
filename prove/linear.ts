import { createGuard } from '../lambda/guard/engine';
import { INJECTION_RULES } from '../lambda/guard/injection/rules';
import { WASTE_RULES } from '../lambda/guard/injection/waste-rules';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { readPolicy } from '../lambda/guard/policy';
import { PERSONAL_DATA_PATTERNS } from '../lambda/guard/personal-data';
import { SECRET_PATTERNS } from '../lambda/guard/secrets';
import { costPerKilobyte } from './linear/cpu-cost';
import { nearMissesOf, type NearMiss } from './linear/near-misses';
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
/** Each near miss by itself; ten megabytes of it stand beside those of others, see `GROUP`. */
const ALONE: Sizes = { small: 50_000, large: 500_000, mostGrowth: 1.3, runs: 12 };
/** Ten texts of some milliseconds are measured worse. A quadratic text would cost ten times as much. */
const QUICK: Sizes = { small: 20_000, large: 200_000, mostGrowth: 2, runs: 12 };
/** So many near misses share a text of ten megabytes, a stretch each: one that is quadratic makes it nearly twice as dear. */
const GROUP = 12;

interface Corpus {
  readonly name: string;
  readonly pieces: readonly string[];
  readonly sizes: Sizes;
}

function corporaOf(nearMisses: readonly NearMiss[], quick: boolean, only: string): readonly Corpus[] {
  const named = Object.entries(CORPORA).map(([name, piece]) => ({ name, pieces: [piece] }));
  const alone = nearMisses.map(({ name, piece }) => ({ name: `near ${name}`, pieces: [piece] }));
  const sized = (corpora: readonly Omit<Corpus, 'sizes'>[], sizes: Sizes): readonly Corpus[] =>
    corpora.map((corpus) => ({ ...corpus, sizes }));
  if (quick) return sized([...named, ...alone], QUICK);
  if (only !== '') return sized([...named, ...alone], WHOLE).filter(({ name }) => name.includes(only));
  const groups = Array.from({ length: Math.ceil(alone.length / GROUP) }, (_, i) => {
    const members = alone.slice(i * GROUP, (i + 1) * GROUP);
    return { name: `${members[0]?.name} and those after it`, pieces: members.flatMap(({ pieces }) => pieces) };
  });
  return [...sized([...named, ...groups], WHOLE), ...sized(alone, ALONE)];
}

const proof: Proof = {
  name: 'linear',
  summary: 'the guard takes no longer for a kilobyte of ten megabytes than for one of one megabyte, whatever the text',
  seconds: 600,
  inTest: true,
  standalone: true,
  run: async ({ args, say, quick }) => {
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
    const corpora = corporaOf(nearMisses, quick, only);
    // code that runs for the first time is slow: all of it runs before anything is measured.
    for (let run = 0; run < 10; run++) costPerKilobyte(inspect, [CORPORA['prose'] ?? 'a '], QUICK.large);
    for (const { pieces } of corpora) costPerKilobyte(inspect, pieces, QUICK.small);

    let worst = { name: '', growth: 0 };
    let dearest = { name: '', cost: 0 };
    let again = 0;
    const failed: string[] = [];
    for (const { name, pieces, sizes } of corpora) {
      const { small, large, mostGrowth, runs } = sizes;
      let atSmall = Infinity;
      let atLarge = Infinity;
      // as many characters on both sides, so that what else the machine does and the collection of garbage weigh alike; and
      // the least of some runs, which are only ever made slower by that.
      for (let run = 0; run < runs && (run === 0 || atLarge / atSmall > mostGrowth); run++) {
        if (run === 1) again++;
        atSmall = Math.min(atSmall, costPerKilobyte(inspect, pieces, small, large / small));
        atLarge = Math.min(atLarge, costPerKilobyte(inspect, pieces, large));
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
        'CPU time of the whole request path with the detector, every check reading to the end, the least of up to ' +
        `${(quick ? QUICK : WHOLE).runs} runs, Node.js ${process.version}; a kilobyte ` +
        (quick
          ? `of ${QUICK.large} characters beside one of ${QUICK.small}, at most ${QUICK.mostGrowth} times; without --quick: ` +
            '10,000,000 beside 1,000,000, at most 1.3 times'
          : `of ${WHOLE.large} characters beside one of ${WHOLE.small}, at most ${WHOLE.mostGrowth} times` +
            (only === ''
              ? `; near misses so in groups of ${GROUP}, and each alone ${ALONE.large} beside ${ALONE.small}`
              : `; only corpora whose name has '${only}'`)),
    };
  },
};

export default proof;
