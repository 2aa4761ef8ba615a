import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Principal } from '../principal';
import { type AuditSecrets, pseudonymOf } from './secrets';

/** Who a request was of. */
export type Identity = { readonly tenant: string; readonly client: string; readonly user: string | null };

/** A principal as the trail names it. */
export interface NamedPrincipal {
  /** Keyed pseudonyms: the same name gives the same one, and nobody without the key finds the name. */
  readonly tenant: string;
  readonly client: string;
  readonly user: string | null;
  /** The names, encrypted for those whom the key policy lets. */
  readonly who: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const contextOf = ({ tenant, client, user }: Omit<NamedPrincipal, 'who'>): Buffer =>
  Buffer.from(`${tenant}\n${client}\n${user ?? ''}`);

/** Names a principal. Made once for each principal of an environment, so its nonce is random. */
export function namePrincipal(secrets: AuditSecrets, { tenant, client, user }: Principal): NamedPrincipal {
  const names = {
    tenant: pseudonymOf(secrets, 'tenant', tenant),
    client: pseudonymOf(secrets, 'client', client),
    user: user === undefined ? null : pseudonymOf(secrets, 'user', user),
  };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secrets.identities, nonce);
  // bound to the pseudonyms beside it: moved to another record, it does not open.
  cipher.setAAD(contextOf(names));
  const identity: Identity = { tenant, client, user: user ?? null };
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(identity)), cipher.final(), cipher.getAuthTag()]);
  return { ...names, who: sealed.toString('base64url') };
}

/** @throws when the names were encrypted under another secret, or for other pseudonyms */
export function revealPrincipal(secrets: AuditSecrets, named: NamedPrincipal): Identity {
  const sealed = Buffer.from(named.who, 'base64url');
  if (sealed.length < NONCE_BYTES + TAG_BYTES)
    throw new Error('identity: expected a ciphertext, got something shorter');
  const decipher = createDecipheriv('aes-256-gcm', secrets.identities, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(contextOf(named));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const text = Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
    decipher.final(),
  ]);
  return JSON.parse(text.toString('utf8')) as Identity;
}
