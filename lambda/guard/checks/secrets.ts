import { dataVerdict } from '../data-verdict';
import type { SegmentCheck } from '../inspection';

/** Finds credentials, also in what was encoded or disguised (OWASP LLM02:2025). */
export function secrets(): SegmentCheck {
  return {
    name: 'secrets',
    failure: 'guard_failed',
    run: ({ views, policy: { secrets: action } }) =>
      action === 'allow'
        ? []
        : dataVerdict(views).secrets.map(({ pattern: { name, type }, start, end }) => ({
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
