import type { LocalEndpoint } from '../local/endpoint';

/** What a proof found. `holds` is true only when everything it names was run and was so. */
export interface ProofResult {
  readonly holds: boolean;
  /** Whether it could not be tried here; it does not hold then, and nobody calls it failed. */
  readonly notRun?: boolean;
  /** Measured numbers, by name with unit. */
  readonly figures: Readonly<Record<string, number | string | boolean>>;
  /** What the figures were measured under: versions, sizes, counts; what could not run says so here. */
  readonly conditions: string;
}

/** What a proof is handed. */
export interface ProofContext {
  /** Arguments after the proof's name. */
  readonly args: readonly string[];
  /** Whether `npm test` asks (`--quick`): a part that stands for the whole, where the whole takes too long for it. */
  readonly quick: boolean;
  /** Prints progress; never the last line. */
  readonly say: (line: string) => void;
  /** The running local API, started for the proof if none runs and stopped after it. */
  readonly localApi: () => Promise<LocalEndpoint>;
}

/** One long proof outside the unit tests. */
export interface Proof {
  readonly name: string;
  /** One sentence: what is shown. */
  readonly summary: string;
  /** About how long it takes on two cores. */
  readonly seconds: number;
  /** Whether `npm test` runs it; the nightly workflow runs all. */
  readonly inTest: boolean;
  /**
   * Whether it leaves the local API alone: `npm test` runs it beside other steps.
   *
   * @default false
   */
  readonly standalone?: boolean;
  run(context: ProofContext): Promise<ProofResult>;
}
