/** A stretch of text, in UTF-16 offsets; `end` is exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * One form in which personal data or a credential is written.
 *
 * Local: whether a match stands depends on `lookAround` units before it and `lookAhead` after it at most, so that the
 * same pattern judges a whole prompt and a stream that arrives in pieces.
 */
export interface DataPattern {
  /** Unique; what a finding calls it. */
  readonly name: string;
  /** What a placeholder calls it: `EMAIL_ADDRESS` becomes `[EMAIL_ADDRESS_1]`. */
  readonly type: string;
  /**
   * Sticky, and proved linear: it is tried only where `starts` says. Its whole match is what is to be replaced, or, with
   * the flag `d`, its first group: what stands before the group says what the group is.
   */
  readonly pattern: RegExp;
  /** Where a match can start; nothing else of a text is looked at. */
  readonly starts: Start;
  /** Longest match, in UTF-16 units, with what stands before its group. */
  readonly maxLength: number;
  /** How far beside a match `pattern` and `accept` look, in UTF-16 units. */
  readonly lookAround: number;
  /**
   * How far after a match they look.
   *
   * @default lookAround
   */
  readonly lookAhead?: number;
  /**
   * Whether what starts at a place may still become a match when more text comes: a sticky expression up to the end of
   * the text, or a function where that could not be linear.
   *
   * @default - it may, until it is longer than any match
   */
  readonly open?: RegExp | ((text: string, at: number) => boolean);
  /**
   * Letters that `accept` wants: those of `followsLetters` before a match, or on either side of it, close by. Where none
   * stand a number is not tried.
   *
   * @default - none
   */
  readonly letters?: 'before' | 'beside';
  /**
   * Decides by checksum or by what stands beside the match.
   *
   * @default - every match stands
   */
  accept?(value: string, text: string, start: number): boolean;
}

/**
 * Where a pattern can match:
 *
 * - a list of literals, two characters or more: where one of them stands, after no letter or digit where it begins with one
 * - `lead`: at a number after no letter or digit, by its first digits: `'9'` is nine digits, `'3- '` is three and then a
 *   hyphen or a blank, `'+'` and `'('` are these signs; `digits` is the fewest that the number has
 * - `letters`: at so many letters before a digit: `'2'` is two, `'1- '` is one, with a hyphen or a blank between allowed
 * - `pairs`: at two characters and a colon or hyphen, twice
 * - `word then number`: at a word, abbreviated or not, that a blank and a digit follow
 * - `around`: at the start of the run of `run` characters in which one of these signs stands, with `gap` also where a blank
 *   stands between; `then` is what follows the sign
 */
export type Start =
  | readonly string[]
  | { readonly lead: readonly string[]; readonly digits: number }
  | { readonly letters: readonly string[] }
  | 'pairs'
  | 'word then number'
  | {
      readonly around: string | readonly string[];
      readonly run: RegExp;
      readonly max: number;
      readonly gap?: true;
      /** @default - letters, digits, what is in the run, the sign again */
      readonly then?: RegExp;
    };

/** What a pattern found, in offsets of the text that was searched. */
export interface DataMatch<Pattern extends DataPattern = DataPattern> extends Stretch {
  readonly pattern: Pattern;
}

/** The data in a match of a pattern at one place; `undefined` where there is none. */
export function dataAt(pattern: DataPattern, text: string, at: number): Stretch | undefined {
  const expression = pattern.pattern;
  expression.lastIndex = at;
  const match = expression.exec(text);
  if (match === null) return undefined;
  const [start, end] = match.indices?.[1] ?? [at, expression.lastIndex];
  if (end <= start || end - start > pattern.maxLength) return undefined;
  return pattern.accept?.(text.slice(start, end), text, start) === false ? undefined : { start, end };
}

/** Between a word that says what a number is and the number. */
const GAP_UNITS = 26;

/** Whether letters stand before a place and no digit between: a number in a row of numbers is introduced by nothing. */
export function followsLetters(text: string, start: number): boolean {
  for (let i = start - 1; i >= Math.max(0, start - GAP_UNITS); i--) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) return false;
    if ((code | 0x20) >= 97 && (code | 0x20) <= 122) return true;
    if (code > 127) return true;
  }
  return false;
}
