import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { hmacSha256 } from '../../lambda/core/audit/hmac';

test('is the HMAC of node:crypto for every key and text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme' }), (key, text) => {
      expect(hmacSha256(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});

test('refuses a key that would have to be hashed first', () => {
  expect(() => hmacSha256(new Uint8Array(65))).toThrow('HMAC key: expected at most 64 bytes, got 65');
});
