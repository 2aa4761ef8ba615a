import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findData } from '../lambda/guard/find-data';
import { PatternSet } from '../lambda/guard/pattern-set';
import { PERSONAL_DATA_PATTERNS } from '../lambda/guard/personal-data';
import { viewsOf } from '../lambda/guard/views';

/** Types whose form is enough to find them, and what is asked of them. */
const STRUCTURED = ['CREDIT_CARD', 'PHONE_NUMBER', 'EMAIL_ADDRESS', 'IBAN_CODE', 'US_SSN', 'IP_ADDRESS', 'DOMAIN_NAME'];
const CONTEXTUAL = ['PERSON', 'STREET_ADDRESS'];
const LEAST_RECALL = 0.99;
const LEAST_PRECISION = 0.97;

interface Sentence {
  readonly text: string;
  readonly spans: readonly (readonly [string, number, number])[];
}

interface Count {
  wanted: number;
  found: number;
  reported: number;
  right: number;
}

/** Counts, by type, what of the labelled spans is found and what of the findings is labelled so. */
function evaluate(sentences: readonly Sentence[]): Map<string, Count> {
  const patterns = new PatternSet(PERSONAL_DATA_PATTERNS);
  const counts = new Map<string, Count>();
  const countOf = (type: string): Count => {
    const count = counts.get(type) ?? { wanted: 0, found: 0, reported: 0, right: 0 };
    counts.set(type, count);
    return count;
  };
  for (const { text, spans } of sentences) {
    const findings = findData(patterns, viewsOf(text));
    for (const [type, start, end] of spans) {
      const count = countOf(type);
      count.wanted++;
      if (findings.some((finding) => finding.pattern.type === type && finding.start <= start && finding.end >= end))
        count.found++;
    }
    for (const { pattern, start, end } of findings) {
      const count = countOf(pattern.type);
      count.reported++;
      if (spans.some(([type, from, to]) => type === pattern.type && start < to && end > from)) count.right++;
    }
  }
  return counts;
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const file = join(values.data ?? 'no-folder', 'pii', 'presidio_synth_dev.jsonl');
if (!existsSync(file)) {
  console.log('not run: --data names no folder with pii/presidio_synth_dev.jsonl');
} else {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const counts = evaluate(lines.map((line) => JSON.parse(line) as Sentence));
  let holds = true;
  for (const type of [...STRUCTURED, ...CONTEXTUAL]) {
    const { wanted, found, reported, right } = counts.get(type) ?? { wanted: 0, found: 0, reported: 0, right: 0 };
    const recall = found / wanted;
    const precision = right / reported;
    const counted = STRUCTURED.includes(type);
    if (counted && !(recall >= LEAST_RECALL && precision >= LEAST_PRECISION)) holds = false;
    console.log(
      `${type.padEnd(16)} recall ${recall.toFixed(3)} of ${wanted}  precision ${precision.toFixed(3)} of ${reported}${counted ? '' : '  (reported apart)'}`,
    );
  }
  console.log(
    JSON.stringify({ holds, sentences: lines.length, leastRecall: LEAST_RECALL, leastPrecision: LEAST_PRECISION }),
  );
  process.exitCode = holds ? 0 : 1;
}
