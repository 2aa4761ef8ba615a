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
    const run = isSingle(units, i) ? readRun(text, units, i) : undefined;
    if (run === undefined) {
      i++;
      continue;
    }
    if (run.units.length >= MIN_UNITS) {
      const decoded = join(run);
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
  const units: string[] = [];
  const gaps: number[] = [];
  let end = start;
  for (let at = start; at < text.length;) {
    if (!standsAlone(codes, text.length, at)) break;
    units.push(text[at] as string);
    end = at + 1;
    let next = end;
    while (next < text.length && next - end <= MAX_GAP && (codes[next] as number) <= 0x20) next++;
    if (next - end > MAX_GAP) break;
    gaps.push(text.slice(end, next).includes('\n') ? MAX_GAP : next - end);
    at = next;
  }
  if (units.length < MIN_SPREAD) return { end };
  const inner = gaps.slice(0, units.length - 1);
  const shortest = Math.min(...inner.slice(0, 64));
  const words: string[] = [''];
  units.forEach((unit, i) => {
    words[words.length - 1] += unit;
    if ((inner[i] ?? 0) > shortest) words.push('');
  });
  if (words.length < 3) return { end };
  const kept = words.join(' ');
  return readingOf(kept).share >= MIN_SPREAD_SHARE ? { end, words: kept } : { end };
}

/** A character with nothing but space, or an end of the text, on both sides. */
function standsAlone(units: Uint16Array, length: number, at: number): boolean {
  return (
    (units[at] as number) > 0x20 &&
    (at === 0 || (units[at - 1] as number) <= 0x20) &&
    (at + 1 >= length || (units[at + 1] as number) <= 0x20)
  );
}

interface Run {
  readonly units: readonly string[];
  /** What stood between each unit and the next. */
  readonly gaps: readonly string[];
  readonly end: number;
}

/** Single characters with gaps between them, starting at `start`, which is one. */
function readRun(text: string, codes: Uint16Array, start: number): Run {
  const units = [text[start] ?? ''];
  const gaps: string[] = [];
  let end = start + 1;
  for (;;) {
    let next = end;
    while (
      next - end < MAX_GAP &&
      next < text.length &&
      ((KINDS[codes[next] as number] as number) & GAP) !== 0 &&
      !(next > end && isSingle(codes, next))
    )
      next++;
    if (next === end || next >= text.length || !isSingle(codes, next)) return { units, gaps, end };
    gaps.push(text.slice(end, next));
    units.push(text[next] ?? '');
    end = next + 1;
  }
}

/** Whether the character at `at` can be a letter and neither neighbour belongs to the same word. */
function isSingle(units: Uint16Array, at: number): boolean {
  return (
    ((KINDS[units[at] as number] as number) & UNIT) !== 0 &&
    (at === 0 || ((KINDS[units[at - 1] as number] as number) & WORD) === 0) &&
    ((KINDS[units[at + 1] as number] as number) & WORD) === 0
  );
}

function join({ units, gaps }: Run): string | undefined {
  const letters = units.filter((unit) => /[A-Za-z]/.test(unit)).length;
  if (letters * 4 < units.length) return undefined;
  const shortest = Math.min(...gaps.slice(0, 64).map((gap) => gap.length));
  const plain = (unit: string): string => (/[a-z]/i.test(unit) ? unit : plainLetter(unit));
  const words: string[] = [plain(units[0] ?? '')];
  gaps.forEach((gap, i) => {
    const letter = plain(units[i + 1] ?? '');
    if (gap.length > shortest || gap.includes('\n')) words.push(letter);
    else words[words.length - 1] += letter;
  });
  const kept = words.join(' ');
  if (words.length > 1 && readingOf(kept).share >= MIN_SHARE) return kept;
  const cut = segment(words.join(''));
  return cut.share >= MIN_SHARE ? cut.words.join(' ') : undefined;
}
