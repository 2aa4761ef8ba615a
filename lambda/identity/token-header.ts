import type { Check } from '../core/verdict';
import { hasRepeatedMember } from './repeated-member';

/** A token's header, decoded and not yet verified. */
export type TokenHeader = Readonly<Record<string, unknown>>;

/**
 * Parameters that would have the token say how it is to be read: which key to fetch or use, which extension to follow,
 * which encoding to undo. Some libraries obey them; here a token that has one is refused before anything else.
 */
const STEERING = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'];

/**
 * What a key id looks like: no space, quote, dot segment or separator of a query or a shell. Cognito's is a digest in
 * Base64, in which a slash is one character of 64.
 */
const KEY_ID = /^(?!.*\.\.)[\w+/=-][\w+/=.-]{0,255}$/;

/** Rules on the header alone, run before any key is looked up. */
export const HEADER_CHECKS: readonly Check<TokenHeader>[] = [
  {
    name: 'header-steers',
    run: (header) => (STEERING.some((name) => Object.hasOwn(header, name)) ? 'unauthenticated' : undefined),
  },
  {
    name: 'header-type',
    run: ({ typ }) =>
      typ === undefined || (typeof typ === 'string' && /^(?:application\/)?(?:at\+)?jwt$/i.test(typ))
        ? undefined
        : 'unauthenticated',
  },
  {
    name: 'header-key-id',
    run: ({ kid }) => (typeof kid === 'string' && KEY_ID.test(kid) ? undefined : 'unauthenticated'),
  },
];

/** Decodes a part of a token; `undefined` unless it is a JSON object that names no member twice. */
export function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return hasRepeatedMember(text, value) ? undefined : (value as Record<string, unknown>);
  } catch {
    return undefined;
  }
}
