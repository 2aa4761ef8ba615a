import type { StreamRule } from './stream-rule';

const escapeRegExp = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** What a rule over literals needs. */
export interface LiteralRuleProps {
  readonly name: string;
  readonly reason: StreamRule['reason'];
  readonly action: StreamRule['action'];
  /** @default - a redacted match becomes nothing */
  readonly replacement?: (match: string) => string;
  /** Matched without regard to case; at least one, none empty. */
  readonly literals: readonly string[];
}

/**
 * Matches any of some literals, longest first.
 *
 * One native alternation: linear, since no literal holds a repetition.
 *
 * @throws when there is no literal, or one is empty.
 */
export function literalRule({ name, reason, action, replacement = () => '', literals }: LiteralRuleProps): StreamRule {
  if (literals.length === 0 || literals.includes('')) {
    throw new Error(`${name}: expected literals that are not empty, got ${JSON.stringify(literals.length)} of them`);
  }
  const longestFirst = [...new Set(literals)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'gi');
  const folded = longestFirst.map((literal) => literal.toLowerCase());
  const maxLength = Math.max(...longestFirst.map((literal) => literal.length));
  const starts = new Set(folded.map((literal) => literal[0]));

  return {
    name,
    reason,
    action,
    replacement,
    maxLength,
    lookAround: 0,
    next(text, from) {
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
    },
    openFrom(text, from) {
      const shift = Math.max(from, text.length - maxLength + 1);
      const tail = text.slice(shift).toLowerCase();
      // lower-casing changes the length of a few letters: offsets are lost, so the whole tail is held.
      if (tail.length !== text.length - shift) return shift;
      for (let at = 0; at < tail.length; at += 1) {
        if (!starts.has(tail[at] ?? '')) continue;
        const rest = tail.slice(at);
        if (folded.some((literal) => literal.length > rest.length && literal.startsWith(rest))) return shift + at;
      }
      return text.length;
    },
  };
}
