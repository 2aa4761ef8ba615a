import type { JwksCache } from 'aws-jwt-verify/jwk';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import type { TrustedIssuer } from '../../lib/identity/env';
import { effectiveScopes, type RoleScopes } from '../core/effective-scopes';
import type { Principal } from '../core/principal';
import { decide, refusal, type Refusal, type Verdict } from '../core/verdict';
import { KeysUnavailableError } from './jwks-cache';
import { libraryCheck } from './library-check';
import { SignatureVerifier } from './signature-verifier';
import { CLAIM_CHECKS, clientOf, rolesOf, scopesOf, tenantOf, type SignedToken } from './token-claims';
import { decodePart, HEADER_CHECKS, type TokenHeader } from './token-header';

/** A token that passed every check. */
export interface VerifiedToken {
  readonly allowed: true;
  readonly principal: Principal;
  readonly expiresAtSeconds: number;
}

/** Says whose a token is, or which check refused it. Throws only when an issuer's keys cannot be had. */
export type TokenVerifier = (token: string) => Promise<VerifiedToken | Refusal>;

/** What verification depends on. */
export interface TokenVerifierConfig {
  readonly issuers: readonly TrustedIssuer[];
  readonly roles: readonly RoleScopes[];
}

/** What verification reaches outside itself. */
export interface TokenVerifierPorts {
  readonly keys: JwksCache;
  readonly nowMs: () => number;
}

/** Issuers have a handful of keys each. */
const MAX_HEADERS = 64;

export function createTokenVerifier(config: TokenVerifierConfig, ports: TokenVerifierPorts): TokenVerifier {
  const issuers = new Map(config.issuers.map((issuer) => [issuer.issuer, issuer]));
  const signatures = new Map(
    config.issuers.map((issuer) => [issuer.issuer, new SignatureVerifier(issuer, ports.keys)]),
  );

  // all tokens of one key have the same header: one that led to a good token is not read again.
  const headers = new Map<string, Verdict<TokenHeader>>();

  return async (token) => {
    const [headerB64 = '', payloadB64 = '', signatureB64 = ''] = token.split('.');
    const headerVerdict = headers.get(headerB64) ?? readHeader(headerB64);
    if (!headerVerdict.allowed) return headerVerdict;
    const header = headerVerdict.subject;

    const claims = decodePart(payloadB64);
    if (claims === undefined) return refusal('unauthenticated', 'claims-shape');
    const issuer = issuers.get(claims.iss as string);
    const signature = signatures.get(claims.iss as string);
    if (issuer === undefined || signature === undefined) return refusal('unauthenticated', 'issuer');

    try {
      await signature.verifyDecoded({ header, headerB64, payload: claims, payloadB64, signatureB64 } as DecomposedJwt);
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      return refusal('unauthenticated', libraryCheck(error));
    }

    const signed: SignedToken = { header, claims, issuer, nowSeconds: ports.nowMs() / 1000 };
    const verdict = decide(CLAIM_CHECKS, signed);
    if (!verdict.allowed) return verdict;
    if (headers.size < MAX_HEADERS) headers.set(headerB64, headerVerdict);
    return {
      allowed: true,
      principal: principalOf(verdict.subject, config.roles),
      expiresAtSeconds: claims.exp as number,
    };
  };
}

function readHeader(part: string): Verdict<TokenHeader> {
  const header = decodePart(part);
  return header === undefined ? refusal('unauthenticated', 'header-shape') : decide(HEADER_CHECKS, header);
}

function principalOf(token: SignedToken, roles: readonly RoleScopes[]): Principal {
  const client = clientOf(token) as string;
  const subject = token.claims.sub as string;
  const held = rolesOf(token).filter((role) => roles.some(({ name }) => name === role));
  return {
    tenant: tenantOf(token) as string,
    client,
    // a machine is its own subject; whoever else signs in is a person.
    user: subject === client ? undefined : subject,
    roles: [...new Set(held)],
    scopes: effectiveScopes(scopesOf(token), held, roles),
  };
}
