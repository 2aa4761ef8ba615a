import { createGuard } from '../lambda/guard/engine';
import type { Guard } from '../lambda/guard/guard';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { readPolicy } from '../lambda/guard/policy';
import type { Bench } from './bench';

const PROMPT =
  'Please read the minutes below and write a summary of about two hundred words for people who were not there. ' +
  'Anna presented the plan for the autumn: three releases, each with its own tests, and a freeze in the last week. ' +
  'There was some discussion about whether the freeze is needed, since the team deploys every day and has not had ' +
  'an incident since March. We agreed to keep it this year and look at the numbers in January. The budget for the ' +
  'new laptops was approved. Open question: who takes over the newsletter while Jonas is away?\n\n';

/** CPU time of one inspection, in microseconds; the median of batches, after a warm-up. */
function cost(guard: Guard, text: string, rounds: number): number {
  const inspect = (): void => {
    guard.inspectRequest([{ role: 'user', text, path: '/messages/0/content' }]);
  };
  for (let i = 0; i < rounds; i++) inspect();
  const batches = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < rounds; i++) inspect();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rounds;
  });
  return batches.sort((a, b) => a - b)[3] ?? NaN;
}

/** The price of a thousand characters, without what a request costs anyway. */
function perKilobyte(guard: Guard): { readonly fixed: number; readonly slope: number } {
  const short = PROMPT.slice(0, 500);
  const long = PROMPT.repeat(40);
  const atShort = cost(guard, short, 400);
  const atLong = cost(guard, long, 20);
  const slope = (atLong - atShort) / ((long.length - short.length) / 1_000);
  return { fixed: Math.max(0, atShort - slope * 0.5), slope };
}

const bench: Bench = {
  name: 'guard',
  summary: 'CPU time of the request guard, without and with the trained detector',
  run: async () => {
    const policy = readPolicy('standard');
    const rules = perKilobyte(createGuard(policy));
    const before = process.cpuUsage();
    const detector = shippedDetector();
    const { user, system } = process.cpuUsage(before);
    const all = perKilobyte(createGuard(policy, { detector }));
    return [
      { name: 'request path without the detector', value: rules.slope, unit: 'us/KB', limit: 15 },
      { name: 'one request without the detector', value: rules.fixed, unit: 'us', limit: 300 },
      { name: 'request path with the detector', value: all.slope, unit: 'us/KB', limit: 120 },
      { name: 'loading the detector', value: (user + system) / 1_000, unit: 'ms', limit: 10 },
    ];
  },
};

export default bench;
