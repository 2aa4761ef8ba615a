import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type ChainKey, chainKeyOf } from './seal';
import type { AuditSecrets } from './secrets';

/**
 * A tenant's data key as it lies in the key table, or the mark that it was destroyed.
 *
 * The mark stays, so that no later writer makes a new key for a tenant that asked to be forgotten.
 */
export type ContentKeyItem =
  | { readonly tenant: string; readonly name: string; readonly wrapped: Uint8Array }
  | { readonly tenant: string; readonly erasedAt: number };

/** A tenant's data key, ready to be used. */
export class ContentKey {
  /** An environment writes one chain most of the time: deriving its key again would cost more than encrypting. */
  private last?: ChainKey;

  public constructor(
    public readonly name: string,
    private readonly key: Buffer,
  ) {}

  /** The key for content of one chain. */
  public ofChain(chain: string): ChainKey {
    if (this.last?.chain !== chain) this.last = chainKeyOf(this.key, chain);
    return this.last;
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Makes a data key for a tenant, wrapped under the trail's secret and bound to the tenant's pseudonym. */
export function newContentKey(
  secrets: AuditSecrets,
  tenant: string,
): { readonly item: ContentKeyItem; readonly key: ContentKey } {
  const key = randomBytes(32);
  const name = randomBytes(8).toString('hex');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secrets.contentKeys, nonce);
  cipher.setAAD(Buffer.from(`${tenant}\n${name}`));
  const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { item: { tenant, name, wrapped }, key: new ContentKey(name, key) };
}

/** @throws when the item belongs to another tenant or another deployment */
export function unwrapContentKey(
  secrets: AuditSecrets,
  { tenant, name, wrapped }: Extract<ContentKeyItem, { name: string }>,
): ContentKey {
  const decipher = createDecipheriv('aes-256-gcm', secrets.contentKeys, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(`${tenant}\n${name}`));
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG_BYTES));
  const key = Buffer.concat([
    decipher.update(wrapped.subarray(NONCE_BYTES, wrapped.length - TAG_BYTES)),
    decipher.final(),
  ]);
  return new ContentKey(name, key);
}
