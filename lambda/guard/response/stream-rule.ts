import type { ReasonCode } from '../../core/reason';

/** A stretch of text, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A match of a rule; a rule that stands for many says which of them it was. */
export interface Match extends Span {
  readonly as?: { readonly name: string; readonly type: string; readonly replacement: string };
}

/**
 * One rule over a text that arrives in pieces.
 *
 * Local by contract: whether a match starts at a place depends only on the `maxLength` units after it and on
 * `lookAround` units on either side. That is what lets a window decide a text without seeing all of it.
 */
export interface StreamRule {
  readonly name: string;
  readonly reason: ReasonCode;
  /** `block` ends the answer, `redact` replaces the match, `flag` only reports it. */
  readonly action: 'block' | 'redact' | 'flag';
  /** What stands in for a redacted match. */
  replacement(match: string): string;
  /** Longest match, in UTF-16 units. Nothing of a match up to this length is ever sent. */
  readonly maxLength: number;
  /** How far beside a match the rule looks, in UTF-16 units. */
  readonly lookAround: number;
  /** The first match that starts at `from` or later. */
  next(text: string, from: number): Match | undefined;
  /**
   * The earliest place at or after `from` where a match may have begun that the end of the text cuts off.
   *
   * @default - anything within the last `maxLength + lookAround` units may be one
   */
  openFrom?(text: string, from: number): number;
}

/**
 * The rule's first match from `from` on.
 *
 * @throws when the match is empty or lies before `from`: such a rule would never move on, and a broken rule refuses.
 */
export function firstMatch(rule: StreamRule, text: string, from: number): Match | undefined {
  const span = rule.next(text, from);
  if (span !== undefined && (span.end <= span.start || span.start < from)) {
    throw new Error(`${rule.name}: expected a match from ${from} on, got [${span.start}, ${span.end})`);
  }
  return span;
}
