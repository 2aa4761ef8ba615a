import { EMPTY_WORD, hashLetter, knowsHash, LONGEST_WORD } from './dictionary';
import { asciiTable, Units } from './units';

/** How much of a text is words of the dictionary. */
export interface Reading {
  /** Share of the letters that stand in known words of three letters or more, 0 to 1. */
  readonly share: number;
  /** Number of such words. */
  readonly words: number;
}

/** Every ASCII letter in lower case, a to z; 0 for what is none. */
const LOWER = asciiTable((unit) => (/[a-z]/i.test(unit) ? unit.charCodeAt(0) | 0x20 : 0));
const UNITS = new Units();

/** Reads ASCII words as they stand. Shorter ones count for nothing: any text has them by chance. */
export function readingOf(text: string): Reading {
  return readingsOf(UNITS.of(text), 0, text.length, [LOWER])[0] as Reading;
}

/**
 * How a stretch would read under some alphabets at once: what each ASCII letter stands for.
 *
 * @param backwards from its end to its beginning.
 */
export function readingsOf(
  units: Uint16Array,
  start: number,
  end: number,
  alphabets: readonly Uint8Array[],
  backwards = false,
): Reading[] {
  const found = alphabets.map(() => ({ known: 0, words: 0 }));
  const hashes = new Int32Array(alphabets.length);
  const step = backwards ? -1 : 1;
  const beyond = backwards ? start - 1 : end;
  let letters = 0;
  for (let i = backwards ? end - 1 : start; i !== beyond;) {
    if (LOWER[units[i] as number] === 0) {
      i += step;
      continue;
    }
    hashes.fill(EMPTY_WORD);
    let length = 0;
    do {
      for (let k = 0; k < hashes.length; k++) {
        const alphabet = alphabets[k] as Uint8Array;
        hashes[k] = hashLetter(hashes[k] as number, alphabet[units[i] as number] as number);
      }
      length++;
      i += step;
    } while (i !== beyond && LOWER[units[i] as number] !== 0);
    if (length < 3) continue;
    letters += length;
    if (length > LONGEST_WORD) continue;
    for (let k = 0; k < hashes.length; k++) {
      if (!knowsHash(hashes[k] as number)) continue;
      const reading = found[k] as (typeof found)[number];
      reading.known += length;
      reading.words++;
    }
  }
  return found.map(({ known, words }) => ({ share: letters === 0 ? 0 : known / letters, words }));
}

/** The alphabet in which each letter stands for another one; `move` takes and gives its place, 0 to 25. */
export function alphabetOf(move: (letter: number) => number): Uint8Array {
  return LOWER.slice(0, 128).map((lower) => (lower === 0 ? 0 : move(lower - 97) + 97));
}

/** The alphabet in which each letter stands for itself. */
export const PLAIN_ALPHABET = LOWER;

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
