import { hash } from 'node:crypto';
import type { TokenVerifier, VerifiedToken } from './token-verifier';

/** Verified again after this time, so that a key which an issuer withdrew stops counting. */
const MAX_AGE_MS = 5 * 60 * 1000;
const MAX_ENTRIES = 1000;

/**
 * A verifier that remembers tokens for a moment, by digest, never beyond their own end.
 *
 * Only tokens that passed are kept, so whoever makes up tokens cannot fill it; and a digest, not a token, so that a
 * memory image holds nothing to steal.
 */
export function rememberVerified(verify: TokenVerifier, nowMs: () => number): TokenVerifier {
  const entries = new Map<string, { readonly verified: VerifiedToken; readonly untilMs: number }>();

  return async (token) => {
    const key = hash('sha256', token, 'base64url');
    const entry = entries.get(key);
    if (entry !== undefined && nowMs() < entry.untilMs) return entry.verified;

    const verified = await verify(token);
    if (!verified.allowed) return verified;
    entries.delete(key);
    if (entries.size >= MAX_ENTRIES) {
      const [oldest] = entries.keys();
      entries.delete(oldest as string);
    }
    entries.set(key, { verified, untilMs: Math.min(nowMs() + MAX_AGE_MS, verified.expiresAtSeconds * 1000) });
    return verified;
  };
}
