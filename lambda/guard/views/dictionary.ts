import { DICTIONARY_WORDS } from './dictionary-words';

/** Start of a word's hash; feed it letters with `hashLetter`. */
export const EMPTY_WORD = 0x811c9dc5 | 0;

/** FNV-1a, one lower-case ASCII letter at a time: a word is hashed while it is being read. */
export function hashLetter(hash: number, lowerCode: number): number {
  return Math.imul(hash ^ lowerCode, 0x01000193);
}

/** Longest word of the dictionary, in letters. */
export const LONGEST_WORD = 18;

const SIZE = 1 << 15;
/** Open addressing over the hashes themselves: 7,000 of 2^32, so a false hit is one in 600,000. */
const TABLE = buildTable();

function buildTable(): Int32Array {
  const table = new Int32Array(SIZE);
  for (const word of DICTIONARY_WORDS.split(' ')) {
    const hash = hashOf(word);
    let slot = hash & (SIZE - 1);
    while (table[slot] !== 0 && table[slot] !== hash) slot = (slot + 1) & (SIZE - 1);
    table[slot] = hash;
  }
  return table;
}

function hashOf(word: string): number {
  let hash = EMPTY_WORD;
  for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i));
  return hash;
}

/** Whether the word with this hash is in the dictionary. */
export function knowsHash(hash: number): boolean {
  for (let slot = hash & (SIZE - 1); ; slot = (slot + 1) & (SIZE - 1)) {
    const entry = TABLE[slot];
    if (entry === hash) return true;
    if (entry === 0) return false;
  }
}

/** Whether a word, in lower case, is in the dictionary. */
export function knows(word: string): boolean {
  return word.length <= LONGEST_WORD && knowsHash(hashOf(word));
}
