export interface Step {
  readonly word: string;
  readonly run: () => unknown;
  readonly after?: readonly string[];
}

export function runBeside(steps: readonly Step[], lanes: number): Promise<void>;
