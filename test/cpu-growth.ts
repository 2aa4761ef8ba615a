/** Least processor time of some runs, in seconds: other work on the machine adds to the clock, less to this. */
function cpuSeconds(work: () => void, runs = 5): number {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const start = process.cpuUsage();
    work();
    least = Math.min(least, process.cpuUsage(start).user / 1e6);
  }
  return least;
}

/** How much more processor time eight times the text takes: about 8 where the work is linear, 64 where quadratic. */
export function growthOverEightfold(workOn: (text: string) => void, small: string, eightfold: string): number {
  // below a few milliseconds the clock's own grain would be what is measured.
  return (
    cpuSeconds(() => workOn(eightfold)) /
    Math.max(
      cpuSeconds(() => workOn(small)),
      0.002,
    )
  );
}

/** Between linear (8) and quadratic (64), with room for a busy machine. */
export const MOST_GROWTH = 36;
