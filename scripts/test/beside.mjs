/**
 * Runs steps in their order, some of them at a time: the next one that need not wait starts as soon as one has ended.
 *
 * @param {readonly {word: string, run: () => unknown, after?: readonly string[]}[]} steps a step starts when no step
 *   that one of the words in `after` names is left; a step that fails is one that has ended
 * @param {number} lanes how many run at a time
 */
export async function runBeside(steps, lanes) {
  const waiting = [...steps];
  const running = new Map();
  const free = ({ after = [] }) => ![...waiting, ...running.keys()].some((other) => after.includes(other.word));
  while (waiting.length > 0 || running.size > 0) {
    while (running.size < lanes) {
      const at = waiting.findIndex(free);
      if (at === -1) break;
      const [step] = waiting.splice(at, 1);
      running.set(
        step,
        (async () => {
          try {
            await step.run();
          } finally {
            running.delete(step);
          }
        })(),
      );
    }
    if (running.size === 0) throw new Error(`steps wait for each other: ${waiting.map(({ word }) => word).join(', ')}`);
    await Promise.race(running.values());
  }
}
