import { EMPTY_WORD, hashLetter, IN_DICTIONARY, LONGEST_WORD, meaningOf } from './dictionary';
import { Units } from './units';
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
  /** Signs that occur in it: what some of them open has to be looked for only where they do. */
  readonly signs: number;
  /** Its words, which were read on the way. */
  readonly words: Words;
}

/** Half-open, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Control characters other than tabs and line breaks. */
export const CONTROLS = 1 << 3;
/** What escapes begin with: `&`, `%`, `\\`, `=`, `<`. */
export const ESCAPES = 1 << 4;
/** What role markers and placeholders have: `<`, `[`, `:`. */
export const BRACKETS = 1 << 5;
export const DIGITS = 1 << 6;
/** Anything but ASCII. */
export const FOREIGN = 1 << 7;

const enum Class {
  Other = 0,
  Letter = 1,
  Digit = 2,
  Symbol = 3,
  Space = 4,
  Dot = 5,
}

/** The bits of a character that are its class; the others say what it is a sign of. */
const CLASS = 7;
/** Of every UTF-16 unit. */
const CHARACTERS = characters();

function characters(): Uint8Array {
  const table = new Uint8Array(1 << 16).fill(Class.Other | FOREIGN);
  table.fill(Class.Other, 32, 127);
  table.fill(Class.Other | CONTROLS, 0, 32);
  table[127] = Class.Other | CONTROLS;
  for (let code = 65; code <= 90; code++) table[code] = table[code | 0x20] = Class.Letter;
  for (let code = 48; code <= 57; code++) table[code] = Class.Digit | DIGITS;
  for (const symbol of '@$!|+') table[symbol.charCodeAt(0)] = Class.Symbol;
  for (const space of ' \t\n\r') table[space.charCodeAt(0)] = Class.Space;
  for (const dot of '.-_') table[dot.charCodeAt(0)] = Class.Dot;
  for (const sign of '&%\\=') table[sign.charCodeAt(0)] = Class.Other | ESCAPES;
  for (const sign of '<[:') table[sign.charCodeAt(0)] = Class.Other | BRACKETS;
  table['<'.charCodeAt(0)] = Class.Other | BRACKETS | ESCAPES;
  return table;
}

const GLUED_LETTERS = 19;
const DENSE_CHARACTERS = 12;
const SINGLES_IN_A_ROW = 5;
const CODES_IN_A_ROW = 6;
const UNKNOWN_WORDS = 3;

const WORDS = new WordList();
const UNITS = new Units();

/** Reads `text` once. Linear; constant work a character. */
export function scan(text: string): Suspicions {
  const units = UNITS.of(text);
  const { length } = text;
  const unknown: Span[] = [];
  const glued: Span[] = [];
  let mixed = 0;
  let singles = false;
  const dense: Span[] = [];
  let pairs = false;
  let pairsInARow = 0;
  let braille = false;
  let codes = false;
  let signs = 0;

  // the group of characters between white space that is being read.
  let groupStart = 0;
  let groupLetters = 0;
  let groupOdd = 0;
  let groupCapitals = 0;
  let groupCodes = 0;
  let codesInARow = 0;
  // single letters or digits, each followed by one other character.
  let singlesInARow = 0;
  let alone = true;
  // the stretch of unknown words that is being read.
  let stretchStart = -1;
  let stretchEnd = 0;
  let strange = 0;
  let familiarInARow = 0;

  for (let i = 0; ; i++) {
    let code = units[i] as number;
    let character = CHARACTERS[code] as number;

    if (character === Class.Letter) {
      // the word, letters only.
      const start = i;
      let hash = EMPTY_WORD;
      do {
        hash = hashLetter(hash, code | 0x20);
        groupCapitals += ((code >> 5) & 1) ^ 1;
        code = units[++i] as number;
        character = CHARACTERS[code] as number;
      } while (character === Class.Letter);
      const letters = i - start;
      groupLetters += letters;
      if (alone && ++singlesInARow >= SINGLES_IN_A_ROW) singles = true;
      if (letters > 1) singlesInARow = 0;
      alone = false;

      const meaning = meaningOf(hash);
      if (meaning > IN_DICTIONARY) WORDS.add(meaning >> 1, start);
      if (letters >= 3) {
        if (letters <= LONGEST_WORD && (meaning & IN_DICTIONARY) !== 0) {
          if (++familiarInARow >= 3 && stretchStart >= 0) {
            if (strange >= UNKNOWN_WORDS) unknown.push({ start: stretchStart, end: stretchEnd });
            stretchStart = -1;
          }
        } else {
          if (stretchStart < 0) {
            stretchStart = start;
            strange = 0;
          }
          strange++;
          familiarInARow = 0;
          stretchEnd = i;
        }
        if (letters >= GLUED_LETTERS) glued.push({ start, end: i });
      }
    }

    signs |= character;
    const kind = character & CLASS;
    if (kind === Class.Space) {
      const size = i - groupStart;
      if (size > 0) {
        if (groupOdd > 0) {
          if (groupLetters > 0) mixed++;
          if (size >= DENSE_CHARACTERS) dense.push({ start: groupStart, end: i });
        } else if (groupCapitals > 1 && size >= DENSE_CHARACTERS) dense.push({ start: groupStart, end: i });
        if (size < 6 && isPair(units, groupStart, i)) {
          if (++pairsInARow >= CODES_IN_A_ROW) pairs = true;
        } else pairsInARow = 0;
        if (groupLetters === 0 && groupCodes === size) {
          if (++codesInARow >= CODES_IN_A_ROW) codes = true;
        } else codesInARow = 0;
      }
      if (i >= length) break;
      groupStart = i + 1;
      groupLetters = groupOdd = groupCodes = groupCapitals = 0;
      alone = true;
    } else if (kind === Class.Digit || kind === Class.Symbol) {
      groupOdd++;
      groupCodes++;
      if (alone && i + 1 < length) {
        const next = (CHARACTERS[units[i + 1] as number] as number) & ~(DIGITS | CONTROLS | ESCAPES | BRACKETS);
        const apart = next < FOREIGN && next !== Class.Letter && next !== Class.Digit;
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
  return { unknown, mixed, singles, glued, dense, pairs, braille, codes, signs, words: WORDS.take() };
}

/** `69`, `0x69`, `\x69`, each with a comma or colon or without. */
function isPair(units: Uint16Array, start: number, end: number): boolean {
  const size = end - start;
  const last = units[end - 1];
  const odd = size === 3 || (size === 5 && ((units[start + 1] as number) | 0x20) === 120);
  const digits = size === 2 || size === 4 ? end : odd && (last === 44 || last === 58) ? end - 1 : -1;
  return digits > 0 && isHex(units[digits - 1] as number) && isHex(units[digits - 2] as number);
}

function isHex(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 48 && code <= 57) || (lower >= 97 && lower <= 102);
}
