import type { RotatedUpstream, RotationEnv } from '../../lib/credentials/env';

/** What the rotation function is configured with. */
export interface RotationConfig {
  readonly upstreams: readonly RotatedUpstream[];
  /** Absent where an operator puts the keys. */
  readonly issuerFunctionArn?: string;
}

/**
 * Reads the environment.
 *
 * @throws with the name that is missing or malformed: nothing is rotated then
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): RotationConfig {
  const read = (name: keyof RotationEnv): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name}: must be set, got nothing`);
    return value;
  };
  const upstreams = JSON.parse(read('UPSTREAMS')) as readonly RotatedUpstream[];
  const bad = upstreams.find(({ baseUrl }) => !/^https:\/\/[^?#]+\/v1$/.test(baseUrl));
  if (bad !== undefined) throw new Error(`UPSTREAMS: expected https URLs that end with /v1, got ${bad.baseUrl}`);
  const issuerFunctionArn = read('ISSUER_FUNCTION_ARN');
  return { upstreams, ...(issuerFunctionArn !== '' && { issuerFunctionArn }) };
}
