import { join } from 'node:path';
import { createGuards } from '../../lambda/guard/guards';
import { shippedDetector } from '../../lambda/guard/model/shipped-detector';
import { percent, table } from '../table';
import { type InjectionPeer, type RedactionPeer, loadPeers } from './peers';

const FOLDER = join(__dirname, '..', '..', '.cache', 'guard-peers');

/** Repeated, the text on which most redactors take the square of its length. */
const HOSTILE = ['1-', 'a.', '@'];
/** Units of the shorter of two hostile texts; the other is four times as long. Linear time is a growth of four. */
const HOSTILE_UNITS = 5_000;

/** How much longer it takes where there is four times as much hostile text: 4 is linear. */
const GROWTH = 'growth at ×4';

/** Types of personal data whose form tells them, which all redactors claim to find. */
const STRUCTURED = ['CREDIT_CARD', 'PHONE_NUMBER', 'EMAIL_ADDRESS', 'IBAN_CODE', 'US_SSN', 'IP_ADDRESS'];

/** A sentence with the places of personal data in it. */
export interface LabelledSentence {
  readonly text: string;
  readonly spans: readonly (readonly [string, number, number])[];
}

/** Measures the peers and this guard on the same texts in the same run, and prints the tables. */
export async function comparePeers(
  attacks: readonly string[],
  harmless: readonly string[],
  sentences: readonly LabelledSentence[],
  install: boolean,
): Promise<void> {
  const peers = loadPeers(FOLDER, install);
  if (peers === undefined) {
    console.log('\nPeers: not run: they are not installed (--install-peers puts them into .cache/guard-peers)');
    return;
  }
  const guard = createGuards({}, shippedDetector)('standard');
  const inspect = (text: string): boolean => {
    const answer = guard.inspectRequest([{ role: 'user', text, path: '/messages/0/content' }]);
    return !answer.allowed && answer.reason === 'prompt_injection';
  };
  const ours: InjectionPeer = { name: 'this guard', isAttack: inspect };
  console.log(
    `\nPeers: ${attacks.length} attacks of sources unseen in training, ${harmless.length} everyday prompts, all as words of a user\n`,
  );
  const rows: string[][] = [];
  for (const peer of [ours, ...peers.injection]) rows.push(await judge(peer, attacks, harmless));
  console.log(table(['guard', 'recall', 'false alarms', 'CPU µs/KB', GROWTH], rows));

  const redactors: RedactionPeer[] = [
    {
      name: 'this guard (all checks)',
      redact: (text) => {
        const answer = guard.inspectRequest([{ role: 'user', text, path: '/messages/0/content' }]);
        return answer.allowed ? (answer.segments[0]?.text ?? '') : '';
      },
    },
    ...peers.redaction,
  ];
  if (sentences.length > 0) {
    console.log(`\nPersonal data: ${sentences.length} sentences; found = nothing of a labelled span is left\n`);
    const found: string[][] = [];
    for (const redactor of redactors) found.push([redactor.name, ...(await foundBy(redactor, sentences))]);
    console.log(table(['redactor', ...STRUCTURED, 'changed without any label', 'CPU µs/KB', GROWTH], found));
  }
  console.log(
    `\nCPU time on hostile text of ${HOSTILE_UNITS} characters, and its growth when there is four times as much\n`,
  );
  const growth: string[][] = [];
  for (const redactor of redactors) growth.push([redactor.name, ...(await growthOf(redactor))]);
  console.log(table(['redactor', ...HOSTILE.map((unit) => `"${unit.repeat(3)}…"`)], growth));
}

async function judge(peer: InjectionPeer, attacks: readonly string[], harmless: readonly string[]): Promise<string[]> {
  // once over everything before the clock starts: what a compiler does at first is no cost of a text.
  await countOf(peer, [...attacks, ...harmless]);
  const started = process.cpuUsage();
  const caught = await countOf(peer, attacks);
  const alarms = await countOf(peer, harmless);
  const kilobytes = [...attacks, ...harmless].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024;
  const each = cpuMicroseconds(started) / kilobytes;
  const growth = await worstGrowth((text) => peer.isAttack(text));
  return [peer.name, percent(caught / attacks.length), percent(alarms / harmless.length), each.toFixed(0), growth];
}

async function countOf(peer: InjectionPeer, texts: readonly string[]): Promise<number> {
  let count = 0;
  for (const text of texts) if (await peer.isAttack(text)) count++;
  return count;
}

async function foundBy(redactor: RedactionPeer, sentences: readonly LabelledSentence[]): Promise<string[]> {
  const wanted = new Map<string, number>();
  const found = new Map<string, number>();
  const plain = { texts: 0, changed: 0 };
  for (const { text } of sentences) await redactor.redact(text);
  const started = process.cpuUsage();
  for (const { text, spans } of sentences) {
    const redacted = await redactor.redact(text);
    if (spans.length === 0) {
      plain.texts++;
      if (redacted !== text) plain.changed++;
    }
    for (const [type, start, end] of spans) {
      wanted.set(type, (wanted.get(type) ?? 0) + 1);
      if (!redacted.includes(text.slice(start, end))) found.set(type, (found.get(type) ?? 0) + 1);
    }
  }
  const each =
    cpuMicroseconds(started) / (sentences.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1024);
  return [
    ...STRUCTURED.map((type) => percent((found.get(type) ?? 0) / (wanted.get(type) ?? 0))),
    percent(plain.changed / plain.texts),
    each.toFixed(0),
    await worstGrowth((text) => redactor.redact(text)),
  ];
}

async function growthOf(redactor: RedactionPeer): Promise<string[]> {
  const cells: string[] = [];
  for (const unit of HOSTILE) {
    const { short, growth } = await growthOn(unit, (text) => redactor.redact(text));
    cells.push(`${(1000 * short).toFixed(1)} ms ×${growth.toFixed(1)}`);
  }
  return cells;
}

/** The worst growth over the hostile texts. */
async function worstGrowth(run: Run): Promise<string> {
  let worst = 0;
  for (const unit of HOSTILE) worst = Math.max(worst, (await growthOn(unit, run)).growth);
  return `×${worst.toFixed(1)}`;
}

type Run = (text: string) => unknown;

async function growthOn(unit: string, run: Run): Promise<{ readonly short: number; readonly growth: number }> {
  const short = await secondsOf(run, unit.repeat(HOSTILE_UNITS / unit.length));
  const long = await secondsOf(run, unit.repeat((4 * HOSTILE_UNITS) / unit.length));
  return { short, growth: long / short };
}

/** The best of three, so that the machine's other work counts little. */
async function secondsOf(run: Run, text: string): Promise<number> {
  for (let time = 0; time < 3; time++) await run(text);
  let best = Infinity;
  for (let time = 0; time < 3; time++) {
    const started = process.cpuUsage();
    await run(text);
    best = Math.min(best, cpuMicroseconds(started));
  }
  return best / 1e6;
}

/** CPU time, not the wall's: what else the machine does must not count. */
function cpuMicroseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
