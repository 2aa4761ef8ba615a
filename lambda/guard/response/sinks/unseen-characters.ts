import { ScanStage, type TextStage } from '../text-stage';

/** A longer run is no formatting of any script: it is taken by pieces of so many. */
const MAX_RUN = 32;
const UNSEEN = /(?:[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|\udb40[\udc80-\udfff]){1,32}/y; // prettier-ignore
/** Only these: marks of the writing direction are wanted beside blanks and signs. */
const DIRECTION = /^[\u061c\u200e\u200f]+$/;
/** Between these an unseen character says nothing to anybody but a search. */
const BEFORE = /[0-9A-Za-z@._+/=: -]/;
const AFTER = /^[0-9A-Za-z@._+/=: -]/;
const BEFORE_MARK = /[0-9A-Za-z@._+/=:-]/;
/** The sign at the end of a sentence is followed by a blank, that of an address is not. */
const AFTER_MARK = /^[@._+/=:-]?[0-9A-Za-z]/;

/**
 * Takes unseen characters out of words, numbers and addresses in Latin letters: `4111<zero width space>1111` reads like
 * a number and is found by nothing that looks for one. Between other letters they are spelling, and stay.
 */
export function unseenCharacters(): TextStage {
  let before = '';
  return new ScanStage({
    plain:
      /[^\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\udb40]+/y,
    maxConstructUnits: 2 * MAX_RUN + 2,
    passed(run) {
      before = run.at(-1) ?? '';
    },
    construct(text, at, final) {
      UNSEEN.lastIndex = at;
      const run = UNSEEN.exec(text)?.[0] ?? '';
      const next = at + run.length;
      const long = run.length >= MAX_RUN && [...run].length === MAX_RUN;
      // what follows is asked for two units.
      if (!final && !long && next + 1 >= text.length) return undefined;
      if (run === '') {
        before = text[at] ?? '';
        return { text: before, next: at + 1 };
      }
      const mark = DIRECTION.test(run);
      const after = text.slice(next, next + 2);
      const inData = (mark ? BEFORE_MARK : BEFORE).test(before) && (long || (mark ? AFTER_MARK : AFTER).test(after));
      if (inData) return { text: '', next };
      before = run.at(-1) ?? '';
      return { text: run, next };
    },
  });
}
