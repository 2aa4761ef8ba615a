import {
  type Brevity,
  DIRECT_BREVITY,
  DIRECT_WINDOW,
  PLANTED_BREVITY,
  PLANTED_WINDOW,
  discountOf,
} from '../../lambda/guard/model/injection-detector';
import type { FeatureStore } from './feature-store';
import { learn, scoreWindow, type Linear, type Windows } from './logistic';

/** A text in the store, with its label and weight. */
export interface Item {
  readonly text: number;
  readonly attack: boolean;
  readonly weight: number;
}

export interface TrainingOptions {
  readonly buckets: number;
  readonly epochs: number;
  readonly rate: number;
  readonly decay: number;
  /** How much faster rare features learn than common ones (see `LogisticOptions`). */
  readonly rarity: number;
  readonly seed: number;
  /** Rounds in which each attack is learned from its worst window alone. */
  readonly rounds: number;
  /** A harmless text of n windows weighs as n to this power texts of one. */
  readonly lengthPower: number;
  /** Blocks of one window, and blocks from one window to the next. */
  readonly span: number;
  readonly hop: number;
  /** What short texts lose. */
  readonly brevity: Brevity;
}

/** The head for what is an attack whoever says it. */
export const DIRECT: TrainingOptions = {
  buckets: 196608,
  epochs: 16,
  rate: 20,
  decay: 2e-5,
  rarity: -0.5,
  seed: 7,
  rounds: 1,
  lengthPower: 1,
  brevity: DIRECT_BREVITY,
  ...DIRECT_WINDOW,
};

/** The head for orders to a machine inside a document. */
export const PLANTED: TrainingOptions = {
  ...DIRECT,
  ...PLANTED_WINDOW,
  brevity: PLANTED_BREVITY,
  rounds: 0,
  buckets: 49152,
  decay: 3e-6,
  rarity: 0,
  epochs: 18,
};

/**
 * Trains one head.
 *
 * A long attack holds its attack somewhere: the first round learns from all its windows, the next ones from the
 * window that the model so far finds worst (multiple-instance learning). Harmless texts are harmless everywhere.
 */
export function trainHead(store: FeatureStore, items: readonly Item[], options: TrainingOptions): Linear {
  const model: Linear = { weights: new Float32Array(options.buckets), bias: 0 };
  const features = store.features();
  for (let round = 0; round <= options.rounds; round++) {
    const windows = chooseWindows(store, items, round === 0 ? undefined : model, options);
    learn(model, features, windows, {
      epochs: round === 0 ? options.epochs : Math.max(2, options.epochs >> 1),
      rate: round === 0 ? options.rate : options.rate / 2,
      decay: options.decay,
      rarity: options.rarity,
      seed: options.seed + round,
    });
  }
  return model;
}

/** Score of a text as the engine has it: that of its worst window, less what a long or a very short text loses. */
export function scoreText(
  model: Linear,
  store: FeatureStore,
  text: number,
  { span, hop, brevity }: Pick<TrainingOptions, 'span' | 'hop' | 'brevity'> = DIRECT,
): number {
  const features = store.features();
  let worst = -Infinity;
  const windows = store.windows(text, span, hop);
  for (const { from, to } of windows) worst = Math.max(worst, scoreWindow(model, features, from, to));
  return worst - discountOf(windows.length) - store.brevity(text, brevity);
}

function chooseWindows(
  store: FeatureStore,
  items: readonly Item[],
  model: Linear | undefined,
  options: TrainingOptions,
): Windows {
  const features = store.features();
  const from: number[] = [];
  const to: number[] = [];
  const label: number[] = [];
  const weight: number[] = [];
  const push = (window: { from: number; to: number }, attack: boolean, share: number): void => {
    from.push(window.from);
    to.push(window.to);
    label.push(attack ? 1 : 0);
    weight.push(share);
  };
  for (const item of items) {
    const windows = store.windows(item.text, options.span, options.hop);
    if (item.attack && model !== undefined && windows.length > 1) {
      const scored = windows
        .map((window) => ({ window, score: scoreWindow(model, features, window.from, window.to) }))
        .sort((a, b) => b.score - a.score);
      push((scored[0] as (typeof scored)[number]).window, true, item.weight);
      continue;
    }
    const share = item.attack
      ? item.weight / windows.length
      : item.weight * windows.length ** (options.lengthPower - 1);
    for (const window of windows) push(window, item.attack, share);
  }
  return {
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    label: Uint8Array.from(label),
    weight: Float32Array.from(weight),
  };
}
