import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Profile } from '../profile';

/** What happens to stored data when its stack is deleted: kept in production, gone in a trial. */
export function removalPolicyOf(profile: Profile): RemovalPolicy {
  return profile === Profile.TRIAL ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

/** How long operational logs are kept. They hold no content, so a year serves an investigation and harms nobody. */
export function logRetentionOf(profile: Profile): logs.RetentionDays {
  return profile === Profile.TRIAL ? logs.RetentionDays.ONE_DAY : logs.RetentionDays.ONE_YEAR;
}
