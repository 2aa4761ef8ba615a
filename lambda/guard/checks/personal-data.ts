import { dataVerdict } from '../data-verdict';
import type { Observation, SegmentCheck } from '../inspection';

/** Finds personal data, also in what was encoded or disguised, and does with each kind what the policy says. */
export function personalData(): SegmentCheck {
  return {
    name: 'personal-data',
    failure: 'guard_failed',
    run: ({ views, policy }) => {
      const found: Observation[] = [];
      for (const { pattern, start, end } of dataVerdict(views).personalData) {
        const action = policy.personalData[pattern.type];
        if (action === 'allow') continue;
        const { name, type } = pattern;
        found.push({ rule: name, type, reason: 'personal_data_detected', score: 1, start, end, action });
      }
      return found;
    },
  };
}
