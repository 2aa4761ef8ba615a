import { evidenceOfRules } from '../../lambda/guard/model/injection-detector';
import { ruleMatcher } from '../../lambda/guard/injection/match-rules';
import { INJECTION_RULES } from '../../lambda/guard/injection/rules';
import { viewsOf } from '../../lambda/guard/views';
import type { Corpus } from './corpus';

/** What the engine's rules say of every text, as a user's or as a tool's answer, by its number in the store. */
export function ruleScores(corpus: Corpus, untrusted = false): number[] {
  const match = ruleMatcher(INJECTION_RULES);
  return corpus.texts.map(({ example }) => match(viewsOf(example.text), { untrusted, instructs: false }).score);
}

/** Score of the standard policy's rules from which they refuse by themselves. */
const RULE_SCORE = 0.5;

/** The decision on a user's text: what the rules refuse is refused, and a weak signal is evidence for the detector. */
export function withRules(logit: number, rules: number): number {
  return rules >= RULE_SCORE ? Infinity : logit + evidenceOfRules(rules);
}

/** The decision where nobody vouches for the text: either refuses by itself. */
export function besideRules(logit: number, rules: number): number {
  return rules >= RULE_SCORE ? Infinity : logit;
}
