import { EMPTY_WORD, hashLetter, knowsHash, LONGEST_WORD } from './dictionary';
import { WordList, type Words } from './words';

/** Where a text might hide another one: found in one pass, so that only what is suspicious is decoded. */
export interface Suspicions {
  /** Stretches of words of which the dictionary knows hardly any: other languages, ROT13, reversed text. */
  readonly unknown: readonly Span[];
  /** Words that mix letters with digits or symbols: leetspeak, identifiers. */
  readonly mixed: number;
  /** Single characters in a row, each with a gap after it. */
  readonly singles: boolean;
  /** Letters without a gap, too many for a word. */
  readonly glued: readonly Span[];
  /** Characters without white space that are too many for a word and no plain word: base64, hex, URLs, lines of code. */
  readonly dense: readonly Span[];
  /** Pairs of hexadecimal digits with gaps between. */
  readonly pairs: boolean;
  /** Cells of Braille. */
  readonly braille: boolean;
  /** Gaps between groups that hold no letter but could be codes: `01101001 01100111`, `.. --. -.`, `105 103`. */
  readonly codes: boolean;
  /** Its words, which were read on the way. */
  readonly words: Words;
}

/** Half-open, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const enum Class {
  Other = 0,
  Letter = 1,
  Digit = 2,
  Symbol = 3,
  Space = 4,
  Dot = 5,
}

/** Of every ASCII character; all others are `Other`. */
const CLASSES = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 65; code <= 90; code++) table[code] = table[code | 0x20] = Class.Letter;
  for (let code = 48; code <= 57; code++) table[code] = Class.Digit;
  for (const symbol of '@$!|+') table[symbol.charCodeAt(0)] = Class.Symbol;
  for (const space of ' \t\n\r') table[space.charCodeAt(0)] = Class.Space;
  for (const dot of '.-_') table[dot.charCodeAt(0)] = Class.Dot;
  return table;
}

const GLUED_LETTERS = 19;
const DENSE_CHARACTERS = 12;
const SINGLES_IN_A_ROW = 5;
const CODES_IN_A_ROW = 6;
const UNKNOWN_WORDS = 3;

const WORDS = new WordList();

/** Reads `text` once. Linear; constant work a character. */
export function scan(text: string): Suspicions {
  const unknown: Span[] = [];
  const glued: Span[] = [];
  let mixed = 0;
  let singles = false;
  const dense: Span[] = [];
  let pairs = false;
  let pairsInARow = 0;
  let braille = false;
  let codes = false;

  // the group of characters between white space that is being read.
  let groupStart = 0;
  let groupLetters = 0;
  let groupOdd = 0;
  let groupCapitals = 0;
  let groupCodes = 0;
  let codesInARow = 0;
  // the word, letters only, that is being read.
  let hash = EMPTY_WORD;
  let letters = 0;
  // single letters or digits, each followed by one other character.
  let singlesInARow = 0;
  let alone = true;
  // the stretch of unknown words that is being read.
  let stretchStart = -1;
  let stretchEnd = 0;
  let strange = 0;
  let familiarInARow = 0;

  const length = text.length;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32;
    const kind = code < 128 ? CLASSES[code] : Class.Other;

    if (kind === Class.Letter) {
      hash = hashLetter(hash, code | 0x20);
      letters++;
      groupLetters++;
      if (code < 97) groupCapitals++;
      if (letters > 1) singlesInARow = 0;
      else if (alone) {
        if (++singlesInARow >= SINGLES_IN_A_ROW) singles = true;
      }
      alone = false;
      continue;
    }

    if (letters > 0) {
      WORDS.add(hash, i - letters);
      if (letters >= 3) {
        if (letters <= LONGEST_WORD && knowsHash(hash)) {
          if (++familiarInARow >= 3 && stretchStart >= 0) {
            if (strange >= UNKNOWN_WORDS) unknown.push({ start: stretchStart, end: stretchEnd });
            stretchStart = -1;
          }
        } else {
          if (stretchStart < 0) {
            stretchStart = i - letters;
            strange = 0;
          }
          strange++;
          familiarInARow = 0;
          stretchEnd = i;
        }
        if (letters >= GLUED_LETTERS) glued.push({ start: i - letters, end: i });
      }
      hash = EMPTY_WORD;
      letters = 0;
    }

    if (kind === Class.Space) {
      const size = i - groupStart;
      if (size > 0) {
        if (groupLetters > 0 && groupOdd > 0) mixed++;
        if (size >= DENSE_CHARACTERS && (groupOdd > 0 || groupCapitals > 1)) dense.push({ start: groupStart, end: i });
        if (size < 5 && isPair(text, groupStart, i)) {
          if (++pairsInARow >= CODES_IN_A_ROW) pairs = true;
        } else pairsInARow = 0;
        if (groupLetters === 0 && groupCodes === size) {
          if (++codesInARow >= CODES_IN_A_ROW) codes = true;
        } else codesInARow = 0;
      }
      groupStart = i + 1;
      groupLetters = groupOdd = groupCodes = groupCapitals = 0;
      alone = true;
    } else if (kind === Class.Digit || kind === Class.Symbol) {
      groupOdd++;
      groupCodes++;
      if (alone && i + 1 < length) {
        const next = text.charCodeAt(i + 1);
        const apart = next < 128 && CLASSES[next] !== Class.Letter && CLASSES[next] !== Class.Digit;
        if (apart) {
          if (++singlesInARow >= SINGLES_IN_A_ROW) singles = true;
        } else singlesInARow = 0;
      }
      alone = false;
    } else {
      if (kind === Class.Dot) groupCodes++;
      else if (code >= 0x2801 && code <= 0x28ff) braille = true;
      alone = true;
    }
  }
  if (stretchStart >= 0 && strange >= UNKNOWN_WORDS) unknown.push({ start: stretchStart, end: stretchEnd });
  return { unknown, mixed, singles, glued, dense, pairs, braille, codes, words: WORDS.take() };
}

/** `69`, `0x69`, `\x69`, `69,`. */
function isPair(text: string, start: number, end: number): boolean {
  const size = end - start;
  const last = text.charCodeAt(end - 1);
  const digits = size === 2 || size === 4 ? end : size === 3 && (last === 44 || last === 58) ? end - 1 : -1;
  return digits > 0 && isHex(text.charCodeAt(digits - 1)) && isHex(text.charCodeAt(digits - 2));
}

function isHex(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 48 && code <= 57) || (lower >= 97 && lower <= 102);
}
