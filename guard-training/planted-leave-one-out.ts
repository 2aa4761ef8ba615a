import { Corpus } from './corpus/corpus';
import { besideRules, ruleScores } from './corpus/rule-scores';
import { type Linear } from './learn/logistic';
import { PLANTED, scoreText, trainHead } from './learn/detector-training';
import { shareAbove, thresholdAt } from './learn/threshold';
import type { Material } from './material';

/** Share of harmless documents that rules and planted head together may refuse, by the frozen threshold. */
export const DOCUMENT_SHARE = 0.006;

/** Recall of orders of one kind in whole documents, by a planted head that has seen neither. */
export interface PlantedRow {
  readonly orders: string;
  readonly texts: number;
  /** By the planted head alone. */
  readonly byHead: number;
  /** By the rules for untrusted text and the planted head, as a tool's answer is judged. */
  readonly refused: number;
  /** Of the harmless documents that did not set the threshold, by both. */
  readonly harmlessRefused: number;
}

/** Kinds of orders, each left out once; both parts of BIPIA at once as well. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  bipia_text: ['bipia_text', 'bipia_code'],
  bipia_code: ['bipia_text', 'bipia_code'],
  selfinstruct: ['selfinstruct'],
  gpteacher_code: ['gpteacher_code'],
  own_note: ['own_note'],
  own_order: ['own_order', 'own_short_order'],
  own_code_order: ['own_code_order'],
};

/** Leaves one kind of orders out at a time; documents and carriers of the test are never trained on. */
export function plantedLeaveOneOut(material: Material): PlantedRow[] {
  const corpus = new Corpus([...material.planted, ...material.heldDocuments]);
  const held = new Set(material.heldDocuments.map(({ source }) => source));
  const rules = ruleScores(corpus, true);
  const harmless = corpus.texts.filter(({ example }) => held.has(example.source) && !example.attack);
  let last: { readonly out: string; readonly model: Linear } | undefined;
  return Object.entries(KINDS).map(([kind, out]) => {
    const left = new Set(out.map((name) => `planted_${name}`));
    const model =
      last?.out === out.join()
        ? last.model
        : trainHead(
            corpus.store,
            corpus.items((source) => !held.has(source) && !left.has(source)),
            PLANTED,
          );
    last = { out: out.join(), model };
    const byHead = (text: number): number => scoreText(model, corpus.store, text, PLANTED);
    const score = (text: number): number => besideRules(byHead(text), rules[text] as number);
    const threshold = thresholdAt(
      harmless.filter((_, i) => i % 2 === 0).map(({ text }) => score(text)),
      DOCUMENT_SHARE,
    );
    const attacks = corpus.of((source) => source === `documents_${kind}`);
    return {
      orders: kind,
      texts: attacks.length,
      byHead: shareAbove(attacks.map(byHead), threshold),
      refused: shareAbove(attacks.map(score), threshold),
      harmlessRefused: shareAbove(
        harmless.filter((_, i) => i % 2 === 1).map(({ text }) => score(text)),
        threshold,
      ),
    };
  });
}
