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

/** Measures the peers and this guard on the same texts in the same run, and prints the tables. */
export async function comparePeers(
  attacks: readonly string[],
  harmless: readonly string[],
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
    `\nPeers: ${attacks.length} attacks of sources unseen in training, ${harmless.length} everyday prompts\n`,
  );
  const rows: string[][] = [];
  for (const peer of [ours, ...peers.injection]) rows.push(await judge(peer, attacks, harmless));
  console.log(table(['guard', 'recall', 'false alarms', 'CPU µs/KB'], rows));

  const redactors: RedactionPeer[] = [
    {
      name: 'this guard (all checks)',
      redact: (text) => {
        guard.inspectRequest([{ role: 'user', text, path: '/messages/0/content' }]);
        return text;
      },
    },
    ...peers.redaction,
  ];
  console.log(
    `\nCPU time on hostile text of ${HOSTILE_UNITS} characters, and its growth when there is four times as much\n`,
  );
  const growth: string[][] = [];
  for (const redactor of redactors) growth.push([redactor.name, ...(await growthOf(redactor))]);
  console.log(table(['redactor', ...HOSTILE.map((unit) => `"${unit.repeat(3)}…"`)], growth));
}

async function judge(peer: InjectionPeer, attacks: readonly string[], harmless: readonly string[]): Promise<string[]> {
  const started = process.cpuUsage();
  const caught = await countOf(peer, attacks);
  const alarms = await countOf(peer, harmless);
  const kilobytes = [...attacks, ...harmless].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024;
  const each = cpuMicroseconds(started) / kilobytes;
  return [peer.name, percent(caught / attacks.length), percent(alarms / harmless.length), each.toFixed(0)];
}

async function countOf(peer: InjectionPeer, texts: readonly string[]): Promise<number> {
  let count = 0;
  for (const text of texts) if (await peer.isAttack(text)) count++;
  return count;
}

async function growthOf(redactor: RedactionPeer): Promise<string[]> {
  const cells: string[] = [];
  for (const unit of HOSTILE) {
    const short = await secondsOf(redactor, unit.repeat(HOSTILE_UNITS / unit.length));
    const long = await secondsOf(redactor, unit.repeat((4 * HOSTILE_UNITS) / unit.length));
    cells.push(`${(1000 * short).toFixed(1)} ms ×${(long / short).toFixed(1)}`);
  }
  return cells;
}

/** The best of three, so that the machine's other work counts little. */
async function secondsOf(redactor: RedactionPeer, text: string): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const started = process.cpuUsage();
    await redactor.redact(text);
    best = Math.min(best, cpuMicroseconds(started));
  }
  return best / 1e6;
}

/** CPU time, not the wall's: what else the machine does must not count. */
function cpuMicroseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
