import type { DataPattern } from '../data-pattern';

const KIND = '(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?';
/** Some headers with hyphens (`Proc-Type: 4,ENCRYPTED`), then the key. */
const BODY = '(?:[^-]{0,200}-){0,8}[^-]{0,12000}';
const MEMBERS_APART = 2_000;

/** Private keys in the forms in which tools write them. The head alone is enough: a body may follow in another message. */
export const PRIVATE_KEYS: readonly DataPattern[] = [
  {
    name: 'private-key',
    type: 'PRIVATE_KEY',
    starts: ['-----BEGIN '],
    pattern: new RegExp(`-----BEGIN ${KIND}-----(?:${BODY}-----END ${KIND}-----)?`, 'y'),
    maxLength: 13_700,
    lookAround: 0,
    open: (text, at) => !/-----END [^-]{1,60}-----/.test(text.slice(at)),
  },
  {
    name: 'putty-private-key',
    type: 'PRIVATE_KEY',
    starts: ['PuTTY-User-Key-File-'],
    pattern: /PuTTY-User-Key-File-[23]: [a-z0-9-]{3,30}/y,
    maxLength: 60,
    lookAround: 0,
  },
  {
    name: 'jwk-private-key',
    type: 'PRIVATE_KEY',
    starts: ['"d"', '"k"'],
    pattern: /"[dk]"\s{0,4}:\s{0,4}"[\w-]{22,700}"/y,
    maxLength: 720,
    lookAround: MEMBERS_APART,
    open: /"[dk]"\s{0,4}(?::\s{0,4}(?:"[\w-]*(?:"[^{}]*)?)?)?$/y,
    // the same object says that it is a key.
    accept: (value, text, start) => {
      const after = text.slice(start + value.length, start + value.length + MEMBERS_APART);
      const before = text.slice(Math.max(0, start - MEMBERS_APART), start);
      return (after.split(/[{}]/, 1)[0] ?? '').includes('"kty"') || before.slice(lastBrace(before)).includes('"kty"');
    },
  },
];

function lastBrace(text: string): number {
  return Math.max(text.lastIndexOf('{'), text.lastIndexOf('}')) + 1;
}
