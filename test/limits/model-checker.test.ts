import { explore, type Bounds } from './model-checker';

/** Half a minute before the end of a month: a jump of six slots turns slot, day and month. */
const SMALL: Bounds = {
  processes: [1, 1],
  tokensPerMinute: 3,
  tokensPerDay: 3,
  concurrentRequests: 2,
  startMs: Date.UTC(2026, 10, 30, 23, 59, 30),
  jumps: [6],
  maxJumps: 1,
  maxFaults: 1,
  maxCrashes: 0,
  maxStrangers: 0,
};

// every interleaving of writes, lost replies, late copies, crashes, foreign settlements and turns of the windows.
test.each([
  ['a late copy or a lost reply', SMALL],
  ['a crash and a settlement by the sealer', { ...SMALL, maxFaults: 0, maxCrashes: 1, maxStrangers: 1, maxJumps: 2 }],
  ['windows that turn', { ...SMALL, processes: [2, 1], maxFaults: 0, maxJumps: 2, jumps: [6, 12] }],
] as const)('THREATS 8: two processes, %s: every reachable state is right', (_name, bounds) => {
  const explored = explore(bounds);
  expect(explored.states).toBeGreaterThan(2_000);
  expect(explored.finalStates).toBeGreaterThan(100);
});
