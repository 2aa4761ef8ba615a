import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LlmApiConfig } from '../config/llm-api-config';
import { shadowOf } from '../config/check-guard';

const DAY_MS = 86_400_000;

/** Warns of policies whose trial is over: they are not tried any more, and whoever waits for their verdicts waits in vain. */
export function warnOfShadows(scope: Construct, { guardPolicies }: LlmApiConfig, nowMs = Date.now()): void {
  for (const [name, policy] of Object.entries(guardPolicies)) {
    const shadow = shadowOf(policy);
    if (shadow === undefined || nowMs < Date.parse(`${shadow.until}T00:00:00Z`) + DAY_MS) continue;
    Annotations.of(scope).addWarningV2(
      `hardened-llm-api:shadow-expired-${name}`,
      `the trial of the guard policy '${shadow.policy}' above '${name}' ended on ${shadow.until}: it is not run any more`,
    );
  }
}
