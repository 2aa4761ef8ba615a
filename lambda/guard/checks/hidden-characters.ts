import type { Observation, SegmentCheck, Subject } from '../inspection';
import { hiddenIn } from '../views/hidden';
import { CONTROLS, FOREIGN } from '../views/scan';

/** What is taken out of a text, and what it was. */
interface Unseen {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly rule: string;
}

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
    run: (subject) =>
      unseenIn(subject).map((unseen): Observation => {
        return { ...unseen, reason: 'prompt_injection', action: 'neutralize', replacement: '' };
      }),
  };
}

const known = new WeakMap<Subject['views'], readonly Unseen[]>();

/** Everything that the check takes out of a text, in order; looked for once. */
export function unseenIn({ segment: { text }, views }: Subject): readonly Unseen[] {
  if (((views[0]?.signs ?? FOREIGN) & (CONTROLS | FOREIGN)) === 0) return [];
  const before = known.get(views);
  if (before !== undefined) return before;
  const found: Unseen[] = hiddenIn(text).flatMap(({ kind, runs }) =>
    runs.map(({ start, end }) => ({ start, end, score: 0.4, rule: kind })),
  );
  for (const { 0: run, index } of text.matchAll(DECEPTIVE)) {
    found.push({ start: index, end: index + run.length, score: 0.1, rule: 'deceptive-characters' });
  }
  found.sort((a, b) => a.start - b.start);
  known.set(views, found);
  return found;
}
