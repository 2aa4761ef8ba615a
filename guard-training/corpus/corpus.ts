import { FeatureStore } from '../learn/feature-store';
import type { Item } from '../learn/detector-training';
import { canonical } from './canonical';
import type { Example } from './example';

/** Total weight of a source of n texts: n to this power, so that a large one does not drown the others. */
const SOURCE_POWER = 0.75;

/**
 * A source's weight beside others of its size: hard negatives alone hurt, so half of theirs is enough; whole documents
 * are many windows in which nothing may be found; words that stand alone have few features to learn from.
 */
const SOURCE_FACTORS: Readonly<Record<string, number>> = {
  composed_trigger_benign: 0.5,
  own_short_talk: 2,
  documents: 4,
};

/** The generator's texts in one of the languages beside English: few each, and all that says an order is one there. */
const TRANSLATED = /^own_[a-z]{2}_/;
const TRANSLATED_FACTOR = 2;

function factorOf(source: string): number {
  return SOURCE_FACTORS[source] ?? (TRANSLATED.test(source) ? TRANSLATED_FACTOR : 1);
}

/** Texts with their features, to train on any part of them. */
export class Corpus {
  public readonly store = new FeatureStore();
  public readonly texts: { readonly example: Example; readonly text: number }[] = [];

  public constructor(examples: readonly Example[]) {
    for (const example of examples) this.texts.push({ example, text: this.store.add(canonical(example.text)) });
  }

  /** What `keep` accepts, weighted so that all attacks together weigh as much as all harmless texts. */
  public items(keep: (source: string) => boolean): Item[] {
    const chosen = this.texts.filter(({ example }) => keep(example.source));
    const counts = countsOf(chosen.map(({ example }) => example.source));
    const share = (source: string): number => (counts.get(source) as number) ** (SOURCE_POWER - 1) * factorOf(source);
    const sums = { attack: 0, harmless: 0 };
    for (const { example } of chosen) sums[example.attack ? 'attack' : 'harmless'] += share(example.source);
    return chosen.map(({ example, text }) => ({
      text,
      attack: example.attack,
      weight: ((share(example.source) / (example.attack ? sums.attack : sums.harmless)) * chosen.length) / 2,
    }));
  }

  /** Numbers in the store of the texts of some sources. */
  public of(match: (source: string) => boolean): number[] {
    return this.texts.filter(({ example }) => match(example.source)).map(({ text }) => text);
  }

  /** Texts a source, in order of name. */
  public counts(): [string, number][] {
    return [...countsOf(this.texts.map(({ example }) => example.source))].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }
}

function countsOf(sources: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}
