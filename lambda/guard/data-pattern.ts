/**
 * One form in which personal data or a credential is written.
 *
 * Local: whether a match stands depends on `lookAround` units beside it at most, so that the same pattern judges a
 * whole prompt and a stream that arrives in pieces.
 */
export interface DataPattern {
  /** Unique; what a finding calls it. */
  readonly name: string;
  /** What a placeholder calls it: `EMAIL_ADDRESS` becomes `[EMAIL_ADDRESS_1]`. */
  readonly type: string;
  /**
   * Global, proved linear. Its whole match is what is to be replaced, or, with the flag `d`, its first group: what
   * stands before the group says what the group is.
   */
  readonly pattern: RegExp;
  /** Where a match can start; nothing else of a text is looked at. */
  readonly starts: Start;
  /** Longest match, in UTF-16 units, with what stands before its group. */
  readonly maxLength: number;
  /** How far beside a match `pattern` and `accept` look, in UTF-16 units. */
  readonly lookAround: number;
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
 * - a list of literals, two characters or more: where one of them stands and no letter or digit before it
 * - `digits`: at a digit, `+` or `(` after no letter or digit, with so many digits in the number
 * - `code`: at a letter after no letter or digit, with a digit soon after
 * - `pairs`: at two characters and a colon or hyphen, twice
 * - `around`: at the start of the run of `run` characters in which this character stands
 * - `needs`: anywhere in a text that has one of these, whatever its case; dear, so the literals should be rare
 */
export type Start =
  | readonly string[]
  | { readonly digits: number }
  | 'code'
  | 'pairs'
  | { readonly around: '@' | '.' | ':' | '://'; readonly run: RegExp; readonly max: number }
  | { readonly needs: readonly string[] };

/** What a pattern found, in offsets of the text that was searched. */
export interface DataMatch<Pattern extends DataPattern = DataPattern> {
  readonly pattern: Pattern;
  readonly start: number;
  readonly end: number;
}

/** The data in one match of a pattern's expression; `undefined` when it does not stand. */
export function dataIn(
  pattern: DataPattern,
  match: RegExpExecArray,
  text: string,
): { readonly start: number; readonly end: number } | undefined {
  const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
  if (end <= start || end - start > pattern.maxLength) return undefined;
  return pattern.accept?.(text.slice(start, end), text, start) === false ? undefined : { start, end };
}
