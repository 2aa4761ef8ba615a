/** A step of the start, with the time that it took. */
export interface StepTime {
  readonly title: string;
  readonly seconds: number;
}

/** One line of the progress list. */
export interface Step {
  readonly title: string;
  /** Says what came of it, shown beside the title. */
  readonly run: () => Promise<string | undefined>;
}

/** Runs steps in order under a live list, and hands back where the time went. */
export async function runSteps(steps: readonly Step[]): Promise<readonly StepTime[]> {
  // listr2 is an ES module only.
  const { Listr } = await import('listr2');
  const times: StepTime[] = [];
  const list = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_: unknown, task: { title: string }): Promise<void> => {
        const startedMs = Date.now();
        const outcome = await run();
        const seconds = (Date.now() - startedMs) / 1_000;
        times.push({ title, seconds });
        const result = outcome === undefined ? '' : `: ${outcome}`;
        task.title = `${title}${result} (${seconds.toFixed(1)} s)`;
      },
    })),
    { concurrent: false, exitOnError: true, ...(process.stdout.isTTY ? {} : { renderer: 'simple' as const }) },
  );
  await list.run();
  return times;
}
