import type { DataPattern } from './data-pattern';
import { dataStreamRule } from './data-stream-rule';
import { PERSONAL_DATA_PATTERNS } from './personal-data';
import type { GuardPolicy } from './policy';
import type { ResponsePolicy } from './response/open-response';
import { allowedHosts } from './response/sinks/allowed-hosts';
import type { StreamRule } from './response/stream-rule';
import { SECRET_PATTERNS } from './secrets';

/** What a guard policy means for answers: data that the request did not hold is never sent, whatever a request may hold. */
export function responsePolicyOf(policy: GuardPolicy): ResponsePolicy {
  const byAction = new Map<StreamRule['action'], DataPattern[]>();
  const add = (pattern: DataPattern, action: StreamRule['action']): void => {
    byAction.set(action, [...(byAction.get(action) ?? []), pattern]);
  };
  if (policy.secrets !== 'allow') {
    for (const pattern of SECRET_PATTERNS) add(pattern, policy.secrets === 'flag' ? 'flag' : 'redact');
  }
  for (const pattern of PERSONAL_DATA_PATTERNS) {
    const action = policy.personalData[pattern.type];
    // domains and people are what answers are about: they are personal only in what a caller sends.
    if (action === 'allow' || pattern.type === 'DOMAIN_NAME' || pattern.type === 'PERSON') continue;
    add(pattern, action === 'pseudonymize' ? 'redact' : action);
  }
  return {
    sink: policy.sink,
    allows: allowedHosts(policy.allowedHosts),
    quotationWords: policy.quotationWords,
    dataRules: [...byAction].map(([action, patterns]) =>
      dataStreamRule(patterns, { reason: 'data_disclosure', action }),
    ),
  };
}
