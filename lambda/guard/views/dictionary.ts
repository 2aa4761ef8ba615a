import { LANGUAGE_WORDS } from './dictionary-languages';
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
const MASK = (SIZE - 1) << 1;
/**
 * Open addressing over the hashes themselves, each followed by what its word means: 14,000 of 2^32, so a false hit is one
 * in 300,000.
 */
const TABLE = new Int32Array(SIZE * 2);
let words = 0;
let numbers = 0;

/** Set in the meaning of a word that the dictionary has; the rest is its number. */
export const IN_DICTIONARY = 1;

/** What the word with this hash means: `IN_DICTIONARY`, its number times two, or both; 0 where it is unknown. */
export function meaningOf(hash: number): number {
  for (let slot = (hash << 1) & MASK; ; slot = (slot + 2) & MASK) {
    const entry = TABLE[slot] as number;
    if (entry === hash) return TABLE[slot + 1] as number;
    if (entry === 0) return 0;
  }
}

/**
 * The number of a word, in lower case, under which `Words` lists it: given when first asked for, so that whoever looks for
 * a word asks before texts are read.
 */
export function numberOf(word: string): number {
  const slot = slotOf(hashOf(word));
  if ((TABLE[slot] as number) >> 1 === 0) TABLE[slot] = (TABLE[slot] as number) | (++numbers << 1);
  return (TABLE[slot] as number) >> 1;
}

/** Where the meaning of a word stands. */
function slotOf(hash: number): number {
  let slot = (hash << 1) & MASK;
  while (TABLE[slot] !== 0 && TABLE[slot] !== hash) slot = (slot + 2) & MASK;
  if (TABLE[slot] === 0 && ++words * 2 > SIZE) throw new Error(`dictionary: expected at most ${SIZE / 2} words`);
  TABLE[slot] = hash;
  return slot + 1;
}

function hashOf(word: string): number {
  let hash = EMPTY_WORD;
  for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i));
  return hash;
}

for (const word of `${DICTIONARY_WORDS} ${LANGUAGE_WORDS}`.split(' ')) TABLE[slotOf(hashOf(word))] = IN_DICTIONARY;

/** Whether the word with this hash is in the dictionary. */
export function knowsHash(hash: number): boolean {
  return (meaningOf(hash) & IN_DICTIONARY) !== 0;
}

/** Whether a word, in lower case, is in the dictionary. */
export function knows(word: string): boolean {
  return word.length <= LONGEST_WORD && knowsHash(hashOf(word));
}
