import type { View } from '../views';
import { type RuleVerdict, type Standing, ruleMatcher } from './match-rules';
import { INJECTION_RULES } from './rules';
import { WASTE_RULES } from './waste-rules';

/** One pass for both: what is looked for decides the price of a text less than how often it is read. */
const match = ruleMatcher([...INJECTION_RULES, ...WASTE_RULES]);
const verdicts = new WeakMap<readonly View[], { readonly standing: Standing; readonly verdict: RuleVerdict }>();

/**
 * What the rules say of a text.
 *
 * Three checks ask: waste, the rules against injections, and the detector, to which a signal too weak to refuse is
 * evidence all the same. The answer is kept as long as the views are, so the patterns run once.
 */
export function ruleVerdict(views: readonly View[], standing: Standing): RuleVerdict {
  const known = verdicts.get(views);
  if (known?.standing === standing) return known.verdict;
  const verdict = match(views, standing);
  verdicts.set(views, { standing, verdict });
  return verdict;
}
