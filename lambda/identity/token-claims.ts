import type { TrustedIssuer } from '../../lib/identity/env';
import type { Check } from '../core/verdict';
import type { TokenHeader } from './token-header';

/** A token whose signature, issuer, audience and times are verified, with what is left to check. */
export interface SignedToken {
  readonly header: TokenHeader;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly issuer: TrustedIssuer;
  readonly nowSeconds: number;
}

/** Clocks of an issuer and of this function may differ by this much. */
const CLOCK_SKEW_SECONDS = 60;

const TENANT = /^[a-z0-9][a-z0-9-]{0,62}$/;
const NAME = /^[\x21-\x7e]{1,255}$/;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const refuseUnless = (holds: boolean) => (holds ? undefined : 'unauthenticated');

/**
 * Rules on a signed token that `aws-jwt-verify` does not have.
 *
 * It checks the signature with the issuer's key, `iss`, `aud`, and the numbers in `exp` and `nbf` where there are any.
 */
export const CLAIM_CHECKS: readonly Check<SignedToken>[] = [
  {
    // the library takes every asymmetric algorithm that fits the key.
    name: 'algorithm',
    run: ({ header, issuer }) => refuseUnless(issuer.algorithms.includes(header.alg as string)),
  },
  {
    // the library lets a token without an end live for ever, and compares whatever stands there.
    name: 'expiry',
    run: ({ claims: { exp }, nowSeconds }) => refuseUnless(isTime(exp) && exp > nowSeconds),
  },
  {
    name: 'not-before',
    run: ({ claims: { nbf } }) => refuseUnless(nbf === undefined || isTime(nbf)),
  },
  {
    name: 'issued-at',
    run: ({ claims: { iat }, nowSeconds }) =>
      refuseUnless(iat === undefined || (isTime(iat) && iat <= nowSeconds + CLOCK_SKEW_SECONDS)),
  },
  {
    name: 'token-use',
    run: ({ claims, issuer }) => refuseUnless(issuer.tokenUse === undefined || claims.token_use === issuer.tokenUse),
  },
  {
    name: 'subject',
    run: ({ claims: { sub } }) => refuseUnless(typeof sub === 'string' && NAME.test(sub)),
  },
  {
    name: 'client',
    run: (token) => {
      const client = clientOf(token);
      return refuseUnless(client !== undefined && (token.issuer.clientIds?.includes(client) ?? true));
    },
  },
  {
    name: 'tenant',
    run: (token) => {
      const tenant = tenantOf(token);
      return refuseUnless(tenant !== undefined && (token.issuer.tenants?.includes(tenant) ?? true));
    },
  },
];

/** The OAuth client that the token was issued to. */
export function clientOf({ claims, issuer }: SignedToken): string | undefined {
  const value = issuer.clientClaims.map((name) => claims[name]).find((claim) => claim !== undefined);
  return typeof value === 'string' && NAME.test(value) ? value : undefined;
}

/** The tenant that the issuer put into the token. */
export function tenantOf({ claims, issuer }: SignedToken): string | undefined {
  const value = claims[issuer.tenantClaim];
  return typeof value === 'string' && TENANT.test(value) ? value : undefined;
}

/** Roles as an array or as one string with spaces; anything else is none. */
export function rolesOf({ claims, issuer }: SignedToken): string[] {
  return words(claims[issuer.rolesClaim]);
}

/** Scopes as OAuth's `scope`, or as the `scp` of issuers that use that. */
export function scopesOf({ claims }: SignedToken): string[] {
  return words(claims.scope ?? claims.scp);
}

function words(value: unknown): string[] {
  const list: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}
