import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** A key that encrypts each position of one chain at most once, so that the position can be the nonce. */
export interface ChainKey {
  readonly key: Buffer;
  readonly chain: string;
}

/** What is encrypted at a position: two plaintexts of one record never share a nonce. */
export type SealedPart = 'identity' | 'content';

/**
 * A chain's own key under a longer-lived one.
 *
 * A chain has one writer that never writes a sequence twice with different content, so (chain key, sequence, part)
 * is unique by construction and no random nonce has to be trusted for millions of records under one key.
 */
export function chainKeyOf(parent: Uint8Array, chain: string): ChainKey {
  return { key: Buffer.from(hkdfSync('sha256', parent, chain, 'hardened-llm-api audit chain key', 32)), chain };
}

function nonceOf(seq: number, part: SealedPart): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt8(part === 'identity' ? 1 : 2, 0);
  nonce.writeBigUInt64BE(BigInt(seq), 4);
  return nonce;
}

function contextOf(chain: string, seq: number, part: SealedPart): Buffer {
  return Buffer.from(`${chain}\n${seq}\n${part}`);
}

/** AES-256-GCM, bound to the place: a ciphertext that is moved to another record does not open. */
export function sealPart(key: ChainKey, seq: number, part: SealedPart, plaintext: Uint8Array | string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key.key, nonceOf(seq, part));
  cipher.setAAD(contextOf(key.chain, seq, part));
  const body = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  return Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the key, the place or a byte is not the one that it was sealed with */
export function openPart(key: ChainKey, seq: number, part: SealedPart, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES)
    throw new Error(`sealed ${part}: expected ${TAG_BYTES} bytes or more, got ${sealed.length}`);
  const decipher = createDecipheriv('aes-256-gcm', key.key, nonceOf(seq, part), { authTagLength: TAG_BYTES });
  decipher.setAAD(contextOf(key.chain, seq, part));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
}
