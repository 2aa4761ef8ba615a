import type { SegmentCheck } from '../inspection';
import { ruleVerdict } from '../injection/rule-verdict';

/** Refuses text that tries to command the model, by rules (OWASP LLM01:2025). */
export function injectionRules(): SegmentCheck {
  return {
    name: 'injection-rules',
    failure: 'guard_failed',
    run: ({ views, trust, policy }) => {
      const { score, hits } = ruleVerdict(views, trust);
      if (score < trust.ruleScore) return [];
      const worst = hits.reduce((a, b) => (b.score > a.score ? b : a));
      const { rule, start, end } = worst;
      return [{ rule, reason: 'prompt_injection', score, start, end, action: policy.injection }];
    },
  };
}
