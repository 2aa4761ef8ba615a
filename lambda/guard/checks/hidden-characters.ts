import type { Observation, SegmentCheck } from '../inspection';
import { hiddenIn } from '../views/hidden';
import { CONTROLS, FOREIGN } from '../views/scan';

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
    run: ({ segment: { text }, views }) => {
      const found: Observation[] = [];
      if (((views[0]?.signs ?? FOREIGN) & (CONTROLS | FOREIGN)) === 0) return found;
      const add = (start: number, end: number, score: number, rule: string): void => {
        found.push({ rule, reason: 'prompt_injection', score, start, end, action: 'neutralize', replacement: '' });
      };
      for (const { kind, runs } of hiddenIn(text)) for (const { start, end } of runs) add(start, end, 0.4, kind);
      for (const match of text.matchAll(DECEPTIVE)) {
        add(match.index, match.index + match[0].length, 0.1, 'deceptive-characters');
      }
      return found;
    },
  };
}
