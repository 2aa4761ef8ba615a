import { hashOfWord, type Words } from '../views/words';

const SIZE = 1 << 13;

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
 * What each word of a text means to the rules, found by the hash under which the text's words are known already.
 *
 * The price does not grow with the number of rules: that is what makes a rule free on text that has none of its words.
 */
export class RuleWords {
  private readonly hashes = new Int32Array(SIZE);
  private readonly slots = new Uint16Array(SIZE);
  private readonly entries: Entry[] = [];

  /** The entry of a word, made where there is none; of a word with digits its leading letters count. */
  public entry(word: string): Entry {
    const letters = /^[a-z]{1,24}/.exec(word)?.[0];
    if (letters === undefined) throw new Error(`cue: expected letters, got '${word}'`);
    const hash = hashOfWord(letters);
    let slot = hash & (SIZE - 1);
    while (this.slots[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & (SIZE - 1);
    if (this.slots[slot] === 0) {
      this.hashes[slot] = hash;
      this.slots[slot] = this.entries.push({ cueOf: [], alsoOf: [], begins: [] });
      if (this.entries.length * 2 > SIZE) throw new Error(`cues: expected at most ${SIZE / 2}`);
    }
    return this.entries[(this.slots[slot] as number) - 1] as Entry;
  }

  /**
   * Reads the words of a text.
   *
   * @param seen is called for each word that the rules know, once a text.
   * @returns the places where an expression may begin: index of the word and index of its entry, in turn.
   */
  public read({ count, hashes }: Words, seen: (entry: Entry) => void): readonly number[] {
    const known = this.hashes;
    const { slots, entries } = this;
    const met = new Uint8Array(entries.length);
    const places: number[] = [];
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      let slot = hash & (SIZE - 1);
      while (slots[slot] !== 0 && known[slot] !== hash) slot = (slot + 1) & (SIZE - 1);
      const entry = (slots[slot] as number) - 1;
      if (entry < 0) continue;
      if (met[entry] === 0) {
        met[entry] = 1;
        seen(entries[entry] as Entry);
      }
      if ((entries[entry] as Entry).begins.length > 0) places.push(i, entry);
    }
    return places;
  }

  /** The expressions that an entry of `read` stands for. */
  public beginsAt(entry: number): readonly number[] {
    return this.entries[entry]?.begins ?? [];
  }
}
