import { ruleVerdict } from '../injection/rule-verdict';
import type { Observation, SegmentCheck } from '../inspection';
import { tokenDensityOf } from './token-density';

/** Shorter texts are not worth compressing; a longer one is judged by samples of it. */
const MIN_UNITS = 2_000;
const SHINGLE_UNITS = 24;
const STEP_UNITS = 12;
const MAX_SHINGLES = 256;
/** Share of a text that must have been said before. */
const REPETITIVE = 0.8;

/**
 * Refuses what costs much and says nothing: orders to go on without end, giant expansions, text that repeats itself or
 * that no tokenizer can shorten (OWASP LLM10:2025).
 */
export function waste(): SegmentCheck {
  return {
    name: 'waste',
    failure: 'guard_failed',
    run: ({ segment: { text, reading }, views, policy, trust }) => {
      const found: Observation[] = [];
      const add = (rule: string, score: number, start: number, end: number): void => {
        if (score >= policy.wasteScore)
          found.push({ rule, reason: 'resource_waste', score, start, end, action: 'block' });
      };
      if (!trust.instructs) {
        for (const { rule, score, start, end } of ruleVerdict(views, trust).waste) add(rule, score, start, end);
      }
      // who asks the same of every text says it in every turn.
      const repeated = reading === 'joined' ? 0 : repetitionOf(text, REPETITIVE);
      if (repeated > REPETITIVE) add('repeats-itself', repeated, 0, text.length);
      const dense = tokenDensityOf(text);
      if (dense > 0.5) add('token-dense', Math.min(1, 0.5 + dense / 2), 0, text.length);
      return found;
    },
  };
}

/**
 * Share of a text that it has said before, 0 to 1, by overlapping shingles: prose stays under a tenth.
 *
 * @param above a share that is not above it is not counted to the end, and 0.
 */
export function repetitionOf(text: string, above = -1): number {
  if (text.length < MIN_UNITS) return 0;
  const step = Math.max(STEP_UNITS, Math.ceil(text.length / MAX_SHINGLES));
  const shingles = Math.floor((text.length - SHINGLE_UNITS) / step) + 1;
  const seen = new Set<string>();
  for (let i = 0; i + SHINGLE_UNITS <= text.length; i += step) {
    seen.add(text.slice(i, i + SHINGLE_UNITS));
    if (1 - seen.size / shingles <= above) return 0;
  }
  return 1 - seen.size / shingles;
}
