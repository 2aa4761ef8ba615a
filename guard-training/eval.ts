import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGuards } from '../lambda/guard/guards';
import type { SegmentRole } from '../lambda/guard/guard';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import type { Example } from './corpus/example';
import { ENCODINGS } from './encodings';
import { leaveOneOut, pooledRecall, summarize } from './leave-one-out';
import { type Material, gather } from './material';
import { comparePeers } from './peers/compare';
import { plantedLeaveOneOut } from './planted-leave-one-out';
import { percent, table } from './table';

const ROOT = join(__dirname, '..');

/** Texts of one kind that the slower judgements look at. */
const SAMPLE = 250;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, 'skip-training': { type: 'boolean' }, 'skip-peers': { type: 'boolean' } },
  });
  if (values.data === undefined) {
    console.log('guard:eval: not run: it needs a folder of data (--data DIR), which the project does not ship');
    return;
  }
  const material = gather(values.data, join(ROOT, 'node_modules'));
  if (material.dev.length === 0) throw new Error(`--data: expected ${values.data}/dev with texts, got none`);
  if (values['skip-training'] !== true) leftOut(material);
  shipped(material);
  if (values['skip-peers'] !== true) await comparePeers(attacks(material), everyday(material));
}

/** Trains once a fold: what the method finds in sources that it has not seen. */
function leftOut(material: Material): void {
  const rows = summarize(leaveOneOut(material));
  console.log('\nRules and model on sources left out of training (threshold: 0.5% of the development sets)\n');
  console.log(
    table(
      ['left out', 'source', 'texts', 'recall', 'false alarms'],
      rows.map(({ fold, source, attack, texts, refused }) => [
        fold,
        source,
        String(texts),
        attack ? percent(refused) : '',
        attack ? '' : percent(refused),
      ]),
    ),
  );
  console.log(`\nrecall over all attacks left out: ${percent(pooledRecall(rows))}`);
  console.log('\nOrders planted in whole documents, one kind of order left out at a time (planted head alone)\n');
  console.log(
    table(
      ['orders left out', 'texts', 'recall', 'harmless documents refused'],
      plantedLeaveOneOut(material).map(({ orders, texts, refused, harmlessRefused }) => [
        orders,
        String(texts),
        percent(refused),
        percent(harmlessRefused),
      ]),
    ),
  );
}

/** The engine as it ships, end to end. Attacks of `train/` have shaped its weights: those rows say so. */
function shipped(material: Material): void {
  const guardFor = createGuards({}, shippedDetector);
  const refused = (text: string, role: SegmentRole = 'user'): boolean => {
    const answer = guardFor('standard').inspectRequest([{ role, text, path: '/messages/0/content' }]);
    return !answer.allowed && answer.reason === 'prompt_injection';
  };
  const share = (texts: readonly string[], role?: SegmentRole): string =>
    percent(texts.filter((text) => refused(text, role)).length / texts.length);
  const of = (examples: readonly Example[], source: string): string[] =>
    spread(examples.filter((example) => example.source === source).map(({ text }) => text));

  console.log('\nThe shipped guard, policy standard\n');
  const sources = (examples: readonly Example[]): string[] => [...new Set(examples.map(({ source }) => source))];
  console.log(
    table(
      ['source', 'seen in training', 'attack', 'refused'],
      [...sources(material.dev), ...sources(material.unverified)].map((source) => {
        const all = [...material.dev, ...material.unverified];
        const attack = all.some((example) => example.source === source && example.attack);
        return [source, 'no', attack ? 'yes' : 'no', share(of(all, source))];
      }),
    ),
  );

  const plain = attacks(material).filter((text) => text.length < 400 && refused(text));
  const harmless = everyday(material).filter((text) => text.length < 400);
  console.log(
    `\nEncodings: of ${plain.length} attacks that are refused plain, and of ${harmless.length} harmless prompts\n`,
  );
  console.log(
    table(
      ['encoding', 'attacks refused', 'harmless refused'],
      Object.entries(ENCODINGS).map(([name, encode]) => [name, share(plain.map(encode)), share(harmless.map(encode))]),
    ),
  );

  console.log('\nWhole documents, as tool results (untrusted) and from a user\n');
  console.log(
    table(
      ['documents', 'as a tool result', 'from a user'],
      sources(material.heldDocuments).map((source) => {
        const texts = of(material.heldDocuments, source);
        return [source, share(texts, 'tool'), share(texts)];
      }),
    ),
  );
}

/** Attacks of sources that no model has seen; of the development sets where there are no others. */
function attacks(material: Material): string[] {
  const unseen = [...material.dev, ...material.unverified].filter(({ attack }) => attack);
  return spread(unseen.map(({ text }) => text));
}

function everyday(material: Material): string[] {
  return spread(material.dev.filter(({ attack }) => !attack).map(({ text }) => text));
}

/** At most `SAMPLE` texts, evenly over all. */
function spread(texts: readonly string[]): string[] {
  const step = Math.max(1, texts.length / SAMPLE);
  return Array.from({ length: Math.min(SAMPLE, texts.length) }, (_, i) => texts[Math.floor(i * step)] as string);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
