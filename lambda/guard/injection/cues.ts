import { EMPTY_WORD, hashLetter } from '../views/dictionary';

const SIZE = 1 << 12;

/**
 * Finds out in one pass which words of a fixed list a text has.
 *
 * Each word is hashed while it is read, so the price does not grow with the list: that is what makes a rule free on
 * text that has none of its words.
 */
export class CueIndex {
  private readonly hashes = new Int32Array(SIZE);
  private readonly ids = new Int16Array(SIZE);
  private readonly idOf = new Map<string, number>();

  public constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      if (!/^[a-z0-9]{1,24}$/.test(word)) throw new Error(`cue: expected up to 24 letters or digits, got '${word}'`);
      let hash = EMPTY_WORD;
      for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i));
      let slot = hash & (SIZE - 1);
      while (this.hashes[slot] !== 0) slot = (slot + 1) & (SIZE - 1);
      this.hashes[slot] = hash;
      this.ids[slot] = this.idOf.size;
      this.idOf.set(word, this.idOf.size);
    }
    if (this.idOf.size * 2 > SIZE) throw new Error(`cues: expected at most ${SIZE / 2}, got ${this.idOf.size}`);
  }

  /** The cues of a rule as numbers of this index. */
  public idsOf(words: readonly string[]): readonly number[] {
    return words.map((word) => this.idOf.get(word) ?? -1);
  }

  /** One entry a cue: 1 where the text, in lower case, has that word. */
  public in(lower: string): Uint8Array {
    const { hashes, ids } = this;
    const present = new Uint8Array(this.idOf.size);
    let hash = EMPTY_WORD;
    let length = 0;
    for (let i = 0; i <= lower.length; i++) {
      const code = i < lower.length ? lower.charCodeAt(i) : 32;
      if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
        hash = hashLetter(hash, code);
        length++;
      } else if (length > 0) {
        for (let slot = hash & (SIZE - 1); hashes[slot] !== 0; slot = (slot + 1) & (SIZE - 1)) {
          if (hashes[slot] === hash) {
            present[ids[slot] ?? 0] = 1;
            break;
          }
        }
        hash = EMPTY_WORD;
        length = 0;
      }
    }
    return present;
  }
}
