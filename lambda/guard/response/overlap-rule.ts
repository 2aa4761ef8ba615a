import type { Span, StreamRule } from './stream-rule';

/** Whole words: a search that starts inside of one goes on after it. */
const WORD = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+/gu;
/** Longer words end a run, and so does a wider gap between two words: a match stays within a known length. */
const MAX_WORD_UNITS = 32;
const MAX_GAP_UNITS = 8;

interface Run {
  readonly start: number;
  readonly words: number;
}

/** What an overlap rule needs. */
export interface OverlapRuleProps {
  readonly name: string;
  readonly reason: StreamRule['reason'];
  /** Texts that must not come back. */
  readonly sources: readonly string[];
  /**
   * Words in a row that count as a quotation.
   */
  readonly words: number;
}

/** A source of fewer words is too common a phrase to be a quotation. */
const MIN_SOURCE_WORDS = 5;

const wordOf = (raw: string): string => raw.toLowerCase();

/**
 * Blocks a text that repeats a run of words of a source, whatever the case, punctuation and layout.
 *
 * Linear in the text times the number of places where its words stand in the sources. Sources shorter than the run
 * are matched whole, those of fewer than five words not at all.
 */
export function overlapRule({ name, reason, sources, words }: OverlapRuleProps): StreamRule {
  const places = new Map<string, number[]>();
  /** For a place in the sources, the length of the run that is a quotation there; shorter for a short source. */
  const needed: number[] = [];
  for (const source of sources) {
    const sourceWords = (source.match(WORD) ?? []).map(wordOf);
    if (sourceWords.length < MIN_SOURCE_WORDS) continue;
    const run = Math.min(words, sourceWords.length);
    for (const word of sourceWords) {
      const known = places.get(word);
      if (known === undefined) places.set(word, [needed.length]);
      else known.push(needed.length);
      needed.push(run);
    }
    // a gap in the numbering: no run goes on from one source into the next.
    needed.push(Infinity);
  }
  const maxLength = words * (MAX_WORD_UNITS + MAX_GAP_UNITS);

  /** Walks the words from `from` on; stops at the first quotation. */
  function walk(text: string, from: number): { match?: Span; open: number } {
    WORD.lastIndex = from;
    let runs = new Map<number, Run>();
    let previousEnd = from;
    for (let found = WORD.exec(text); found !== null; found = WORD.exec(text)) {
      const start = found.index;
      const end = start + found[0].length;
      const unfinished = end === text.length;
      if (start - previousEnd > MAX_GAP_UNITS) runs = new Map();
      if (unfinished && found[0].length <= MAX_WORD_UNITS) {
        // the word may go on: every run that reached it is still open, and this word may start one.
        const match = firstMatch(advance(runs, found[0], start), end);
        return { ...(match === undefined ? {} : { match }), open: Math.min(start, earliest(runs)) };
      }
      // an endless word is no word of a source: it ends every run, so that a match stays within `maxLength`.
      runs = found[0].length > MAX_WORD_UNITS ? new Map() : advance(runs, found[0], start);
      const match = firstMatch(runs, end);
      if (match !== undefined) return { match, open: match.start };
      previousEnd = end;
    }
    return { open: text.length - previousEnd > MAX_GAP_UNITS ? text.length : Math.min(text.length, earliest(runs)) };
  }

  function advance(runs: ReadonlyMap<number, Run>, raw: string, start: number): Map<number, Run> {
    const next = new Map<number, Run>();
    for (const place of places.get(wordOf(raw)) ?? []) {
      const before = runs.get(place - 1);
      next.set(place, before === undefined ? { start, words: 1 } : { start: before.start, words: before.words + 1 });
    }
    return next;
  }

  function firstMatch(runs: ReadonlyMap<number, Run>, end: number): Span | undefined {
    for (const [place, run] of runs) {
      if (run.words >= (needed[place] ?? Infinity)) return { start: run.start, end };
    }
    return undefined;
  }

  const earliest = (runs: ReadonlyMap<number, Run>): number =>
    Math.min(Infinity, ...[...runs.values()].map((run) => run.start));

  return {
    name,
    reason,
    action: 'block',
    replacement: () => '',
    maxLength,
    lookAround: MAX_WORD_UNITS,
    next: (text, from) => walk(text, from).match,
    openFrom: (text, from) => walk(text, from).open,
  };
}
