import type { ReasonCode } from '../core/reason';
import type { DataPattern } from './data-pattern';
import { PatternSet, type RankedMatch } from './pattern-set';
import type { Match, StreamRule } from './response/stream-rule';

/** What is done with data in an answer. */
export interface DataStreamRuleProps {
  readonly reason: ReasonCode;
  readonly action: StreamRule['action'];
}

/**
 * Many patterns as one rule over an answer that is being streamed: the text is read once for all of them.
 *
 * Only what may still become a match is held back: the last word, a number, an address that has begun.
 */
export function dataStreamRule(
  patterns: readonly DataPattern[],
  { reason, action }: DataStreamRuleProps,
): () => StreamRule {
  const set = new PatternSet(patterns);
  const { maxLength, lookAround } = set;
  const lookAhead = Math.max(0, ...patterns.map((pattern) => pattern.lookAhead ?? pattern.lookAround));
  /** A group may start so far after its pattern: the pattern is looked for behind what was decided. */
  const reach = Math.max(0, ...patterns.map(({ pattern, maxLength }) => (pattern.hasIndices ? maxLength : 0)));

  return () => {
    // an answer is asked for its next match many times before it goes on.
    let read = { text: '', from: 0, matches: [] as RankedMatch<DataPattern>[], next: 0 };
    return {
      name: 'data',
      reason,
      action,
      maxLength,
      lookAround: Math.max(lookAround, lookAhead, reach),
      replacement: () => '',
      next(text, from): Match | undefined {
        if (read.text !== text || from < read.from) {
          read = { text, from, matches: set.findAll(text, Math.max(0, from - reach)), next: 0 };
        }
        const { matches } = read;
        while (read.next < matches.length && (matches[read.next] as RankedMatch<DataPattern>).start < from) read.next++;
        read.from = from;
        const match = matches[read.next];
        if (match === undefined) return undefined;
        const { name, type } = match.pattern;
        return { start: match.start, end: match.end, as: { name, type, replacement: `[${type}]` } };
      },
      openFrom: (text, from) => Math.max(from, set.openFrom(text, Math.max(0, from - reach))),
    };
  };
}
