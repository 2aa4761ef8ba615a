import { FeatureExtractor } from './features';
import { decodeWeights, type Head } from './weights-format';

/**
 * Whether an order to the model is an attack in this text.
 *
 * A user may ask for anything harmless, so `trusted` text is judged by what is an attack whoever says it. Nobody but
 * the user may ask: in `untrusted` text (tool results, documents) every order to the machine counts as well.
 */
export type Trust = 'trusted' | 'untrusted';

/** What the detector says of a text. */
export interface Detection {
  /** 0 to 1. From `STANDARD_SCORE` on the standard policy refuses. */
  readonly score: number;
  /** The worst window, in UTF-16 units of the text that was scored. */
  readonly start: number;
  readonly end: number;
}

/** Finds injections and jailbreaks by a linear model over hashed features, in one pass over the text. */
export interface InjectionDetector {
  /**
   * Scores a text by its worst window.
   *
   * @param text - one canonical view of the text (see `lambda/guard/views`)
   * @param evidence - log-odds that something else found; 0 where nothing did
   */
  score(text: string, trust?: Trust, evidence?: number): Detection;
  /** The score from which a strict policy refuses `trusted` or `untrusted` text. */
  readonly strictScore: Readonly<Record<Trust, number>>;
}

/** From here the standard policy refuses: the frozen threshold of the model card. */
export const STANDARD_SCORE = 0.5;

/** Log-odds that a full score of the rules is worth; the thresholds were set with it. */
const RULE_WEIGHT = 6;
/** A rule score from which the standard policy refuses by itself: more is no further evidence. */
const RULE_CERTAINTY = 0.5;

/** What the rules say, as evidence for the detector: signals too weak to refuse count together with its own. */
export function evidenceOfRules(score: number): number {
  return RULE_WEIGHT * Math.min(score, RULE_CERTAINTY);
}

/** Blocks of one window and from one window to the next: 480 units overlapping by half, 120 for planted orders. */
export const DIRECT_WINDOW = { span: 8, hop: 4 } as const;
export const PLANTED_WINDOW = { span: 2, hop: 1 } as const;

/** What each doubling of a text's windows takes off its worst one, and the windows from which no more is taken off. */
const DISCOUNT = 0.35;
const DISCOUNTED_WINDOWS = 4;

/**
 * What a text of so many windows loses of its log-odds.
 *
 * Among many windows one looks bad by chance: without a discount the long harmless texts set the threshold for all,
 * and short attacks pass. It is bounded, so that padding an attack gains its author nothing beyond a kilobyte.
 */
export function discountOf(windows: number): number {
  return DISCOUNT * Math.log2(Math.max(1, Math.min(windows, DISCOUNTED_WINDOWS)));
}

/** Bytes from which a text can hold an attack for a head, and what an empty one loses of its log-odds. */
export interface Brevity {
  readonly bytes: number;
  readonly discount: number;
}

export const DIRECT_BREVITY: Brevity = { bytes: 32, discount: 3 };
export const PLANTED_BREVITY: Brevity = { bytes: 36, discount: 5 };

/**
 * What a text that is short as a whole loses of a head's log-odds.
 *
 * Of `No.`, `42` or `Rain.` a head has too few features to say anything, and says it loudly. An order needs a verb and
 * an object; in bytes, because scripts that need fewer letters take more bytes for each. Padding a short order only
 * takes the discount away.
 */
export function brevityOf(text: string, { bytes, discount }: Brevity): number {
  if (text.length >= bytes) return 0;
  return discount * Math.max(0, 1 - Buffer.byteLength(text) / bytes);
}

/**
 * Makes a detector of trained weights.
 *
 * @throws DamagedWeights
 */
export function loadDetector(weights: Uint8Array): InjectionDetector {
  const { direct, planted } = decodeWeights(weights);
  const extractor = new FeatureExtractor();
  return {
    strictScore: {
      trusted: sigmoid(direct.strict - direct.standard),
      untrusted: sigmoid(planted.strict - planted.standard),
    },
    score(text, trust = 'trusted', evidence = 0) {
      const asDirect = new WindowScorer(direct, DIRECT_WINDOW);
      const asPlanted = trust === 'untrusted' ? new WindowScorer(planted, PLANTED_WINDOW) : undefined;
      extractor.extract(text, (hashes, count, start, end) => {
        asDirect.block(hashes, count, start, end);
        asPlanted?.block(hashes, count, start, end);
      });
      const anyone = asDirect.worst(evidence - brevityOf(text, DIRECT_BREVITY));
      const order = asPlanted?.worst(evidence - brevityOf(text, PLANTED_BREVITY));
      return order !== undefined && order.score > anyone.score ? order : anyone;
    },
  };
}

/** Most blocks of any window: a ring of this size remembers enough. */
const RING = 8;

/** Follows the blocks of one text and keeps its worst window. */
class WindowScorer {
  private readonly sums = new Int32Array(RING);
  private readonly counts = new Int32Array(RING);
  private readonly starts = new Int32Array(RING);
  private readonly bucketScale: number;
  private blocks = 0;
  private judged = 0;
  private end = 0;
  private worstLogit = -Infinity;
  private worstStart = 0;
  private worstEnd = 0;

  public constructor(
    private readonly head: Head,
    private readonly window: { readonly span: number; readonly hop: number },
  ) {
    this.bucketScale = head.weights.length >>> 10;
  }

  public block(hashes: Int32Array, count: number, start: number, end: number): void {
    const { weights } = this.head;
    const scale = this.bucketScale;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[((hashes[i] as number) * scale) >>> 8] as number;
    const slot = this.blocks % RING;
    this.sums[slot] = sum;
    this.counts[slot] = count;
    this.starts[slot] = start;
    this.end = end;
    this.blocks++;
    const first = this.blocks - this.window.span;
    if (first >= 0 && first % this.window.hop === 0) this.judge(first);
  }

  /** The worst window once the text is over: the last one may be shorter. */
  public worst(evidence: number): Detection {
    const { span, hop } = this.window;
    const first = Math.max(0, Math.ceil((this.blocks - span) / hop) * hop);
    if (first + span !== this.blocks) this.judge(first);
    return {
      score: sigmoid(this.worstLogit - discountOf(this.judged) + evidence - this.head.standard),
      start: this.worstStart,
      end: this.worstEnd,
    };
  }

  private judge(first: number): void {
    this.judged++;
    let sum = 0;
    let count = 0;
    for (let block = first; block < this.blocks; block++) {
      sum += this.sums[block % RING] as number;
      count += this.counts[block % RING] as number;
    }
    const logit = (sum * this.head.scale) / Math.sqrt(Math.max(1, count)) + this.head.bias;
    if (logit <= this.worstLogit) return;
    this.worstLogit = logit;
    this.worstStart = this.starts[first % RING] as number;
    this.worstEnd = this.end;
  }
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
