import { explore, type Bounds } from '../test/limits/model-checker';
import type { Proof } from './proof';

const BOUNDS: Bounds = {
  processes: [2, 1],
  tokensPerMinute: 4,
  tokensPerDay: 5,
  concurrentRequests: 2,
  startMs: Date.UTC(2026, 10, 30, 23, 59, 30),
  jumps: [6, 12],
  maxJumps: 1,
  maxFaults: 1,
  maxCrashes: 1,
  maxStrangers: 0,
};

/** More than a machine keeps in mind: the bounds were set wrong. */
const MAX_STATES = 1_000_000;

const proof: Proof = {
  name: 'limits-model',
  summary:
    'every state that the writes of the budget item can reach within larger bounds than the unit test’s is right',
  seconds: 300,
  inTest: false,
  run() {
    const { states, steps, finalStates } = explore(BOUNDS, MAX_STATES);
    const { processes, jumps, maxJumps, maxFaults, maxCrashes } = BOUNDS;
    return Promise.resolve({
      holds: finalStates > 0,
      figures: { states, steps, finalStates },
      conditions: `exhaustive: processes with ${processes.join(' and ')} requests, ${maxJumps} jump of ${jumps.join(' or ')} slots across the end of a month, ${maxFaults} lost reply or late copy, ${maxCrashes} crash; DynamoDB's semantics in memory`,
    });
  },
};

export default proof;
