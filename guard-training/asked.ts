import { percent, table } from './table';

/** A figure that is asked of the detection, and what was measured. */
export interface Asked {
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly got: number;
}

/** Whether a figure is what was asked; one that could not be measured is not. */
export function holds({ atLeast = -Infinity, atMost = Infinity, got }: Asked): boolean {
  return got >= atLeast && got <= atMost;
}

/** Asked and got, one row a figure. */
export function askedTable(figures: readonly Asked[]): string {
  return table(
    ['figure', 'asked', 'got', ''],
    figures.map((figure) => [
      figure.what,
      figure.atLeast === undefined ? `≤ ${percent(figure.atMost ?? NaN)}` : `≥ ${percent(figure.atLeast)}`,
      percent(figure.got),
      holds(figure) ? 'yes' : 'NO',
    ]),
  );
}
