import type { DataPattern } from './data-pattern';
import type { PatternSet } from './pattern-set';
import type { Span, View } from './views';

/** A match in a view, in offsets of the original text. */
export interface DataInView<Pattern extends DataPattern> extends Span {
  readonly pattern: Pattern;
}

/**
 * What the patterns match in any view, each place once; in a decoded view the whole encoded run is the place.
 *
 * @param kind patterns of different kinds do not compete for a place.
 */
export function findData<Pattern extends DataPattern>(
  patterns: PatternSet<Pattern>,
  views: readonly View[],
  kind: (pattern: Pattern) => string = () => '',
): DataInView<Pattern>[] {
  const found: DataInView<Pattern>[] = [];
  let before: string | undefined;
  for (const view of views) {
    // a text that was reversed word by word has the same plain form as its first view.
    if (view.plain === before) continue;
    before = view.plain;
    for (const { pattern, start, end } of patterns.find(view.plain, kind)) {
      found.push({ pattern, ...view.plainOrigin(start, end) });
    }
  }
  return found;
}
