import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGuards } from '../lambda/guard/guards';
import type { SegmentRole } from '../lambda/guard/guard';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { viewsOf } from '../lambda/guard/views';
import { readingOf } from '../lambda/guard/views/reads-as-words';
import type { Example } from './corpus/example';
import { ENCODINGS } from './encodings';
import { INDIRECT, leaveOneOut, summarize } from './leave-one-out';
import { type Material, gather } from './material';
import { leaveOneOutTable, plantedTable, pools } from './model-card';
import { type LabelledSentence, comparePeers } from './peers/compare';
import { plantedLeaveOneOut } from './planted-leave-one-out';
import { percent, table } from './table';

const ROOT = join(__dirname, '..');

/** Share of a text's letters that stand in words of the dictionary, from which it counts as English. */
const ENGLISH_SHARE = 0.7;

/** Texts of one kind that the slower judgements look at. */
const SAMPLE = 250;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      'skip-training': { type: 'boolean' },
      'skip-peers': { type: 'boolean' },
      'install-peers': { type: 'boolean' },
    },
  });
  if (values.data === undefined) {
    console.log('guard:eval: not run: it needs a folder of data (--data DIR), which the project does not ship');
    return;
  }
  const material = gather(values.data, join(ROOT, 'node_modules'));
  if (material.dev.length === 0) throw new Error(`--data: expected ${values.data}/dev with texts, got none`);
  if (values['skip-training'] !== true) leftOut(material);
  shipped(material);
  if (values['skip-peers'] !== true) {
    const install = values['install-peers'] === true;
    await comparePeers(spread(unseenAttacks(material)), everyday(material), sentencesBeside(values.data), install);
  }
}

/** Sentences labelled with personal data, from the folder beside the guard's. */
function sentencesBeside(folder: string): LabelledSentence[] {
  const file = join(folder, '..', 'pii', 'presidio_synth_dev.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledSentence);
}

/** Trains once a fold: what the method finds in sources that it has not seen. */
function leftOut(material: Material): void {
  const rows = summarize(leaveOneOut(material));
  console.log('\nRules and model on sources left out of training (threshold: 0.5% of the development sets)\n');
  console.log(leaveOneOutTable(rows));
  console.log(`\n${pools(rows)}`);
  console.log('\nOrders planted in whole documents, one kind of order left out at a time\n');
  console.log(plantedTable(plantedLeaveOneOut(material)));
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
      ['source', 'seen in training', 'judged as', 'attack', 'refused'],
      [...sources(material.dev), ...sources(material.unverified)].map((source) => {
        const all = [...material.dev, ...material.unverified];
        const attack = all.some((example) => example.source === source && example.attack);
        const role = INDIRECT.has(source) ? 'tool' : 'user';
        return [source, 'no', role, attack ? 'yes' : 'no', share(of(all, source), role)];
      }),
    ),
  );

  console.log('\nThe largest unseen source by the kind of its texts\n');
  const mixed = material.unverified.filter(({ attack, source }) => attack && source.startsWith('neuralchemy'));
  console.log(
    table(
      ['kind', 'texts', 'refused'],
      Object.keys(KINDS).map((kind) => {
        const texts = mixed.filter(({ text }) => kindOf(text) === kind).map(({ text }) => text);
        return [kind, String(texts.length), share(spread(texts))];
      }),
    ),
  );

  const short = unseenAttacks(material).filter((text) => text.length < 400);
  const plain = spread(short.filter((text) => inPlainEnglish(text) && refused(text)));
  const any = spread(short.filter((text) => refused(text)));
  const harmless = everyday(material).filter((text) => text.length < 400);
  console.log(
    `\nEncodings: of ${plain.length} attacks in plain English that are refused as they stand, of ${any.length} of all kinds (other` +
      `\nlanguages, and texts that are disguised already), and of ${harmless.length} harmless prompts\n`,
  );
  console.log(
    table(
      ['encoding', 'plain English refused', 'of all kinds refused', 'harmless refused'],
      Object.entries(ENCODINGS).map(([name, encode]) => [
        name,
        share(plain.map(encode)),
        share(any.map(encode)),
        share(harmless.map(encode)),
      ]),
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
function unseenAttacks(material: Material): string[] {
  return [...material.dev, ...material.unverified].filter(({ attack }) => attack).map(({ text }) => text);
}

/** Kinds of texts that one source calls attacks: not all are injections. The first that fits counts. */
const KINDS: Readonly<Record<string, RegExp>> = {
  'a command for a shell or an interpreter': /^\W{0,4}(?:run|execute|bypass|skip|avoid|circumvent|eval)\b.{0,40}[:`]/,
  'a sentence that the model is to say': /\bi have be|pwn/,
  'instructions, prompts, rules or modes are named':
    /instruct|prompt|rules?\b|ignor|forget|mode\b|role|system|pretend|act as|you are|restrict|safety|filter|polic/,
  'anything else: mostly harmful requests': /(?:)/,
};

function kindOf(text: string): string | undefined {
  const lower = viewsOf(text)[0]?.lower ?? '';
  return Object.entries(KINDS).find(([, pattern]) => pattern.test(lower))?.[0];
}

/** Written in words of the dictionary, and nothing undone in order to read them. */
function inPlainEnglish(text: string): boolean {
  const views = viewsOf(text);
  return views.length === 1 && views[0]?.kinds.length === 1 && readingOf(text).share >= ENGLISH_SHARE;
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
