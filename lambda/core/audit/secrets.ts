import { hkdfSync } from 'node:crypto';
import { type Hmac, hmacSha256 } from './hmac';

/** What is derived from the trail's secret. Nothing of it is ever stored. */
export interface AuditSecrets {
  readonly pseudonyms: Hmac;
  readonly digests: Hmac;
  readonly identities: Buffer;
  /** Wraps the data keys of tenants. */
  readonly contentKeys: Buffer;
}

/** What the HMAC key in KMS is asked for: the answer is the trail's secret. */
export const SECRET_MESSAGE = 'hardened-llm-api audit secret v1';

/** @param secret 32 bytes, from KMS `GenerateMac` over `SECRET_MESSAGE` */
export function deriveSecrets(secret: Uint8Array): AuditSecrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'hardened-llm-api audit', purpose, 32));
  return {
    pseudonyms: hmacSha256(derive('pseudonyms')),
    digests: hmacSha256(derive('digests')),
    identities: derive('identities'),
    contentKeys: derive('content keys'),
  };
}

/** 128 bits of a keyed hash. The kind keeps a tenant and a client of the same name apart. */
export function pseudonymOf(secrets: AuditSecrets, kind: 'tenant' | 'client' | 'user', name: string): string {
  return secrets.pseudonyms(`${kind}\n${name}`).slice(0, 32);
}

export function keyedDigest(secrets: AuditSecrets, digest: string): string {
  return secrets.digests(digest);
}
