import { PatternSet } from '../pattern-set';
import { findData } from '../find-data';
import type { Observation, SegmentCheck } from '../inspection';
import { PERSONAL_DATA_PATTERNS } from '../personal-data';

/** Finds personal data, also in what was encoded or disguised, and does with each kind what the policy says. */
export function personalData(): SegmentCheck {
  const patterns = new PatternSet(PERSONAL_DATA_PATTERNS);
  return {
    name: 'personal-data',
    failure: 'guard_failed',
    run: ({ views, policy }) => {
      const found: Observation[] = [];
      for (const { pattern, start, end } of findData(patterns, views)) {
        const action = policy.personalData[pattern.type];
        if (action === 'allow') continue;
        const { name, type } = pattern;
        found.push({ rule: name, type, reason: 'personal_data_detected', score: 1, start, end, action });
      }
      return found;
    },
  };
}
