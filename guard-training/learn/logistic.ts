import { Random } from '../random';

/** Windows to learn from, as ranges of features. */
export interface Windows {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 for an attack, 0 for none. */
  readonly label: Uint8Array;
  readonly weight: Float32Array;
}

/** A linear model: a weight a bucket, and a bias. */
export interface Linear {
  readonly weights: Float32Array;
  bias: number;
}

export interface LogisticOptions {
  readonly epochs: number;
  readonly rate: number;
  /** L2 regularization of each step. */
  readonly decay: number;
  readonly seed: number;
  /** A feature's rate is its share of the windows, over `USUAL_SHARE`, to this power; 0 where all learn alike. */
  readonly rarity: number;
}

/** Share of the windows from which a feature learns at the rate itself. */
const USUAL_SHARE = 0.002;
/** A feature learns at most so many times faster or slower. */
const RATE_RANGE = 12;

/** The bucket of a feature's hash in a head with `buckets` buckets. */
export function bucketOf(hash: number, buckets: number): number {
  return (hash * (buckets >>> 10)) >>> 8;
}

/** Score of one window: the sum of its features' weights over the root of their number, and the bias. */
export function scoreWindow(model: Linear, features: Int32Array, from: number, to: number): number {
  const { weights } = model;
  const scale = weights.length >>> 10;
  let sum = 0;
  for (let i = from; i < to; i++) sum += weights[((features[i] as number) * scale) >>> 8] as number;
  return sum / Math.sqrt(Math.max(1, to - from)) + model.bias;
}

/** Improves `model` in place by stochastic gradient descent on the logistic loss, in an order that the seed alone decides. */
export function learn(model: Linear, features: Int32Array, windows: Windows, options: LogisticOptions): void {
  const { weights } = model;
  const scale = weights.length >>> 10;
  const count = windows.from.length;
  const rates = featureRates(weights.length, features, windows, options.rarity);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const random = new Random(options.seed);
  const total = count * options.epochs;
  // weights are kept divided by `shrink`: regularization then costs one multiplication a step.
  let shrink = 1;
  let step = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    random.shuffle(order);
    for (let k = 0; k < count; k++, step++) {
      const window = order[k] as number;
      const from = windows.from[window] as number;
      const to = windows.to[window] as number;
      const value = 1 / Math.sqrt(Math.max(1, to - from));
      let sum = 0;
      for (let i = from; i < to; i++) sum += weights[((features[i] as number) * scale) >>> 8] as number;
      const logit = sum * value * shrink + model.bias;
      const error = (windows.label[window] as number) - 1 / (1 + Math.exp(-logit));
      const rate = options.rate * (1 - (0.98 * step) / total);
      shrink *= 1 - rate * options.decay;
      const change = rate * error * (windows.weight[window] as number);
      if (Math.abs(change) > 1e-7) {
        const delta = (change * value) / shrink;
        for (let i = from; i < to; i++) {
          const bucket = ((features[i] as number) * scale) >>> 8;
          weights[bucket] = (weights[bucket] as number) + delta * (rates[bucket] as number);
        }
        model.bias += change * 0.05;
      }
      if (shrink < 1e-3) {
        for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) * shrink;
        shrink = 1;
      }
    }
  }
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) * shrink;
}

/**
 * How fast each bucket learns beside the others.
 *
 * At one rate for all, the few hundred features that stand in every text take up the error, and they are what a source
 * that was not seen does not share. With a negative power rare ones, which are words, carry more of the model.
 */
function featureRates(buckets: number, features: Int32Array, windows: Windows, power: number): Float32Array {
  const rates = new Float32Array(buckets).fill(1);
  if (power === 0) return rates;
  const counts = new Float64Array(buckets);
  const scale = buckets >>> 10;
  windows.from.forEach((from, window) => {
    for (let i = from; i < (windows.to[window] as number); i++) {
      const bucket = ((features[i] as number) * scale) >>> 8;
      counts[bucket] = (counts[bucket] as number) + 1;
    }
  });
  const usual = USUAL_SHARE * windows.from.length;
  return rates.map((_, bucket) => {
    const rate = (((counts[bucket] as number) + 1) / usual) ** power;
    return Math.min(RATE_RANGE, Math.max(1 / RATE_RANGE, rate));
  });
}
