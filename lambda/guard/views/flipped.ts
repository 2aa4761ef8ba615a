import type { Edit } from './mapped-text';
import { readingOf } from './reads-as-words';
import type { Span } from './scan';

/** How a stretch of a text was disguised. */
export type Flip = 'rot13' | 'caesar' | 'atbash' | 'reversed';

/** A stretch that reads as words once it is decoded. */
export interface Flipped extends Edit {
  readonly flip: Flip;
  /** For `reversed`: each word turned around where it stands, which is right when words and not lines were reversed. */
  readonly wordwise?: string;
}

const MIN_SHARE = 0.6;
const MIN_WORDS = 3;
/** A stretch reaches to the border of its line when only so many characters are between. */
const REACH = 16;

/** Decodes those stretches of unknown words that are ROT13, another Caesar shift, Atbash or reversed. */
export function flippedIn(text: string, stretches: readonly Span[]): Flipped[] {
  const found: Flipped[] = [];
  let last = 0;
  for (const stretch of stretches) {
    const start = Math.max(last, lineStart(text, stretch.start));
    const end = lineEnd(text, stretch.end);
    const disguised = text.slice(start, end);
    const decoded = decode(disguised);
    if (decoded === undefined) continue;
    found.push({ start, end, ...decoded });
    last = end;
  }
  return found;
}

function decode(disguised: string): Omit<Flipped, 'start' | 'end'> | undefined {
  const own = readingOf(disguised).share;
  const reads = (text: string): boolean => {
    const { share, words } = readingOf(text);
    return words >= MIN_WORDS && share >= MIN_SHARE && share > own + 0.3;
  };
  const rot13 = shift(disguised, 13);
  if (reads(rot13)) return { flip: 'rot13', text: rot13 };
  const reversed = reverse(disguised);
  if (reads(reversed)) {
    const wordwise = disguised.replace(/\S+/g, reverse);
    return { flip: 'reversed', text: reversed, wordwise };
  }
  const by = likelyShift(disguised);
  if (by !== 0 && by !== 13) {
    const caesar = shift(disguised, by);
    if (reads(caesar)) return { flip: 'caesar', text: caesar };
  }
  const atbash = mirror(disguised);
  if (reads(atbash)) return { flip: 'atbash', text: atbash };
  const both = reverse(rot13);
  return reads(both) ? { flip: 'rot13', text: both } : undefined;
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
const LOG_FREQUENCY = FREQUENCY.map(Math.log);

/** The shift under which the letters are most like English. */
function likelyShift(text: string): number {
  const counts = new Float64Array(26);
  for (let i = 0; i < text.length; i++) {
    const lower = text.charCodeAt(i) | 0x20;
    if (lower >= 97 && lower <= 122) counts[lower - 97] = (counts[lower - 97] ?? 0) + 1;
  }
  let best = 0;
  let bestScore = -Infinity;
  for (let by = 0; by < 26; by++) {
    let score = 0;
    for (let letter = 0; letter < 26; letter++)
      score += (counts[letter] ?? 0) * (LOG_FREQUENCY[(letter + by) % 26] ?? 0);
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
