import { readPart } from './corpus/data-folder';
import type { Example } from './corpus/example';
import { type InstalledProse, compilerMessages, installedProse } from './corpus/installed-prose';
import { ENGLISH_ATTACKS, ENGLISH_HARMLESS } from './generator/english';
import { generate } from './generator/generate';
import { type Grammar, write } from './generator/grammar';
import { LANGUAGES } from './generator/languages';
import { ORDERS } from './generator/orders';
import { SHORT_TALK } from './generator/short-talk';
import { type Seeds, ownDocuments, plantedDocuments, plantedExcerpts } from './generator/planting';
import { Random } from './random';

/** Everything that the detector is trained and judged on. */
export interface Material {
  /** For the direct head: attacks whoever says them, and everything else. */
  readonly direct: readonly Example[];
  /** For the planted head: excerpts of documents with and without orders to a machine. */
  readonly planted: readonly Example[];
  /** Sets the threshold of the direct head; never trained on. */
  readonly dev: readonly Example[];
  /** Whole documents that set the threshold of the planted head; never trained on. */
  readonly heldDocuments: readonly Example[];
  /** Of sources whose licence is not confirmed: for judging alone. */
  readonly unverified: readonly Example[];
  readonly prose: InstalledProse;
}

/** Short enough to be an order that somebody hides in a document. */
const MAX_ORDER_UNITS = 220;

/** Short answers of tools, which no excerpt of a document is like. */
const SHORT_ANSWERS = 1200;
const SHORT_ORDERS = 900;

/** One document in so many, in stretches of twenty, is kept from training to set the threshold. */
const HELD_EACH = 4;

/** Gathers the material from a folder of data, the installed packages and the generator. The seed decides everything else. */
export function gather(folder: string, nodeModules: string, seed = 11): Material {
  const random = new Random(seed);
  const train = readPart(folder, 'train');
  const prose = installedProse(nodeModules, seed + 1);
  const compiler = compilerMessages(nodeModules, seed + 2);
  const carriers = prose.examples.map(({ text }) => text);
  const of = (source: string): string[] => train.filter((example) => example.source === source).map(({ text }) => text);

  const documents = [
    ...carriers,
    ...of('gpteacher_role_response_benign'),
    ...of('gpteacher_code_response_benign'),
    ...ownDocuments(800, random),
  ];
  const held = documents.filter((_, i) => Math.floor(i / 20) % HELD_EACH === 0);
  const open = documents.filter((_, i) => Math.floor(i / 20) % HELD_EACH !== 0);
  const short = (texts: readonly string[]): string[] => texts.filter((text) => text.length < MAX_ORDER_UNITS);
  const many = (grammar: Grammar, list: string, count: number): string[] =>
    Array.from({ length: count }, () => write(grammar, list, random));
  const inLanguages = (list: 'note' | 'sentence'): string[] =>
    LANGUAGES.flatMap((language) => {
      const { code: _, ...lists } = language;
      return many(lists, list, 60);
    });

  const orders: (readonly [Seeds, number])[] = [
    [{ source: 'bipia_text', attack: true, sentences: of('bipia_text_train') }, 900],
    [{ source: 'bipia_code', attack: true, sentences: of('bipia_code_train') }, 500],
    [{ source: 'selfinstruct', attack: true, sentences: short(of('selfinstruct_seed_benign')) }, 600],
    [{ source: 'gpteacher_code', attack: true, sentences: short(of('gpteacher_code_benign')) }, 700],
    [{ source: 'gpteacher_role', attack: true, sentences: short(of('gpteacher_role_benign')) }, 500],
    [{ source: 'own_note', attack: true, sentences: many(ENGLISH_ATTACKS, 'note', 800) }, 900],
    [{ source: 'own_ask', attack: true, sentences: short(many(ENGLISH_HARMLESS, 'ask', 800)) }, 700],
    [{ source: 'own_order', attack: true, sentences: many(ORDERS, 'order', 1500) }, 1500],
    [{ source: 'own_code_order', attack: true, sentences: many(ORDERS, 'codeOrder', 400) }, 500],
    [{ source: 'own_translated_note', attack: true, sentences: inLanguages('note') }, 800],
  ];
  const foreign: Seeds = { source: 'own_translated_sentence', attack: false, sentences: inLanguages('sentence') };
  const sentences: Seeds = {
    source: 'own_sentence',
    attack: false,
    sentences: many(ENGLISH_HARMLESS, 'sentence', 1500),
  };
  const ordinary: Seeds = { source: 'ordinary', attack: false, sentences: ordinarySentences(open) };

  return {
    direct: [
      ...train.filter(({ source }) => !source.startsWith('bipia')),
      ...prose.examples,
      ...compiler,
      ...generate(seed + 3, carriers),
    ],
    planted: [
      ...orders.flatMap(([seeds, count]) => plantedExcerpts(seeds, open, count, random)),
      ...plantedExcerpts(sentences, open, 1800, random),
      ...plantedExcerpts(foreign, open, 800, random),
      ...plantedExcerpts(ordinary, open, 1800, random),
      ...shortAnswers(seed + 4).map((text, i) => ({
        id: `short-answer-${i}`,
        source: 'short_answers',
        attack: false,
        text,
      })),
      ...shortOrders(seed + 5).map((text, i) => ({
        id: `short-order-${i}`,
        source: 'planted_own_short_order',
        attack: true,
        text,
      })),
      ...open.map((text, i) => ({ id: `document-${i}`, source: 'documents', attack: false, text })),
    ],
    dev: readPart(folder, 'dev'),
    heldDocuments: [
      ...held.map((text, i) => ({ id: `held-${i}`, source: 'held', attack: false, text })),
      ...plantedDocuments(sentences, held, 500, random),
      ...orders.flatMap(([seeds]) => plantedDocuments(seeds, held, 300, random)),
    ],
    unverified: readPart(folder, 'train-unverified'),
    prose,
  };
}

function shortAnswers(seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: SHORT_ANSWERS }, () => write(SHORT_TALK, 'answer', random));
}

/** Orders that are all that a tool answers. */
function shortOrders(seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: SHORT_ORDERS }, () => {
    if (random.chance(0.5)) return write(ORDERS, 'shortOrder', random);
    return write(ORDERS, 'order', random);
  });
}

/** Sentences that stand in the documents anyway. */
function ordinarySentences(documents: readonly string[]): string[] {
  return documents
    .flatMap((document) => document.split(/(?<=[.!?])\s/))
    .filter((sentence) => sentence.length > 20 && sentence.length < MAX_ORDER_UNITS);
}
