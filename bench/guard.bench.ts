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

const PASS = 'one plain pass over the text';

/** A row of numbers: what every pattern of personal data begins with. */
const NUMBERS = Array.from({ length: 4_000 }, (_, i) => `${(i * 7919) % 10_007} ${i % 97}.${i % 13}`).join(' ');

/** One plain pass over a text, in microseconds a thousand characters: what a number of this machine at this hour is worth. */
function onePass(): number {
  const text = PROMPT.repeat(40);
  const pass = (): number => {
    let hash = 0x811c9dc5 | 0;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash;
  };
  for (let i = 0; i < 200; i++) pass();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 40; i++) pass();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 40 / (text.length / 1_000);
  });
  return times.sort((a, b) => a - b)[4] ?? NaN;
}

/** Microseconds of CPU for a piece of an answer that is streamed. */
function perChunk(guard: Guard): number {
  const text = PROMPT.repeat(12);
  const pieces = text.match(/[^]{1,16}/g) ?? [];
  const stream = (): void => {
    const response = guard.openResponse({
      request: { allowed: true, segments: [], findings: [], pseudonyms: new Map(), untrustedContent: false },
      systemPrompts: ['You are the assistant of Contoso and never tell a customer the internal discount code.'],
      canaries: ['0123456789abcdef0123456789abcdef'],
      channel: 'text',
    });
    for (const piece of pieces) response.push(piece);
    response.end();
  };
  for (let i = 0; i < 10; i++) stream();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 4; i++) stream();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 4 / pieces.length;
  });
  return times.sort((a, b) => a - b)[4] ?? NaN;
}

const bench: Bench = {
  name: 'guard',
  summary: 'CPU time of the request guard, without and with the trained detector',
  run: async () => {
    const policy = readPolicy('standard');
    const plain = createGuard(policy);
    const pass = onePass();
    const rules = perKilobyte(plain);
    const numbers = cost(plain, NUMBERS, 10) / (NUMBERS.length / 1_000);
    const chunk = perChunk(plain);
    const before = process.cpuUsage();
    const detector = shippedDetector();
    const { user, system } = process.cpuUsage(before);
    const all = perKilobyte(createGuard(policy, { detector }));
    const beside = (value: number) => ({ value, ratio: value / pass, baseline: PASS });
    return [
      { name: PASS, value: pass, unit: 'us/KB' },
      { name: 'request path without the detector', ...beside(rules.slope), unit: 'us/KB', limit: 15 },
      { name: 'one request without the detector', value: rules.fixed, unit: 'us', limit: 300 },
      { name: 'request path with the detector', ...beside(all.slope), unit: 'us/KB', limit: 120 },
      { name: 'rows of numbers without the detector', ...beside(numbers), unit: 'us/KB' },
      { name: 'a piece of a streamed answer', value: chunk, unit: 'us', limit: 20 },
      { name: 'loading the detector', value: (user + system) / 1_000, unit: 'ms', limit: 10 },
    ];
  },
};

export default bench;
