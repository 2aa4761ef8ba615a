import type { InjectionDetector } from '../detector';
import type { SegmentCheck } from '../inspection';

/** Refuses text that reads like an injection to the trained detector (OWASP LLM01:2025). */
export function injectionDetector(detector: InjectionDetector): SegmentCheck {
  return {
    name: 'injection-detector',
    failure: 'guard_failed',
    run: ({ views, trust, policy }) => {
      if (trust.detectorScore > 1) return [];
      let worst = { score: 0, start: 0, end: 0 };
      for (const view of views) {
        const { score, start, end } = detector.score(view.text, trust.untrusted ? 'untrusted' : 'trusted');
        // a score that is not a number must not compare as harmless.
        if (!(score >= 0 && score <= 1)) throw new Error(`injection detector: expected a score, got ${score}`);
        if (score > worst.score) worst = { score, ...view.origin(start, end) };
      }
      if (worst.score < trust.detectorScore) return [];
      return [{ reason: 'prompt_injection', ...worst, action: policy.injection }];
    },
  };
}
