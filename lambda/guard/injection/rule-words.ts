import { numberOf } from '../views/dictionary';
import type { Words } from '../views/words';

/** What a word means to the rules. */
interface Entry {
  /** Rules that it is a cue of. */
  readonly cueOf: number[];
  /** Rules that need it, or another of its list, as well. */
  readonly alsoOf: number[];
  /** Expressions of which a match may begin with it. */
  readonly begins: number[];
}

/**
 * What each word of a text means to the rules, by the number under which the text's words are listed already.
 *
 * The price does not grow with the number of rules: that is what makes a rule free on text that has none of its words.
 */
export class RuleWords {
  /** By the number of a word: 1 + its place in `entries`. */
  private places = new Uint16Array(1 << 11);
  private readonly entries: Entry[] = [];

  /** The entry of a word, made where there is none; of a word with digits its leading letters count. */
  public entry(word: string): Entry {
    const letters = /^[a-z]{1,24}/.exec(word)?.[0];
    if (letters === undefined) throw new Error(`cue: expected letters, got '${word}'`);
    const number = numberOf(letters);
    if (number >= this.places.length) {
      const places = new Uint16Array(number * 2);
      places.set(this.places);
      this.places = places;
    }
    if (this.places[number] === 0) this.places[number] = this.entries.push({ cueOf: [], alsoOf: [], begins: [] });
    return this.entries[(this.places[number] as number) - 1] as Entry;
  }

  /**
   * Reads the words of a text.
   *
   * @param seen is called for each word that the rules know, once a text.
   * @returns the places where an expression may begin: index of the word and index of its entry, in turn.
   */
  public read({ count, numbers }: Words, seen: (entry: Entry) => void): readonly number[] {
    const { places, entries } = this;
    const met = new Uint8Array(entries.length);
    const found: number[] = [];
    for (let i = 0; i < count; i++) {
      const number = numbers[i] as number;
      const entry = number < places.length ? (places[number] as number) - 1 : -1;
      if (entry < 0) continue;
      if (met[entry] === 0) {
        met[entry] = 1;
        seen(entries[entry] as Entry);
      }
      if ((entries[entry] as Entry).begins.length > 0) found.push(i, entry);
    }
    return found;
  }

  /** The expressions that an entry of `read` stands for. */
  public beginsAt(entry: number): readonly number[] {
    return this.entries[entry]?.begins ?? [];
  }
}
