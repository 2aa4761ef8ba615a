import type { Example } from '../example';

/** A source that is unlike the others. */
export interface SourceOutlier {
  readonly source: string;
  readonly why: 'labels' | 'refusals';
}

/** Fewer examples than this say nothing about a source. */
const MIN_EXAMPLES = 20;

/** Standard errors from which a share is no chance: one honest source in three million deviates so far. */
const MAX_DEVIATION = 5;

/** Shares differ between honest sources, too: below this difference nobody is accused. */
const MIN_DIFFERENCE = 0.25;

/**
 * Finds sources whose labels, or whose share of refused examples, are far from those of all the others together.
 *
 * A source that turns labels over looks so, one example at a time being nothing special.
 */
export function sourceOutliers(examples: readonly Example[], refused: ReadonlySet<string>): SourceOutlier[] {
  const all = new Counts();
  const bySource = new Map<string, Counts>();
  for (const example of examples) {
    const counts = bySource.get(example.source) ?? new Counts();
    bySource.set(example.source, counts);
    for (const each of [all, counts]) each.add(example.label, refused.has(example.id));
  }
  const outliers: SourceOutlier[] = [];
  for (const [source, counts] of bySource) {
    const others = all.total - counts.total;
    if (counts.total < MIN_EXAMPLES || others < MIN_EXAMPLES) continue;
    const labels = [...counts.labels].some(([label, count]) =>
      isFar(count, counts.total, (all.labels.get(label) ?? 0) - count, others),
    );
    if (labels) outliers.push({ source, why: 'labels' });
    else if (isFar(counts.refused, counts.total, all.refused - counts.refused, others)) {
      outliers.push({ source, why: 'refusals' });
    }
  }
  return outliers;
}

class Counts {
  public total = 0;
  public refused = 0;
  public readonly labels = new Map<string, number>();

  public add(label: string | undefined, isRefused: boolean): void {
    this.total += 1;
    if (isRefused) this.refused += 1;
    if (label !== undefined) this.labels.set(label, (this.labels.get(label) ?? 0) + 1);
  }
}

/** Whether a share is higher than that of the others by more than chance and custom allow. */
function isFar(count: number, of: number, otherCount: number, otherOf: number): boolean {
  const share = count / of;
  const other = otherCount / otherOf;
  const pooled = (count + otherCount) / (of + otherOf);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / otherOf));
  return share - other > MIN_DIFFERENCE && share - other > MAX_DEVIATION * error;
}
