import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;

/** Computes HMAC-SHA-256 of a short text, hex. */
export type Hmac = (text: string) => string;

/**
 * HMAC-SHA-256 (RFC 2104) for short texts under one key, out of two one-shot hashes.
 *
 * The same as `createHmac`, which makes an object for each call: 15 µs against 3, twice in every request.
 *
 * @param key at most 64 bytes
 */
export function hmacSha256(key: Uint8Array): Hmac {
  if (key.length > BLOCK_BYTES) throw new Error(`HMAC key: expected at most ${BLOCK_BYTES} bytes, got ${key.length}`);
  const inner = Buffer.alloc(BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES, 0x5c);
  key.forEach((byte, at) => {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  });
  return (text) => {
    const first = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
    return hash('sha256', Buffer.concat([outer, first]));
  };
}
