import { EMPTY_WORD, hashLetter } from './dictionary';

/** The words of a text, runs of ASCII letters whatever their case, as their hashes: read once, asked many times. */
export interface Words {
  readonly count: number;
  /** `hashOfWord` of each. */
  readonly hashes: Int32Array;
  /** Where each begins, in UTF-16 units, ascending. */
  readonly starts: Int32Array;
}

/** The hash under which a word, in lower case, stands in `Words`. */
export function hashOfWord(word: string): number {
  let hash = EMPTY_WORD;
  for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i));
  return hash;
}

/** Reads the words of a text. */
export function wordsOf(text: string): Words {
  let hash = EMPTY_WORD;
  let letters = 0;
  for (let i = 0; i <= text.length; i++) {
    const lower = i < text.length ? text.charCodeAt(i) | 0x20 : 0;
    if (lower >= 97 && lower <= 122) {
      hash = hashLetter(hash, lower);
      letters++;
    } else if (letters > 0) {
      LIST.add(hash, i - letters);
      hash = EMPTY_WORD;
      letters = 0;
    }
  }
  return LIST.take();
}

const ROOM = 4096;

/** Collects words; its room is kept for the next text, unless that was a long one. */
export class WordList {
  private hashes = new Int32Array(ROOM);
  private starts = new Int32Array(ROOM);
  private count = 0;

  public add(hash: number, start: number): void {
    const at = this.count++;
    if (at === this.hashes.length) this.grow();
    this.hashes[at] = hash;
    this.starts[at] = start;
  }

  /** What was collected; the list is empty after it. */
  public take(): Words {
    const { count } = this;
    const words = { count, hashes: this.hashes.slice(0, count), starts: this.starts.slice(0, count) };
    this.count = 0;
    if (this.hashes.length > ROOM * 16) {
      this.hashes = new Int32Array(ROOM);
      this.starts = new Int32Array(ROOM);
    }
    return words;
  }

  private grow(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    const starts = new Int32Array(this.starts.length * 2);
    hashes.set(this.hashes);
    starts.set(this.starts);
    this.hashes = hashes;
    this.starts = starts;
  }
}

const LIST = new WordList();
