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

/** CPU time of one inspection, in microseconds; the least of some batches, after a warm-up: the rest is what others did. */
function cost(guard: Guard, text: string, rounds: number): number {
  const inspect = (): void => {
    guard.inspectRequest([{ role: 'user', text, path: '/messages/0/content' }]);
  };
  for (let i = 0; i < rounds; i++) inspect();
  const batches = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < rounds; i++) inspect();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rounds;
  });
  return Math.min(...batches);
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

const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n');

/** What is read most often beside prose; each looks suspicious in its own way. */
const OTHERS: Readonly<Record<string, string>> = {
  'rows of numbers': rows(4_000, (i) => `${(i * 7919) % 10_007} ${i % 97}.${i % 13}`).replaceAll('\n', ' '),
  'lines of a log': rows(
    500,
    (i) =>
      `2026-11-${10 + (i % 20)}T14:${10 + (i % 50)}:07.${100 + (i % 900)}Z INFO [10.0.3.${i % 256}] request ` +
      `${((i * 2_654_435_761) % 4_294_967_296).toString(16)} took ${(i * 17) % 900}ms status=200 bytes=${(i * 7919) % 65_536}`,
  ),
  'JSON': JSON.stringify(
    Array.from({ length: 300 }, (_, i) => ({ id: i, name: `item-${i}`, active: i % 2 === 0, price: i / 7, tags: ['a', 'new'] })),
    undefined,
    2,
  ),
  'source code': rows(
    300,
    (i) => `export function load${i}(path: string, retries = ${i % 5}): Promise<Buffer | undefined> {\n  return cache.get(path) ?? readFile(join(root, path));\n}`,
  ),
  'base64': Buffer.from(rows(600, (i) => String.fromCharCode(...Array.from({ length: 30 }, (_, k) => (i * 31 + k * k * 97 + i * k) % 256)))).toString('base64'),
  'Chinese': '\u8bf7\u9605\u8bfb\u4e0b\u9762\u7684\u4f1a\u8bae\u8bb0\u5f55\uff0c\u5e76\u4e3a\u672a\u51fa\u5e2d\u7684\u4eba\u5199\u4e00\u4efd\u603b\u7ed3\u3002'.repeat(600),
  'Russian': '\u041f\u0440\u043e\u0447\u0438\u0442\u0430\u0439\u0442\u0435 \u043f\u0440\u043e\u0442\u043e\u043a\u043e\u043b \u0438 \u0441\u043e\u0441\u0442\u0430\u0432\u044c\u0442\u0435 \u043a\u0440\u0430\u0442\u043a\u043e\u0435 \u0438\u0437\u043b\u043e\u0436\u0435\u043d\u0438\u0435. '.repeat(300),
}; // prettier-ignore

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
  return Math.min(...times);
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
  return Math.min(...times);
}

const bench: Bench = {
  name: 'guard',
  summary: 'CPU time of the request guard, without and with the trained detector',
  run: async () => {
    const policy = readPolicy('standard');
    const plain = createGuard(policy);
    const pass = onePass();
    const rules = perKilobyte(plain);
    const others = Object.entries(OTHERS).map(([name, text]) => ({
      name,
      value: cost(plain, text, 10) / (text.length / 1_000),
    }));
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
      ...others.map(({ name, value }) => ({ name: `${name} without the detector`, ...beside(value), unit: 'us/KB' })),
      { name: 'a piece of a streamed answer', value: chunk, unit: 'us', limit: 20 },
      { name: 'loading the detector', value: (user + system) / 1_000, unit: 'ms', limit: 10 },
    ];
  },
};

export default bench;
