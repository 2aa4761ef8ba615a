import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Head, encodeWeights } from '../lambda/guard/model/weights-format';
import { Corpus } from './corpus/corpus';
import { ruleScores, withRules } from './corpus/rule-scores';
import type { Example } from './corpus/example';
import { type TrainingOptions, DIRECT, PLANTED, scoreText, trainHead } from './learn/detector-training';
import { dequantize, quantize } from './learn/quantize';
import { shareAbove, thresholdAt } from './learn/threshold';
import { DEV_SHARE } from './leave-one-out';
import { gather } from './material';
import { DOCUMENT_SHARE } from './planted-leave-one-out';

const ROOT = join(__dirname, '..');

/** Shares of harmless texts that the two policies may refuse. */
const SHARES = {
  direct: { standard: DEV_SHARE, strict: 0.012 },
  planted: { standard: DOCUMENT_SHARE, strict: 0.02 },
};

function main(): void {
  const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
  if (values.data === undefined) throw new Error('--data: expected a folder of data, got nothing');
  const started = Date.now();
  const material = gather(values.data, join(ROOT, 'node_modules'));
  log(started, `${material.direct.length} texts for the direct head, ${material.planted.length} for the planted head`);

  const direct = fit(
    material.direct,
    material.dev.filter(({ attack }) => !attack),
    DIRECT,
    SHARES.direct,
  );
  log(started, `direct head: threshold ${direct.standard.toFixed(2)}`);
  const planted = fit(
    material.planted,
    material.heldDocuments.filter(({ attack }) => !attack),
    PLANTED,
    SHARES.planted,
  );
  log(started, `planted head: threshold ${planted.standard.toFixed(2)}`);

  const weights = encodeWeights({ direct, planted });
  const path = values.out ?? join(ROOT, 'lambda', 'guard', 'model', 'weights.json');
  writeFileSync(path, `${JSON.stringify({ weights: Buffer.from(weights).toString('base64') }, undefined, 2)}\n`);
  log(
    started,
    `wrote ${weights.length} bytes, sha256 ${createHash('sha256').update(weights).digest('hex').slice(0, 16)}, file ${readFileSync(path).length} bytes`,
  );
}

/** Trains one head and sets its thresholds, on the rounded weights, by harmless texts that it has not seen. */
function fit(
  examples: readonly Example[],
  harmless: readonly Example[],
  options: TrainingOptions,
  shares: { readonly standard: number; readonly strict: number },
): Head {
  const corpus = new Corpus(examples);
  const items = corpus.items(() => true);
  const rounded = quantize(trainHead(corpus.store, items, options));
  const model = dequantize(rounded);
  const judged = new Corpus(harmless);
  // the standard policy refuses what rules or detector refuse: the threshold is that of both.
  const rules = options === DIRECT ? ruleScores(judged) : judged.texts.map(() => 0);
  const scores = judged.texts.map(({ text }, i) =>
    withRules(scoreText(model, judged.store, text, options.span, options.hop), rules[i] as number),
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
