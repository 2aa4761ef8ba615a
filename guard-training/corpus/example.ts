/** One text with its label. */
export interface Example {
  readonly id: string;
  /** Where it came from: what is left out together. */
  readonly source: string;
  readonly attack: boolean;
  readonly text: string;
}
