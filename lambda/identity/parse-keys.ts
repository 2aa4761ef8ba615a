import { assertIsJwks, type Jwks } from 'aws-jwt-verify/jwk';

/** Largest key document that is read: an issuer has a handful of keys. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads an issuer's key document.
 *
 * @throws when it is too large or is not one: the keys then cannot be had, and nobody is let in.
 */
export function parseKeys(document: ArrayBuffer): Jwks {
  if (document.byteLength > MAX_BYTES) {
    throw new Error(`key document: at most ${MAX_BYTES} bytes, got ${document.byteLength}`);
  }
  const jwks = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(document));
  assertIsJwks(jwks);
  return jwks;
}
