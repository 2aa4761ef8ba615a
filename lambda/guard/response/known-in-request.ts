import type { Segment } from '../guard';
import { firstMatch, type Span, type StreamRule } from './stream-rule';

/** The same number written with other separators is the same number. */
const bare = (match: string): string => match.replace(/[\s.\-()/]/g, '').toLowerCase();

/**
 * Lets pass what the caller has sent: personal data and secrets are disclosed only where they are new.
 *
 * The request is searched by the rule itself, once, when the first match comes up.
 */
export function exceptKnown(rule: StreamRule, segments: readonly Segment[]): StreamRule {
  let known: Set<string> | undefined;
  const isKnown = (match: string): boolean => {
    known ??= new Set(segments.flatMap(({ text }) => matchesOf(rule, text)).map(bare));
    return known.has(bare(match));
  };
  return {
    ...rule,
    next(text, from) {
      // within what is known another pattern of the same rule may find more than is known.
      for (
        let span = firstMatch(rule, text, from);
        span !== undefined;
        span = firstMatch(rule, text, span.as === undefined ? span.end : span.start + 1)
      ) {
        if (!isKnown(text.slice(span.start, span.end))) return span;
      }
      return undefined;
    },
  };
}

function matchesOf(rule: StreamRule, text: string): string[] {
  const found: string[] = [];
  for (
    let span: Span | undefined = firstMatch(rule, text, 0);
    span !== undefined;
    span = firstMatch(rule, text, span.end)
  ) {
    found.push(text.slice(span.start, span.end));
  }
  return found;
}
