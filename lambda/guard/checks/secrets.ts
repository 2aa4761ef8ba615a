import { PatternSet } from '../pattern-set';
import { findData } from '../find-data';
import type { SegmentCheck } from '../inspection';
import { SECRET_PATTERNS } from '../secrets';

/** Finds credentials, also in what was encoded or disguised (OWASP LLM02:2025). */
export function secrets(): SegmentCheck {
  const patterns = new PatternSet(SECRET_PATTERNS);
  return {
    name: 'secrets',
    failure: 'guard_failed',
    run: ({ views, policy: { secrets: action } }) =>
      action === 'allow'
        ? []
        : findData(patterns, views).map(({ pattern: { name, type }, start, end }) => ({
            rule: name,
            type,
            reason: 'secret_detected',
            score: 1,
            start,
            end,
            action,
          })),
  };
}
