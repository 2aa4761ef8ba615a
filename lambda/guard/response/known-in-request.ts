import { identityOf } from '../data-identity';
import type { Segment } from '../guard';
import { firstMatch, type Match, type StreamRule } from './stream-rule';

/**
 * Lets pass what the caller has sent: personal data and secrets are disclosed only where they are new.
 *
 * The request is searched by the rule itself, once, when the first match comes up.
 */
export function exceptKnown(rule: StreamRule, segments: readonly Segment[]): StreamRule {
  let known: Set<string> | undefined;
  const isKnown = (text: string, match: Match): boolean => {
    known ??= new Set(segments.flatMap((segment) => matchesOf(rule, segment.text)));
    return known.has(keyOf(text, match));
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
        if (!isKnown(text, span)) return span;
      }
      return undefined;
    },
  };
}

function matchesOf(rule: StreamRule, text: string): string[] {
  const found: string[] = [];
  for (
    let span: Match | undefined = firstMatch(rule, text, 0);
    span !== undefined;
    span = firstMatch(rule, text, span.end)
  ) {
    found.push(keyOf(text, span));
  }
  return found;
}

/** Which datum a match is, however it is written. */
function keyOf(text: string, { start, end, as }: Match): string {
  return identityOf(as?.type ?? '', text.slice(start, end));
}
