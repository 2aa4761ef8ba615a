import type { DataPattern } from './data-pattern';
import { findData, type DataInView } from './find-data';
import { PatternSet } from './pattern-set';
import { PERSONAL_DATA_PATTERNS, type PersonalDataPattern } from './personal-data';
import { SECRET_PATTERNS } from './secrets';
import type { View } from './views';

/** What of a text is data of somebody. */
export interface DataVerdict {
  readonly secrets: readonly DataInView<DataPattern>[];
  readonly personalData: readonly DataInView<PersonalDataPattern>[];
}

const SECRETS = new Set<DataPattern>(SECRET_PATTERNS);
const patterns = new PatternSet<DataPattern>([...SECRET_PATTERNS, ...PERSONAL_DATA_PATTERNS]);
const verdicts = new WeakMap<readonly View[], DataVerdict>();

/**
 * Credentials and personal data in any view of a text.
 *
 * Two checks ask; the text is read once for both, and the answer is kept as long as the views are.
 */
export function dataVerdict(views: readonly View[]): DataVerdict {
  const known = verdicts.get(views);
  if (known !== undefined) return known;
  const secrets: DataInView<DataPattern>[] = [];
  const personalData: DataInView<PersonalDataPattern>[] = [];
  for (const found of findData(patterns, views, (pattern) => (SECRETS.has(pattern) ? 'secrets' : 'personal data'))) {
    if (SECRETS.has(found.pattern)) secrets.push(found);
    else personalData.push(found as DataInView<PersonalDataPattern>);
  }
  const verdict = { secrets, personalData };
  verdicts.set(views, verdict);
  return verdict;
}
