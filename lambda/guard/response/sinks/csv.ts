import { ScanStage, type TextStage } from '../text-stage';

/** What a spreadsheet may read as the start of a formula (OWASP CSV Injection), full-width and small forms included. */
const STARTS_FORMULA = /[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]/;
/** What a reader of a file skips before a cell's first character: blanks, marks of byte order, what nobody sees. */
const SKIPPED = /[ \u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3000\ufeff]/;
const DELIMITER = /[,;|\n"]/;
/** A signed number is a value, not a formula. */
const NUMBER = /[+-]\d{1,32}(?:[.,]\d{1,32}){0,8}(?:[eE][+-]?\d{1,4})?%?(?=[,;|\t\r\n"]|$)/y;
const MAX_NUMBER_UNITS = 320;

/** Puts an apostrophe before every cell that a spreadsheet would read as a formula. */
export function csvSink(): TextStage {
  let atCellStart = true;
  return new ScanStage({
    plain:
      /[^=+\-@\t\r\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b,;|\n" \u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3000\ufeff]+/y,
    maxConstructUnits: MAX_NUMBER_UNITS + 1,
    passed() {
      atCellStart = false;
    },
    construct(text, at, final) {
      const unit = text[at] ?? '';
      if (DELIMITER.test(unit)) {
        atCellStart = true;
        return { text: unit, next: at + 1 };
      }
      if (SKIPPED.test(unit)) return { text: unit, next: at + 1 };
      if (!atCellStart || !STARTS_FORMULA.test(unit)) {
        atCellStart = unit === '\t';
        return { text: unit, next: at + 1 };
      }
      if (unit === '\r' || unit === '\t') {
        if (at + 1 === text.length && !final) return undefined;
        // the end of a line, or an empty cell of a tab-separated file.
        if (text[at + 1] === '\n' || unit === '\t') return { text: unit, next: at + 1 };
      }
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text);
      const undecided =
        number === null ? /^[+-][\d.,eE+%-]*$/.test(text.slice(at)) : at + number[0].length === text.length;
      if (undecided && !final && text.length - at < MAX_NUMBER_UNITS) return undefined;
      atCellStart = false;
      return number === null || number[0].length >= MAX_NUMBER_UNITS
        ? { text: `'${unit}`, next: at + 1 }
        : { text: number[0], next: at + number[0].length };
    },
  });
}
