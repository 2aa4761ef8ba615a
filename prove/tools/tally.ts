/** Counts what was checked, and tells each check as it comes. */
export class Tally {
  public checks = 0;
  public failed = 0;

  public constructor(private readonly say: (line: string) => void) {}

  /** @param got - told where the check does not hold */
  public readonly expect = (what: string, ok: boolean, got: unknown): void => {
    this.checks += 1;
    if (!ok) this.failed += 1;
    this.say(`${ok ? '✔' : '✘'} ${what}${ok ? '' : `: got ${JSON.stringify(got)}`}`);
  };
}
