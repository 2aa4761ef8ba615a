import type { Edit } from './mapped-text';
import { alphabetOf, PLAIN_ALPHABET, readingsOf, type Reading } from './reads-as-words';
import type { Span } from './scan';
import { Units } from './units';

/** How a stretch of a text was disguised. */
export type Flip = 'rot13' | 'caesar' | 'atbash' | 'reversed';

/** A stretch that reads as words once it is decoded. */
export interface Flipped extends Edit {
  readonly flip: Flip;
  /** For `reversed`: each word turned around where it stands, which is right when words and not lines were reversed. */
  readonly wordwise?: string;
}

const MIN_SHARE = 0.36;
const MIN_WORDS = 3;
/** A stretch reaches to the border of its line when only so many characters are between. */
const REACH = 16;

const SHIFTS = Array.from({ length: 26 }, (_, by) => alphabetOf((letter) => (letter + by) % 26));
const ROT13 = SHIFTS[13] as Uint8Array;
const MIRROR = alphabetOf((letter) => 25 - letter);
const UNITS = new Units();

/** Decodes those stretches of unknown words that are ROT13, another Caesar shift, Atbash or reversed. */
export function flippedIn(text: string, stretches: readonly Span[]): Flipped[] {
  const found: Flipped[] = [];
  if (stretches.length === 0) return found;
  const units = UNITS.of(text);
  let last = 0;
  for (const stretch of stretches) {
    const start = Math.max(last, lineStart(text, stretch.start));
    const end = lineEnd(text, stretch.end);
    const flip = flipOf(units, start, end);
    if (flip === undefined) continue;
    const decoded = decode(text.slice(start, end), flip);
    found.push({ start, end, ...decoded });
    last = end;
  }
  return found;
}

/** How a stretch has to be turned to read as words; `shift` is how far its letters are moved before. */
interface Turn {
  readonly flip: Flip;
  readonly shift: number;
}

/** The ways are read side by side, without a decoded text: hardly any stretch reads as words in one. */
function flipOf(units: Uint16Array, start: number, end: number): Turn | undefined {
  const by = likelyShift(units, start, end);
  const caesar = SHIFTS[by] as Uint8Array;
  const [own, rot13, shifted, mirrored] = readingsOf(units, start, end, [PLAIN_ALPHABET, ROT13, caesar, MIRROR]);
  const reads = (reading: Reading | undefined): boolean =>
    reading !== undefined &&
    own !== undefined &&
    reading.words >= MIN_WORDS &&
    reading.share >= MIN_SHARE &&
    reading.share > own.share + 0.3;
  if (reads(rot13)) return { flip: 'rot13', shift: 13 };
  const [reversed, both] = readingsOf(units, start, end, [PLAIN_ALPHABET, ROT13], true);
  if (reads(reversed)) return { flip: 'reversed', shift: 0 };
  if (by !== 0 && by !== 13 && reads(shifted)) return { flip: 'caesar', shift: by };
  if (reads(mirrored)) return { flip: 'atbash', shift: 0 };
  return reads(both) ? { flip: 'reversed', shift: 13 } : undefined;
}

function decode(disguised: string, { flip, shift: by }: Turn): Omit<Flipped, 'start' | 'end'> {
  switch (flip) {
    case 'reversed':
      return by === 0
        ? { flip, text: reverse(disguised), wordwise: disguised.replace(/\S+/g, reverse) }
        : { flip: 'rot13', text: reverse(shift(disguised, by)) };
    case 'atbash':
      return { flip, text: mirror(disguised) };
    default:
      return { flip, text: shift(disguised, by) };
  }
}

function reverse(text: string): string {
  let out = '';
  for (let i = text.length - 1; i >= 0; i--) out += text[i];
  return out;
}

function mapLetters(text: string, move: (letter: number) => number): string {
  const bytes = Buffer.from(text, 'utf16le');
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (bytes[i + 1] !== 0) continue;
    const code = bytes[i] ?? 0;
    const lower = code | 0x20;
    if (lower >= 97 && lower <= 122) bytes[i] = (code & 0x20) | (move(lower - 97) + 65);
  }
  return bytes.toString('utf16le');
}

function shift(text: string, by: number): string {
  return mapLetters(text, (letter) => (letter + by) % 26);
}

function mirror(text: string): string {
  return mapLetters(text, (letter) => 25 - letter);
}

/** Letters of English in percent, a to z. */
const FREQUENCY = [
  8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2, 6.1, 7, 0.15, 0.77, 4, 2.4, 6.7, 7.5, 1.9, 0.095, 6, 6.3, 9.1, 2.8, 0.98, 2.4, 0.15,
  2, 0.074,
];
/** Twice over, so that a shift needs no remainder. */
const LOG_FREQUENCY = Float64Array.from([...FREQUENCY, ...FREQUENCY].map(Math.log));
const COUNTS = new Int32Array(26);

/** The shift under which the letters are most like English. */
function likelyShift(units: Uint16Array, start: number, end: number): number {
  const counts = COUNTS.fill(0);
  for (let i = start; i < end; i++) {
    const lower = PLAIN_ALPHABET[units[i] as number] as number;
    if (lower !== 0) counts[lower - 97] = (counts[lower - 97] as number) + 1;
  }
  let best = 0;
  let bestScore = -Infinity;
  for (let by = 0; by < 26; by++) {
    let score = 0;
    for (let letter = 0; letter < 26; letter++) {
      const count = counts[letter] as number;
      if (count !== 0) score += count * (LOG_FREQUENCY[letter + by] as number);
    }
    if (score > bestScore) {
      bestScore = score;
      best = by;
    }
  }
  return best;
}

function lineStart(text: string, at: number): number {
  for (let i = at; i > Math.max(0, at - REACH); i--) if (text[i - 1] === '\n') return i;
  return at <= REACH ? 0 : at;
}

function lineEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + REACH);
  for (let i = at; i < limit; i++) if (text[i] === '\n') return i;
  return at + REACH >= text.length ? text.length : at;
}
