import { plainLetter } from './leet';
import type { Edit } from './mapped-text';
import { readingOf, segment } from './reads-as-words';

const UNIT = /[A-Za-z0-9@$!|+]/;
const WORD = /[A-Za-z0-9]/;
const GAP = /[ \t\n\r._\-*|/~,:'"+]/;
const MAX_GAP = 4;
const MIN_UNITS = 5;
const MIN_SHARE = 0.7;

/** `ignore previous` for `i g n o r e   p r e v i o u s` and `i-g-n-o-r-e-p-r-e-v-i-o-u-s`. */
export function spacedEdits(text: string): Edit[] {
  const edits: Edit[] = [];
  for (let i = 0; i < text.length;) {
    const run = readRun(text, i);
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

interface Run {
  readonly units: readonly string[];
  /** What stood between each unit and the next. */
  readonly gaps: readonly string[];
  readonly end: number;
}

/** Single characters with gaps between them, starting at `start`. */
function readRun(text: string, start: number): Run | undefined {
  if (!isSingle(text, start)) return undefined;
  const units = [text[start] ?? ''];
  const gaps: string[] = [];
  let end = start + 1;
  for (;;) {
    let next = end;
    while (
      next - end < MAX_GAP &&
      next < text.length &&
      GAP.test(text[next] ?? '') &&
      !(next > end && isSingle(text, next))
    )
      next++;
    if (next === end || !isSingle(text, next)) return { units, gaps, end };
    gaps.push(text.slice(end, next));
    units.push(text[next] ?? '');
    end = next + 1;
  }
}

/** Whether the character at `at` can be a letter and neither neighbour belongs to the same word. */
function isSingle(text: string, at: number): boolean {
  const character = text[at];
  if (character === undefined || !UNIT.test(character)) return false;
  return !WORD.test(text[at - 1] ?? ' ') && !WORD.test(text[at + 1] ?? ' ');
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
