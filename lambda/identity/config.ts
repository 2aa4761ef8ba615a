import type { AuthorizerDeployment } from '../../lib/identity/deployment';
import type { AuthorizerEnv, TrustedIssuer } from '../../lib/identity/env';

/** What the authorizer is configured with. */
export interface AuthorizerConfig {
  readonly issuers: readonly TrustedIssuer[];
  readonly scopeTable: AuthorizerDeployment['scopeTable'];
  readonly roles: AuthorizerDeployment['roles'];
  readonly stackId: string;
  readonly stackName: string;
}

/**
 * Reads the environment and the deployment document. Called once, at cold start.
 *
 * @throws on a bad value: a bad deployment never lets anybody in.
 */
export function parseConfig(env: NodeJS.ProcessEnv, deployment: string): AuthorizerConfig {
  const read = (name: keyof AuthorizerEnv) => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`${name}: must be set, got nothing`);
    return value;
  };
  const issuers = JSON.parse(read('ISSUERS')) as TrustedIssuer[];
  if (!Array.isArray(issuers) || issuers.length === 0) throw new Error('ISSUERS: must list an issuer, got none');
  issuers.forEach(assertIssuer);

  const { version, scopeTable, roles } = JSON.parse(deployment) as AuthorizerDeployment;
  if (version !== 1) throw new Error(`deployment.json: version must be 1, got ${String(version)}`);
  if (!Array.isArray(scopeTable) || scopeTable.length === 0) {
    throw new Error('deployment.json: scopeTable must list a method, got none');
  }
  if (!Array.isArray(roles)) throw new Error('deployment.json: roles must be an array');
  return { issuers, scopeTable, roles, stackId: read('STACK_ID'), stackName: read('STACK_NAME') };
}

function assertIssuer(
  { issuer, jwksUri, algorithms, audience, tokenUse, clientClaims }: TrustedIssuer,
  index: number,
): void {
  const refuse = (what: string): never => {
    throw new Error(`ISSUERS[${index}]: ${what}`);
  };
  if (!issuer?.startsWith('https://')) refuse('issuer must be an https URL');
  if (!jwksUri?.startsWith('https://')) refuse('jwksUri must be an https URL');
  if (!algorithms?.length || !algorithms.every((name) => /^(?:[RE]S(?:256|384|512)|EdDSA)$/.test(name))) {
    refuse('algorithms must be asymmetric ones');
  }
  if (!clientClaims?.length) refuse('clientClaims must name a claim');
  // one of the two tells an access token from an id token.
  if (!audience?.length && tokenUse === undefined) refuse('audience or tokenUse must be given');
}
