import type { DataPattern } from '../data-pattern';
import { isPlaceholder, UNBROKEN } from './secret-pattern';

/** Tokens that whoever holds them may use, in any protocol. */
export const BEARER_TOKENS: readonly DataPattern[] = [
  {
    name: 'json-web-token',
    type: 'TOKEN',
    starts: ['eyJ'],
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}/y,
    open: UNBROKEN,
    maxLength: 7_100,
    lookAround: 1,
  },
  {
    name: 'authorization-header',
    type: 'TOKEN',
    starts: ['Authorization', 'authorization', 'Proxy-Authorization', 'AUTHORIZATION', 'Bearer ', 'bearer '],
    pattern:
      /\b(?:authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token|apikey)\s{1,3}|bearer\s{1,3}(?=[A-Za-z0-9._~+/-]{0,60}\d))[A-Za-z0-9._~+/-]{16,2000}={0,2}/iy,
    open: /\S*(?:\s{1,3}\S+){0,3}\s{0,3}$/y,
    maxLength: 2_060,
    lookAround: 1,
    accept: (match) => !isPlaceholder(match),
  },
  {
    name: 'npmrc-token',
    type: 'TOKEN',
    starts: ['_authToken', '_auth', '_password'],
    pattern: /_(?:authToken|auth|password)\s{0,3}=\s{0,3}[A-Za-z0-9+/=_-]{16,300}/y,
    open: /\S*(?:\s{1,3}\S+){0,2}\s{0,3}$/y,
    maxLength: 330,
    lookAround: 0,
    accept: (match) => !isPlaceholder(match),
  },
  {
    name: 'session-cookie',
    type: 'TOKEN',
    starts: ['sessionid=', 'PHPSESSID=', 'JSESSIONID=', 'connect.sid=', 'ASP.NET_SessionId='],
    pattern: /(?:sessionid|PHPSESSID|JSESSIONID|connect\.sid|ASP\.NET_SessionId)=[A-Za-z0-9%._~+/-]{16,300}/y,
    open: /\S*(?:\s{1,3}\S+){0,2}\s{0,3}$/y,
    maxLength: 330,
    lookAround: 0,
    accept: (match) => !isPlaceholder(match),
  },
];
