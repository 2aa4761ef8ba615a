import { streamRuleOf } from './data-stream-rule';
import { PERSONAL_DATA_PATTERNS } from './personal-data';
import type { GuardPolicy } from './policy';
import type { ResponsePolicy } from './response/open-response';
import { allowedHosts } from './response/sinks/allowed-hosts';
import type { StreamRule } from './response/stream-rule';
import { SECRET_PATTERNS } from './secrets';

/** What a guard policy means for answers: data that the request did not hold is never sent, whatever a request may hold. */
export function responsePolicyOf(policy: GuardPolicy): ResponsePolicy {
  const dataRules: StreamRule[] = [];
  if (policy.secrets !== 'allow') {
    for (const pattern of SECRET_PATTERNS) {
      dataRules.push(streamRuleOf(pattern, 'data_disclosure', policy.secrets === 'flag' ? 'flag' : 'redact'));
    }
  }
  for (const pattern of PERSONAL_DATA_PATTERNS) {
    const action = policy.personalData[pattern.type];
    // domains and people are what answers are about: they are personal only in what a caller sends.
    if (action === 'allow' || pattern.type === 'DOMAIN_NAME' || pattern.type === 'PERSON') continue;
    dataRules.push(streamRuleOf(pattern, 'data_disclosure', action === 'pseudonymize' ? 'redact' : action));
  }
  return {
    sink: policy.sink,
    allows: allowedHosts(policy.allowedHosts),
    quotationWords: policy.quotationWords,
    dataRules,
  };
}
