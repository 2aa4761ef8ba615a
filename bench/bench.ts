/** One measured row; `baseline` names what was measured beside it in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Value divided by the baseline's, from the same run. */
  readonly ratio?: number;
  readonly baseline?: string;
  /** The most (or, with `atLeast`, the least) that is accepted. */
  readonly limit?: number;
  readonly atLeast?: boolean;
}

/** A benchmark: rows for the table and for `bench-out/results.json`. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(): Promise<readonly BenchRow[]>;
}
