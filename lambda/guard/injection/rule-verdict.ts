import type { View } from '../views';
import { type RuleVerdict, type Standing, ruleMatcher } from './match-rules';
import { INJECTION_RULES } from './rules';

const match = ruleMatcher(INJECTION_RULES);
const verdicts = new WeakMap<readonly View[], { readonly standing: Standing; readonly verdict: RuleVerdict }>();

/**
 * What the rules say of a text.
 *
 * Two checks ask: the rules themselves, and the detector, to which a signal too weak to refuse is evidence all the
 * same. The answer is kept as long as the views are, so the patterns run once.
 */
export function ruleVerdict(views: readonly View[], standing: Standing): RuleVerdict {
  const known = verdicts.get(views);
  if (known?.standing === standing) return known.verdict;
  const verdict = match(views, standing);
  verdicts.set(views, { standing, verdict });
  return verdict;
}
