import { Token } from 'aws-cdk-lib';
import type { OidcIssuer } from '../config/oidc-issuer';
import type { TrustedIssuer } from './env';

const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Checks an issuer of the config and fills in its defaults. */
export function trustedIssuer(path: string, issuer: OidcIssuer): TrustedIssuer {
  const jwksUri = issuer.jwksUri ?? `${issuer.issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  assertHttps(`${path}.issuer`, issuer.issuer);
  assertHttps(`${path}.jwksUri`, jwksUri);
  assertFilled(`${path}.audience`, issuer.audience);
  assertClaim(`${path}.tenantClaim`, issuer.tenantClaim);
  assertClaim(`${path}.rolesClaim`, issuer.rolesClaim);
  const clientClaims = issuer.clientClaims ?? ['client_id', 'azp'];
  assertFilled(`${path}.clientClaims`, clientClaims);
  if (issuer.clientIds !== undefined) assertFilled(`${path}.clientIds`, issuer.clientIds);
  if (issuer.tenants !== undefined) assertFilled(`${path}.tenants`, issuer.tenants);
  const algorithms = issuer.algorithms ?? ['RS256'];
  assertFilled(`${path}.algorithms`, algorithms);
  for (const algorithm of algorithms) {
    if (!ASYMMETRIC.includes(algorithm)) {
      throw new Error(`${path}.algorithms: must be asymmetric (${ASYMMETRIC.join(', ')}), got '${algorithm}'`);
    }
  }
  return {
    issuer: issuer.issuer,
    jwksUri,
    algorithms,
    audience: issuer.audience,
    clientIds: issuer.clientIds,
    clientClaims,
    tenantClaim: issuer.tenantClaim,
    rolesClaim: issuer.rolesClaim,
    tenants: issuer.tenants,
  };
}

function assertHttps(path: string, url: string): void {
  if (Token.isUnresolved(url)) return;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.hash !== '') {
    throw new Error(`${path}: must be an https URL without credentials or fragment, got '${url}'`);
  }
}

function assertFilled(path: string, values: readonly string[]): void {
  if (Token.isUnresolved(values)) return;
  if (values.length === 0 || values.includes('')) {
    throw new Error(`${path}: must list at least one value and no empty one, got ${JSON.stringify(values)}`);
  }
}

function assertClaim(path: string, claim: string): void {
  if (!Token.isUnresolved(claim) && claim.trim() === '') {
    throw new Error(`${path}: must name a claim, got '${claim}'`);
  }
}
