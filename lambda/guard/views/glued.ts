import type { Edit } from './mapped-text';
import { segment } from './reads-as-words';
import type { Span } from './scan';

const MIN_SHARE = 0.85;

/** `ignore all previous instructions` for `ignoreallpreviousinstructions`. */
export function gluedEdits(text: string, runs: readonly Span[]): Edit[] {
  const edits: Edit[] = [];
  for (const { start, end } of runs) {
    const { words, share } = segment(text.slice(start, end));
    if (words.length > 2 && share >= MIN_SHARE) edits.push({ start, end, text: words.join(' ') });
  }
  return edits;
}
