import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Head, encodeWeights } from '../lambda/guard/model/weights-format';
import { Corpus } from './corpus/corpus';
import { besideRules, ruleScores, withRules } from './corpus/rule-scores';
import type { Example } from './corpus/example';
import { type TrainingOptions, DIRECT, PLANTED, scoreText, trainHead } from './learn/detector-training';
import { dequantize, quantize } from './learn/quantize';
import { shareAbove, thresholdAt } from './learn/threshold';
import { DEV_SHARE, leaveOneOut, pooledRecall, summarize } from './leave-one-out';
import { gather } from './material';
import { modelCard } from './model-card';
import { DOCUMENT_SHARE, plantedLeaveOneOut } from './planted-leave-one-out';
import { percent } from './table';

const ROOT = join(__dirname, '..');

/** Shares of harmless texts that the two policies may refuse. */
const SHARES = {
  direct: { standard: DEV_SHARE, strict: 0.01 },
  planted: { standard: DOCUMENT_SHARE, strict: 0.02 },
};

function main(): void {
  const { values } = parseArgs({ options: { data: { type: 'string' }, 'skip-card': { type: 'boolean' } } });
  if (values.data === undefined) throw new Error('--data: expected a folder of data, got nothing');
  const started = Date.now();
  const material = gather(values.data, join(ROOT, 'node_modules'));
  if (material.dev.length === 0) throw new Error(`--data: expected ${values.data}/dev with texts, got none`);
  log(started, `${material.direct.length} texts for the direct head, ${material.planted.length} for the planted head`);

  const direct = new Corpus(material.direct);
  const everyday = material.dev.filter(({ attack }) => !attack);
  const directHead = fit(direct, everyday, DIRECT, SHARES.direct);
  log(started, `direct head: threshold ${directHead.standard.toFixed(2)}`);
  const planted = new Corpus(material.planted);
  const documents = material.heldDocuments.filter(({ attack }) => !attack);
  const plantedHead = fit(planted, documents, PLANTED, SHARES.planted);
  log(started, `planted head: threshold ${plantedHead.standard.toFixed(2)}`);

  const weights = encodeWeights({ direct: directHead, planted: plantedHead });
  const sha256 = createHash('sha256').update(weights).digest('hex');
  const text = JSON.stringify({ weights: Buffer.from(weights).toString('base64') }, undefined, 2);
  writeFileSync(join(ROOT, 'lambda', 'guard', 'model', 'weights.json'), `${text}\n`);
  log(started, `wrote ${weights.length} bytes, sha256 ${sha256}`);
  if (values['skip-card'] === true) return;

  const rows = summarize(leaveOneOut(material));
  log(started, `recall over all attacks left out: ${percent(pooledRecall(rows))}`);
  const plantedRows = plantedLeaveOneOut(material);
  const card = modelCard({ material, direct, planted, rows, plantedRows, sha256, bytes: weights.length });
  writeFileSync(join(ROOT, 'docs', 'model-card.md'), card);
  log(started, 'wrote docs/model-card.md');
}

/** Trains one head and sets its thresholds, on the rounded weights, by harmless texts that it has not seen. */
function fit(
  corpus: Corpus,
  harmless: readonly Example[],
  options: TrainingOptions,
  shares: { readonly standard: number; readonly strict: number },
): Head {
  const items = corpus.items(() => true);
  const rounded = quantize(trainHead(corpus.store, items, options));
  const model = dequantize(rounded);
  const judged = new Corpus(harmless);
  // the standard policy refuses what rules or detector refuse: the threshold is that of both.
  const rules = ruleScores(judged, options === PLANTED);
  const decide = options === PLANTED ? besideRules : withRules;
  const scores = judged.texts.map(({ text }, i) =>
    decide(scoreText(model, judged.store, text, options), rules[i] as number),
  );
  const head = {
    ...rounded,
    standard: thresholdAt(scores, shares.standard),
    strict: thresholdAt(scores, shares.strict),
  };
  console.log(`  refuses ${(100 * shareAbove(scores, head.standard)).toFixed(2)}% of ${scores.length} harmless texts`);
  return head;
}

function log(started: number, message: string): void {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}`);
}

main();
