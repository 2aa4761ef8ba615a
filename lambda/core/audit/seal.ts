import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** A key that encrypts each position of one chain at most once, so that the position can be the nonce. */
export interface ChainKey {
  readonly key: Buffer;
  readonly chain: string;
}

/** A ciphertext and the tag that authenticates it: apart, so that a large text is not copied once more. */
export interface Sealed {
  readonly body: Buffer;
  readonly tag: Buffer;
}

/**
 * A chain's own key under a longer-lived one.
 *
 * A chain has one writer that never writes a sequence twice with different content, so (chain key, sequence) is unique
 * by construction and no random nonce has to be trusted for millions of records under one key.
 */
export function chainKeyOf(parent: Uint8Array, chain: string): ChainKey {
  return { key: Buffer.from(hkdfSync('sha256', parent, chain, 'hardened-llm-api audit chain key', 32)), chain };
}

function nonceOf(seq: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(seq), 4);
  return nonce;
}

/** AES-256-GCM, bound to the place: a ciphertext that is moved to another record does not open. */
export function sealContent(key: ChainKey, seq: number, plaintext: Uint8Array): Sealed {
  const cipher = createCipheriv('aes-256-gcm', key.key, nonceOf(seq), { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(key.chain));
  const body = cipher.update(plaintext);
  // GCM is a stream: nothing is left for the end.
  cipher.final();
  return { body, tag: cipher.getAuthTag() };
}

/** @throws when the key, the place or a byte is not the one that it was sealed with */
export function unsealContent(key: ChainKey, seq: number, { body, tag }: Sealed): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.key, nonceOf(seq), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(key.chain));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
