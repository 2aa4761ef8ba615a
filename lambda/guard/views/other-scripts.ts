import { EMPTY_WORD, hashLetter } from './dictionary';
import type { Edit } from './mapped-text';
import { SCRIPT_PAIRS, SCRIPT_WORDS } from './script-words';
import { Units } from './units';

/** What was done to a text in another script, and the whole of it put right. */
export interface Undone extends Edit {
  readonly kind: 'spaced' | 'reversed';
}

/** From here on letters are of scripts other than Latin; before it stand signs and Latin letters. */
const FIRST_UNIT = 0x370;
/** Signs, spaces and halves of astral characters between the letters of other scripts. */
const SIGNS: readonly (readonly [number, number])[] = [
  [0x2000, 0x2bff],
  [0x3000, 0x3003],
  [0x3008, 0x3020],
  [0xd800, 0xf8ff],
  [0xfe00, 0xffff],
];
const LETTERS = new Uint8Array(1 << 16).fill(1, FIRST_UNIT);
for (const [first, last] of SIGNS) LETTERS.fill(0, first, last + 1);

/** Letters of other scripts below which a text is none of theirs, and their share of all that is no space. */
const MIN_LETTERS = 8;
const MIN_SHARE = 0.3;
/** Letters that stand alone from which a text is spaced, and their share of the letters. */
const MIN_ALONE = 12;
const MIN_ALONE_SHARE = 0.8;
/** Known words or pairs backwards from which a text is reversed, and how many times as many as forwards. */
const MIN_KNOWN = 2;
const TIMES_AS_MANY = 3;

const WORDS = new Set(SCRIPT_WORDS.split(' ').map(hashOf));
const PAIRS = new Set(SCRIPT_PAIRS.split(' ').map((pair) => (pair.charCodeAt(0) << 16) | pair.charCodeAt(1)));
const UNITS = new Units();

/** Puts right a text of another script whose letters stand apart or backwards as a whole; nothing where they do not. */
export function undoneScript(text: string): Undone | undefined {
  const units = UNITS.of(text);
  const { length } = text;
  let letters = 0;
  let solid = 0;
  let alone = 0;
  for (let i = 0; i < length; i++) {
    const unit = units[i] as number;
    if (unit <= 0x20) continue;
    solid++;
    if (LETTERS[unit] === 0) continue;
    letters++;
    if ((i === 0 || (units[i - 1] as number) <= 0x20) && (units[i + 1] as number) <= 0x20) alone++;
  }
  if (letters < MIN_LETTERS || letters < MIN_SHARE * solid) return undefined;
  if (alone >= MIN_ALONE && alone >= MIN_ALONE_SHARE * letters)
    return { kind: 'spaced', start: 0, end: length, text: text.replace(/(\S) (?=\S(?:\s|$))/g, '$1') };
  const backwards = knownIn(units, length, true);
  if (backwards < MIN_KNOWN || backwards < TIMES_AS_MANY * knownIn(units, length, false)) return undefined;
  return { kind: 'reversed', start: 0, end: length, text: [...text].reverse().join('') };
}

/** Known words and pairs, read forwards or backwards. */
function knownIn(units: Uint16Array, length: number, backwards: boolean): number {
  const step = backwards ? -1 : 1;
  let known = 0;
  let hash = EMPTY_WORD;
  let before = 0;
  for (let read = 0, i = backwards ? length - 1 : 0; read <= length; read++, i += step) {
    const unit = read < length ? lower(units[i] as number) : 0x20;
    if (LETTERS[unit] === 0) {
      if (hash !== EMPTY_WORD && WORDS.has(hash)) known++;
      hash = EMPTY_WORD;
      before = 0;
      continue;
    }
    if (before !== 0 && PAIRS.has((before << 16) | unit)) known++;
    hash = hashLetter(hash, unit);
    before = unit;
  }
  return known;
}

/** Cyrillic capitals in lower case; no other of these scripts has any. */
function lower(unit: number): number {
  if (unit >= 0x410 && unit <= 0x42f) return unit + 0x20;
  return unit >= 0x400 && unit <= 0x40f ? unit + 0x50 : unit;
}

function hashOf(word: string): number {
  let hash = EMPTY_WORD;
  for (let i = 0; i < word.length; i++) hash = hashLetter(hash, word.charCodeAt(i));
  return hash;
}
