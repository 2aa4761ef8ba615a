import type { SegmentCheck } from '../inspection';
import { ruleVerdict } from '../injection/rule-verdict';
import { type InjectionDetector, evidenceOfRules } from '../model/injection-detector';

/** What the check asks of the trained detector. */
export type Scorer = Pick<InjectionDetector, 'score'>;

/** Refuses text that reads like an injection to the trained detector (OWASP LLM01:2025). */
export function injectionDetector(detector: Scorer): SegmentCheck {
  return {
    name: 'injection-detector',
    failure: 'guard_failed',
    run: ({ segment, views, trust, policy }) => {
      if (trust.detectorScore > 1) return [];
      // weighed on what users write; an answer may quote an attack in order to refuse it.
      const evidence = segment.role === 'user' ? evidenceOfRules(ruleVerdict(views, trust).score) : 0;
      let worst = { score: 0, start: 0, end: 0 };
      for (const view of views) {
        const { score, start, end } = detector.score(view.text, trust.untrusted ? 'untrusted' : 'trusted', evidence);
        // a score that is not a number must not compare as harmless.
        if (!(score >= 0 && score <= 1)) throw new Error(`injection detector: expected a score, got ${score}`);
        if (score > worst.score) worst = { score, ...view.origin(start, end) };
      }
      if (worst.score < trust.detectorScore) return [];
      return [{ reason: 'prompt_injection', ...worst, action: policy.injection }];
    },
  };
}

/** Refuses everything: the detector that the policy counts on could not be loaded. */
export function damagedDetector(): SegmentCheck {
  return {
    name: 'injection-detector',
    failure: 'guard_model_damaged',
    run: () => {
      throw new Error('injection detector: its weights are damaged');
    },
  };
}
