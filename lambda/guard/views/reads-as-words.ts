import { EMPTY_WORD, hashLetter, knowsHash, LONGEST_WORD } from './dictionary';

/** How much of a text is words of the dictionary. */
export interface Reading {
  /** Share of the letters that stand in known words of three letters or more, 0 to 1. */
  readonly share: number;
  /** Number of such words. */
  readonly words: number;
}

/** Reads ASCII words as they stand. Shorter ones count for nothing: any text has them by chance. */
export function readingOf(text: string): Reading {
  let letters = 0;
  let known = 0;
  let words = 0;
  let hash = EMPTY_WORD;
  let length = 0;
  for (let i = 0; i <= text.length; i++) {
    const lower = i < text.length ? text.charCodeAt(i) | 0x20 : 0;
    if (lower >= 97 && lower <= 122) {
      hash = hashLetter(hash, lower);
      length++;
    } else {
      if (length >= 3) {
        letters += length;
        if (length <= LONGEST_WORD && knowsHash(hash)) {
          known += length;
          words++;
        }
      }
      hash = EMPTY_WORD;
      length = 0;
    }
  }
  return { share: letters === 0 ? 0 : known / letters, words };
}

/** A run of letters cut into words, or undefined where it does not read as any. */
export interface Segmentation {
  readonly words: readonly string[];
  /** Share of the letters that stand in known words of three letters or more. */
  readonly share: number;
}

/** Longer runs are cut: what is left over at a border costs a word, not the verdict. */
const LONGEST_RUN = 2_000;
const ONE_LETTER_WORDS = 'aiAI';

/**
 * Finds the words in letters whose gaps were lost, e.g. `ignoreallpreviousinstructions`.
 *
 * The best cut by dynamic programming: linear, since no word has more than 18 letters.
 */
export function segment(run: string): Segmentation {
  const words: string[] = [];
  let known = 0;
  for (let start = 0; start < run.length; start += LONGEST_RUN)
    known += cut(run.slice(start, start + LONGEST_RUN), words);
  return { words, share: run.length === 0 ? 0 : known / run.length };
}

/** Adds the words of `letters` to `words` and returns how many letters stand in known ones. */
function cut(letters: string, words: string[]): number {
  const n = letters.length;
  // cost of the best cut of the first i letters: unknown letters are dear, and of known words the longer are cheaper.
  const cost = new Float64Array(n + 1).fill(Infinity);
  const from = new Int32Array(n + 1);
  cost[0] = 0;
  for (let i = 0; i < n; i++) {
    const here = cost[i] ?? Infinity;
    relax(cost, from, i, i + 1, here + (ONE_LETTER_WORDS.includes(letters[i] ?? ' ') ? 2.2 : 3));
    let hash = EMPTY_WORD;
    const limit = Math.min(n, i + LONGEST_WORD);
    for (let end = i; end < limit; end++) {
      hash = hashLetter(hash, letters.charCodeAt(end) | 0x20);
      const length = end + 1 - i;
      if (length >= 2 && knowsHash(hash)) relax(cost, from, i, end + 1, here + (length === 2 ? 2.1 : 2));
    }
  }
  let known = 0;
  const first = words.length;
  for (let end = n; end > 0;) {
    const start = from[end] ?? end - 1;
    if (end - start >= 3) known += end - start;
    words.push(letters.slice(start, end));
    end = start;
  }
  const inOrder = words.splice(first).reverse();
  for (const word of inOrder) words.push(word);
  return known;
}

function relax(cost: Float64Array, from: Int32Array, start: number, end: number, value: number): void {
  if (value < (cost[end] ?? Infinity)) {
    cost[end] = value;
    from[end] = start;
  }
}
