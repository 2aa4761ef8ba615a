import type { Observation, SegmentCheck, Subject } from '../inspection';
import { hiddenIn } from '../views/hidden';
import { CONTROLS, FOREIGN } from '../views/scan';

/** What is taken out of a text, as an edit of it too: a text may have millions, and each is made once. */
export type Unseen = Observation & { readonly text: '' };

const unseen = (start: number, end: number, score: number, rule: string): Unseen => ({
  rule,
  reason: 'prompt_injection',
  score,
  start,
  end,
  action: 'neutralize',
  replacement: '',
  text: '',
});

/** Characters that reorder what a reader sees, and control characters that a terminal or a log would obey. */
const DECEPTIVE = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+/g;

/**
 * Takes out what a reader cannot see and a model can read: messages in tag characters, variation selectors and
 * zero-width bits, overrides of the writing direction, control characters.
 *
 * What the message says is judged by the other checks, which read it in a view of its own.
 */
export function hiddenCharacters(): SegmentCheck {
  return {
    name: 'hidden-characters',
    failure: 'guard_failed',
    run: unseenIn,
  };
}

const known = new WeakMap<Subject['views'], readonly Unseen[]>();

/** Everything that the check takes out of a text, in order; looked for once. */
export function unseenIn({ segment: { text }, views }: Subject): readonly Unseen[] {
  if (((views[0]?.signs ?? FOREIGN) & (CONTROLS | FOREIGN)) === 0) return [];
  const before = known.get(views);
  if (before !== undefined) return before;
  const found: Unseen[] = hiddenIn(text).flatMap(({ kind, runs }) =>
    runs.map(({ start, end }) => unseen(start, end, 0.4, kind)),
  );
  for (const { 0: run, index } of text.matchAll(DECEPTIVE)) {
    found.push(unseen(index, index + run.length, 0.1, 'deceptive-characters'));
  }
  if (found.some(({ start }, i) => i > 0 && start < (found[i - 1] as Unseen).start)) {
    found.sort((a, b) => a.start - b.start);
  }
  known.set(views, found);
  return found;
}
