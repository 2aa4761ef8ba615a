import type { DataPattern } from '../data-pattern';

/** Private keys in the forms in which tools write them. The head alone is enough: a body may follow in another message. */
export const PRIVATE_KEYS: readonly DataPattern[] = [
  {
    name: 'private-key',
    type: 'PRIVATE_KEY',
    starts: { needs: ['private key'] },
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,\\.()-]{0,12000}-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g,
    maxLength: 12_200,
    lookAround: 0,
  },
  {
    name: 'putty-private-key',
    type: 'PRIVATE_KEY',
    starts: ['PuTTY-User-Key-File-'],
    pattern: /PuTTY-User-Key-File-[23]: [a-z0-9-]{3,30}/g,
    maxLength: 60,
    lookAround: 0,
  },
  {
    name: 'jwk-private-key',
    type: 'PRIVATE_KEY',
    starts: { needs: ['"kty"'] },
    pattern:
      /"(?:d|k)"\s{0,4}:\s{0,4}"[\w-]{22,700}"(?=[^{}]{0,2000}"kty")|(?<="kty"[^{}]{0,1000})"(?:d|k)"\s{0,4}:\s{0,4}"[\w-]{22,700}"/g,
    maxLength: 720,
    lookAround: 2_010,
  },
];
