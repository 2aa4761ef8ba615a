import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Checks a number of days that is said twice, because nobody can take it back: in compliance mode neither an
 * administrator nor AWS shortens it, and the storage is paid for until it ends.
 *
 * @param name the prop, as the user wrote it
 */
export function checkLockedDays(
  scope: Construct,
  name: string,
  days: number | undefined,
  confirm: number | undefined,
): number {
  const path = scope.node.path;
  const confirmName = `confirm${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (days === undefined) {
    throw new Error(`${path}: '${name}' is needed in the production profile, where the retention is locked, got none`);
  }
  if (!Token.isUnresolved(days) && !(Number.isInteger(days) && days >= 1 && days <= 36_500)) {
    throw new Error(`${path}: '${name}' must be a whole number of days from 1 to 36500, got ${days}`);
  }
  if (confirm !== days) {
    throw new Error(
      `${path}: '${confirmName}' must repeat '${name}' (${days}), because a locked retention cannot be shortened by anyone, got ${confirm ?? 'none'}`,
    );
  }
  return days;
}
