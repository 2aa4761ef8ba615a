import type { DataPattern } from '../data-pattern';
import { inAnyCase, isPlaceholder, UNBROKEN } from './secret-pattern';

const NOT_SECRET =
  /^(?:password|passwd|pass|pwd|secret|user|username|xxx+|\*+|changeme|redacted|<.*>|\$\{.*|\{.*|%s|\.{3}|token|your.*|\[.*)$/i;

/** Addresses that carry their own password. */
export const CONNECTION_STRINGS: readonly DataPattern[] = [
  {
    name: 'url-with-password',
    type: 'CONNECTION_STRING',
    starts: { around: '://', run: /[a-z0-9+.-]/, max: 25 },
    pattern: /\b[a-z][a-z0-9+.-]{1,24}:\/\/[^\s:/@"'`<>]{0,100}:[^\s:/@"'`<>]{3,200}@[A-Za-z0-9[\]._-]{1,255}/y,
    maxLength: 590,
    lookAround: 1,
    open: UNBROKEN,
    accept: (match) => {
      const password = /:([^:@]{3,200})@[^@]{1,255}$/.exec(match)?.[1] ?? '';
      return !NOT_SECRET.test(password) && !isPlaceholder(password);
    },
  },
  {
    name: 'key-value-connection-string',
    type: 'CONNECTION_STRING',
    starts: [
      ...inAnyCase('server', 'data source', 'host', 'addr', 'endpoint', 'accountname', 'user id', 'uid'),
      'AccountName',
      'User ID',
    ],
    open: /[a-z ]{1,12}\s{0,3}(?:=[^"']*)?$/iy,
    pattern:
      /\b(?:server|data source|host|addr|endpoint|accountname|user id|uid)\s{0,3}=[^;\n"']{1,200};(?:[^;=\n"']{1,40}=[^;\n"']{0,200};){0,8}\s{0,3}(?:password|pwd|accountkey|sharedaccesskey)\s{0,3}=\s{0,3}[^;\s"']{3,200}/iy,
    maxLength: 2_600,
    lookAround: 1,
    accept: (match) => !NOT_SECRET.test(/=\s{0,3}([^;=\s]{0,200})$/.exec(match)?.[1] ?? ''),
  },
  {
    name: 'jdbc-with-password',
    type: 'CONNECTION_STRING',
    starts: ['jdbc:'],
    pattern:
      /jdbc:[^\s"'?;&]{2,340}(?:[?;&][^\s"'=?;&]{1,60}=[^\s"'?;&]{0,200}){0,8}[?;&](?:\w{1,40}\.)?password=[^\s"'&;]{3,200}/iy,
    maxLength: 2_700,
    lookAround: 0,
    open: UNBROKEN,
  },
];
