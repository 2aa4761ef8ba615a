import { createGuard, standardChecks } from '../guard/engine';
import type { Guard } from '../guard/guard';
import type { Scorer } from '../guard/checks/injection-detector';
import { readPolicy } from '../guard/policy';

/**
 * The guard of training data: injections are refused as from a caller; personal data and secrets are replaced for
 * good, because a model repeats what it was trained on.
 */
export function datasetGuard(detector?: Scorer): Guard {
  const policy = readPolicy('training-data', {
    base: 'standard',
    personalData: 'redact',
    secrets: 'redact',
    // a dataset is long, so a detector that is often a little suspicious would empty it: rules decide below this.
    trust: { user: { detectorScore: 0.95 } },
  });
  return createGuard(policy, { checks: standardChecks(detector) });
}
