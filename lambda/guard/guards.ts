import { damagedDetector, type Scorer } from './checks/injection-detector';
import { createGuard, standardChecks } from './engine';
import type { Guard } from './guard';
import type { SegmentCheck } from './inspection';
import { readPolicy } from './policy';

/** Finds the guard of a policy by its name. */
export type GuardFor = (policyName: string) => Guard;

/**
 * Makes the guards of a deployment's policies, all over one detector.
 *
 * Fails closed: where the detector cannot be loaded every guard refuses with `guard_model_damaged`.
 *
 * @param policies as in the config; `standard` and `strict` are there even where the config has others.
 * @param loadDetector loads the shipped weights.
 * @throws when a policy of the config is not valid; the function answers with an error for a name that is none.
 */
export function createGuards(policies: Readonly<Record<string, unknown>>, loadDetector: () => Scorer): GuardFor {
  const checks = checksWith(loadDetector);
  const guards = new Map<string, Guard>();
  for (const [name, data] of Object.entries({ standard: {}, strict: {}, ...policies })) {
    guards.set(name, createGuard(readPolicy(name, data), { checks }));
  }
  return (policyName) => {
    const guard = guards.get(policyName);
    if (guard === undefined) throw new Error(`guard policy: expected one of ${[...guards.keys()].join(', ')}`);
    return guard;
  };
}

function checksWith(loadDetector: () => Scorer): readonly SegmentCheck[] {
  try {
    return standardChecks(loadDetector());
  } catch {
    return [damagedDetector(), ...standardChecks()];
  }
}
