import { plainLetter } from './leet';
import type { Edit } from './mapped-text';
import { readingOf, segment } from './reads-as-words';
import { asciiTable, Units } from './units';

/** What a unit can be: one of a word, one that stands for a letter, one that stands between them. */
const WORD = 1;
const UNIT = 2;
const GAP = 4;
const KINDS = asciiTable(
  (unit) =>
    (/[A-Za-z0-9]/.test(unit) ? WORD : 0) |
    (/[A-Za-z0-9@$!|+]/.test(unit) ? UNIT : 0) |
    (/[ \t\n\r._\-*|/~,:'"+]/.test(unit) ? GAP : 0),
);
const UNITS = new Units();
const MAX_GAP = 4;
const MIN_UNITS = 5;
/** So many gaps say which are the short ones. */
const GAPS_COMPARED = 64;
const MIN_SHARE = 0.7;

/** Single characters in a row from which a stretch is taken for spaced text, and the share of its words that must be known. */
const MIN_SPREAD = 12;
const MIN_SPREAD_SHARE = 0.4;

/** `ignore previous` for `i g n o r e   p r e v i o u s` and `i-g-n-o-r-e-p-r-e-v-i-o-u-s`. */
export function spacedEdits(text: string): Edit[] {
  const edits: Edit[] = [];
  const units = UNITS.of(text);
  // a stretch is read once: that it is no spaced text holds for its parts as well.
  let spreadsReadTo = 0;
  for (let i = 0; i < text.length;) {
    if (i >= spreadsReadTo && standsAlone(units, text.length, i)) {
      const { end, words } = readSpread(text, units, i);
      spreadsReadTo = end;
      if (words !== undefined) {
        edits.push({ start: i, end, text: words });
        i = end;
        continue;
      }
    }
    const run = isSingle(units, i) ? readRun(units, text.length, i) : undefined;
    if (run === undefined) {
      i++;
      continue;
    }
    if (run.units >= MIN_UNITS) {
      const decoded = join(units, text.length, i, run);
      if (decoded !== undefined) edits.push({ start: i, end: run.end, text: decoded });
    }
    i = run.end;
  }
  return edits;
}

/**
 * Text whose every character, marks included, stands alone, with wider gaps between its words.
 *
 * The wider gaps say where words end, so fewer of them need to be known than where the gaps must be guessed.
 */
function readSpread(
  text: string,
  codes: Uint16Array,
  start: number,
): { readonly end: number; readonly words?: string } {
  const { length } = text;
  let units = 0;
  let shortest = Infinity;
  let end = start;
  // read twice, so that a text of millions of such characters leaves nothing behind that is to be remembered for each.
  for (let at = start; at < length && standsAlone(codes, length, at);) {
    if (units > 0 && units <= GAPS_COMPARED) shortest = Math.min(shortest, gapBetween(codes, end, at));
    units++;
    end = at + 1;
    at = afterSpace(codes, length, end);
    if (at - end > MAX_GAP) break;
  }
  if (units < MIN_SPREAD) return { end };
  const out = new Uint16Array(units * 2);
  let written = 0;
  let words = 1;
  let before = start;
  for (let at = start; at < end; at = afterSpace(codes, length, at + 1)) {
    if (at > start && gapBetween(codes, before, at) > shortest) {
      out[written++] = 32;
      words++;
    }
    out[written++] = codes[at] as number;
    before = at + 1;
  }
  if (words < 3) return { end };
  const kept = textOf(out, written);
  return readingOf(kept).share >= MIN_SPREAD_SHARE ? { end, words: kept } : { end };
}

/** Where the white space after a character ends; more than a gap can have is not read. */
function afterSpace(codes: Uint16Array, length: number, end: number): number {
  let next = end;
  while (next < length && next - end <= MAX_GAP && (codes[next] as number) <= 0x20) next++;
  return next;
}

/** How wide a gap is; a line break is as wide as any. */
function gapBetween(codes: Uint16Array, from: number, to: number): number {
  return hasBreak(codes, from, to) ? MAX_GAP : to - from;
}

function hasBreak(codes: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (codes[i] === 10) return true;
  return false;
}

function textOf(units: Uint16Array, count: number): string {
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le');
}

/** A character with nothing but space, or an end of the text, on both sides. */
function standsAlone(units: Uint16Array, length: number, at: number): boolean {
  return (
    (units[at] as number) > 0x20 &&
    (at === 0 || (units[at - 1] as number) <= 0x20) &&
    (at + 1 >= length || (units[at + 1] as number) <= 0x20)
  );
}

/** Single characters with gaps between them. */
interface Run {
  readonly end: number;
  readonly units: number;
  readonly letters: number;
  /** The shortest of the first gaps. */
  readonly shortest: number;
}

/** The run that begins at `start`, which is a single character. */
function readRun(codes: Uint16Array, length: number, start: number): Run {
  let units = 1;
  let letters = isLetter(codes[start] as number) ? 1 : 0;
  let shortest = Infinity;
  let end = start + 1;
  for (;;) {
    const next = nextSingle(codes, length, end);
    if (next < 0) return { end, units, letters, shortest };
    if (units <= GAPS_COMPARED) shortest = Math.min(shortest, next - end);
    units++;
    if (isLetter(codes[next] as number)) letters++;
    end = next + 1;
  }
}

/** The single character after a gap; `-1` where none is. */
function nextSingle(codes: Uint16Array, length: number, end: number): number {
  let next = end;
  while (
    next - end < MAX_GAP &&
    next < length &&
    ((KINDS[codes[next] as number] as number) & GAP) !== 0 &&
    !(next > end && isSingle(codes, next))
  )
    next++;
  return next === end || next >= length || !isSingle(codes, next) ? -1 : next;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 97 && lower <= 122;
}

/** Whether the character at `at` can be a letter and neither neighbour belongs to the same word. */
function isSingle(units: Uint16Array, at: number): boolean {
  return (
    ((KINDS[units[at] as number] as number) & UNIT) !== 0 &&
    (at === 0 || ((KINDS[units[at - 1] as number] as number) & WORD) === 0) &&
    ((KINDS[units[at + 1] as number] as number) & WORD) === 0
  );
}

/** The words of a run, where it reads as any. */
function join(
  codes: Uint16Array,
  length: number,
  start: number,
  { end, units, letters, shortest }: Run,
): string | undefined {
  if (letters * 4 < units) return undefined;
  const spaced = new Uint16Array(units * 2);
  const glued = new Uint16Array(units);
  let written = 0;
  let count = 0;
  let before = start;
  for (let at = start; at >= 0 && at < end; at = nextSingle(codes, length, at + 1)) {
    if (at > start && (at - before > shortest || hasBreak(codes, before, at))) spaced[written++] = 32;
    const code = codes[at] as number;
    const letter = isLetter(code) ? code : plainLetter(String.fromCharCode(code)).charCodeAt(0);
    spaced[written++] = letter;
    glued[count++] = letter;
    before = at + 1;
  }
  if (written > count) {
    const kept = textOf(spaced, written);
    if (readingOf(kept).share >= MIN_SHARE) return kept;
  }
  const cut = segment(textOf(glued, count));
  return cut.share >= MIN_SHARE ? cut.words.join(' ') : undefined;
}
