import type { ReasonCode } from '../core/reason';
import type { StreamRule } from './response/stream-rule';

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
  /** Global, proved linear. Matches what is to be replaced and nothing beside it. */
  readonly pattern: RegExp;
  /**
   * Where a match can start; nothing else of a text is looked at.
   *
   * - a list of literals, two characters or more: where one of them starts a word
   * - `number`: at a digit, `+` or `(` that no letter or digit precedes
   * - a character: anywhere, in a text that has this character
   */
  readonly starts: readonly string[] | 'number' | '@' | ':' | '.' | 'anywhere';
  /** Longest match, in UTF-16 units. */
  readonly maxLength: number;
  /** How far beside a match `pattern` and `accept` look, in UTF-16 units. */
  readonly lookAround: number;
  /**
   * Decides by checksum or by what stands beside the match.
   *
   * @default - every match stands
   */
  accept?(match: string, text: string, start: number): boolean;
}

/** A match, in offsets of the text that was searched. */
export interface DataMatch<Pattern extends DataPattern = DataPattern> {
  readonly pattern: Pattern;
  readonly start: number;
  readonly end: number;
}

interface Prepared<Pattern extends DataPattern> {
  readonly pattern: Pattern;
  readonly rank: number;
  /** Matches at one place only. */
  readonly sticky: RegExp;
}

const ALPHANUMERIC = /[A-Za-z0-9]/;
const IS_ALPHANUMERIC = Uint8Array.from({ length: 128 }, (_, code) =>
  ALPHANUMERIC.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * Many patterns over one text in one pass: each is tried only where it can start.
 *
 * Of matches that overlap the pattern that is listed first counts, so the surer ones stand first.
 */
export class PatternSet<Pattern extends DataPattern> {
  private readonly byPrefix = new Map<number, { readonly literal: string; readonly prepared: Prepared<Pattern> }[]>();
  private readonly numbers: Prepared<Pattern>[] = [];
  private readonly anywhere: { readonly character: string; readonly prepared: Prepared<Pattern> }[] = [];

  public constructor(patterns: readonly Pattern[]) {
    patterns.forEach((pattern, rank) => {
      const { source, flags } = pattern.pattern;
      const prepared = { pattern, rank, sticky: new RegExp(source, flags.replace('g', 'y')) };
      if (pattern.starts === 'number') this.numbers.push(prepared);
      else if (typeof pattern.starts === 'string') {
        this.anywhere.push({ character: pattern.starts === 'anywhere' ? '' : pattern.starts, prepared });
      } else {
        for (const literal of pattern.starts) {
          if (literal.length < 2)
            throw new Error(`${pattern.name}: expected a start of two characters, got '${literal}'`);
          const key = (literal.charCodeAt(0) << 8) | literal.charCodeAt(1);
          this.byPrefix.set(key, [...(this.byPrefix.get(key) ?? []), { literal, prepared }]);
        }
      }
    });
  }

  /** Every match, ascending, none over another. */
  public find(text: string): DataMatch<Pattern>[] {
    const found: (DataMatch<Pattern> & { readonly rank: number })[] = [];
    const attempt = ({ pattern, rank, sticky }: Prepared<Pattern>, at: number): void => {
      sticky.lastIndex = at;
      const value = sticky.exec(text)?.[0];
      if (value === undefined || value === '' || pattern.accept?.(value, text, at) === false) return;
      found.push({ pattern, rank, start: at, end: at + value.length });
    };

    let before = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 128 && before === 0) {
        if ((code >= 48 && code <= 57) || code === 43 || code === 40)
          for (const prepared of this.numbers) attempt(prepared, i);
        const starting = this.byPrefix.get((code << 8) | text.charCodeAt(i + 1));
        if (starting !== undefined) {
          for (const { literal, prepared } of starting) if (text.startsWith(literal, i)) attempt(prepared, i);
        }
      }
      before = code < 128 ? (IS_ALPHANUMERIC[code] ?? 0) : 0;
    }
    for (const { character, prepared } of this.anywhere) {
      if (character !== '' && !text.includes(character)) continue;
      const { pattern, rank } = prepared;
      for (const match of text.matchAll(pattern.pattern)) {
        const [value] = match;
        if (value === '' || pattern.accept?.(value, text, match.index) === false) continue;
        found.push({ pattern, rank, start: match.index, end: match.index + value.length });
      }
    }
    return withoutOverlaps(found);
  }
}

function withoutOverlaps<Pattern extends DataPattern>(
  found: readonly (DataMatch<Pattern> & { readonly rank: number })[],
): DataMatch<Pattern>[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || a.rank - b.rank);
  const kept: (DataMatch<Pattern> & { readonly rank: number })[] = [];
  for (const match of sorted) {
    const last = kept[kept.length - 1];
    if (last === undefined || match.start >= last.end) kept.push(match);
    else if (match.rank < last.rank) kept[kept.length - 1] = match;
  }
  return kept;
}

/** The pattern as a rule over an answer that is being streamed. */
export function streamRuleOf(pattern: DataPattern, reason: ReasonCode, action: StreamRule['action']): StreamRule {
  const { name, type, maxLength, lookAround } = pattern;
  const regExp = new RegExp(pattern.pattern.source, pattern.pattern.flags);
  return {
    name,
    reason,
    action,
    maxLength,
    lookAround,
    replacement: () => `[${type}]`,
    next(text, from) {
      regExp.lastIndex = from;
      for (let match = regExp.exec(text); match !== null; match = regExp.exec(text)) {
        const [value] = match;
        if (value === '') regExp.lastIndex++;
        else if (value.length <= maxLength && pattern.accept?.(value, text, match.index) !== false) {
          return { start: match.index, end: match.index + value.length };
        }
      }
      return undefined;
    },
  };
}
