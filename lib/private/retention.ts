import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { Profile } from '../profile';

/** What happens to stored data when its stack is deleted: kept in production, gone in a trial. */
export function removalPolicyOf(profile: Profile): RemovalPolicy {
  return profile === Profile.TRIAL ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

/** Retention of what every stage has some of, and no stage decides. */
export interface CommonRetention {
  /** @default 365 */
  readonly logDays?: number;
  /** @default 14 */
  readonly deadLetterDays?: number;
}

/** Numbers of days that CloudWatch Logs takes. */
export const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const CONTEXT = 'hardened-llm-api:retention';

/**
 * Sets the retention of logs and dead letters below a construct, before it has children.
 *
 * By context, because logs and queues are made in each stage and by no decision of it: a prop through every one would
 * be forgotten in the next.
 */
export function setCommonRetention(scope: IConstruct, retention: CommonRetention): void {
  scope.node.setContext(CONTEXT, retention);
}

/** How long operational logs are kept. They hold no content, so a year serves an investigation and harms nobody. */
export function logRetentionOf(scope: IConstruct, profile: Profile): logs.RetentionDays {
  return profile === Profile.TRIAL ? logs.RetentionDays.ONE_DAY : (commonRetention(scope).logDays ?? 365);
}

/** How long a message that failed is kept; SQS keeps none longer than 14 days. */
export function deadLetterDaysOf(scope: IConstruct): number {
  return commonRetention(scope).deadLetterDays ?? 14;
}

function commonRetention(scope: IConstruct): CommonRetention {
  return (scope.node.tryGetContext(CONTEXT) as CommonRetention | undefined) ?? {};
}
