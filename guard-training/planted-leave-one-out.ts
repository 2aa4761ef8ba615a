import { Corpus } from './corpus/corpus';
import { PLANTED, scoreText, trainHead } from './learn/detector-training';
import { shareAbove, thresholdAt } from './learn/threshold';
import type { Material } from './material';

/** Share of harmless documents that the frozen threshold of the planted head may refuse. */
export const DOCUMENT_SHARE = 0.01;

/** Recall of orders of one kind in whole documents, by a planted head that has seen neither. */
export interface PlantedRow {
  readonly orders: string;
  readonly texts: number;
  readonly refused: number;
  /** Of the harmless documents that did not set the threshold. */
  readonly harmlessRefused: number;
}

/** Kinds of orders, each left out once. */
const KINDS = ['bipia_text', 'bipia_code', 'selfinstruct', 'gpteacher_code', 'own_note', 'own_order', 'own_code_order'];

/** Leaves one kind of orders out at a time; documents and carriers of the test are never trained on. */
export function plantedLeaveOneOut(material: Material): PlantedRow[] {
  const corpus = new Corpus([...material.planted, ...material.heldDocuments]);
  const held = new Set(material.heldDocuments.map(({ source }) => source));
  const harmless = corpus.texts.filter(({ example }) => held.has(example.source) && !example.attack);
  return KINDS.map((kind) => {
    const model = trainHead(
      corpus.store,
      corpus.items((source) => !held.has(source) && source !== `planted_${kind}`),
      PLANTED,
    );
    const score = (text: number): number => scoreText(model, corpus.store, text, PLANTED.span, PLANTED.hop);
    const threshold = thresholdAt(
      harmless.filter((_, i) => i % 2 === 0).map(({ text }) => score(text)),
      DOCUMENT_SHARE,
    );
    const attacks = corpus.of((source) => source === `documents_${kind}`).map(score);
    return {
      orders: kind,
      texts: attacks.length,
      refused: shareAbove(attacks, threshold),
      harmlessRefused: shareAbove(
        harmless.filter((_, i) => i % 2 === 1).map(({ text }) => score(text)),
        threshold,
      ),
    };
  });
}
