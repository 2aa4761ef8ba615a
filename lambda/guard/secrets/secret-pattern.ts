import type { DataPattern } from '../data-pattern';

/** Nothing of a word may precede or follow a credential. */
const BEFORE = '(?<![A-Za-z0-9_])';
const AFTER = '(?![A-Za-z0-9_])';

/**
 * A credential that its issuer marks with a prefix.
 *
 * @param name what a finding calls it, `issuer-kind`.
 * @param starts its prefixes.
 * @param body regular expression of the whole credential; its repetitions are bounded.
 * @param maxLength longest credential, in characters.
 */
export function prefixed(name: string, starts: readonly string[], body: string, maxLength = 300): DataPattern {
  return {
    name,
    type: 'SECRET',
    starts,
    pattern: new RegExp(`${BEFORE}(?:${body})${AFTER}`, 'g'),
    maxLength,
    lookAround: 1,
    accept: (match) => !isPlaceholder(match),
  };
}

/** `AKIAXXXXXXXXXXXXXXXX`, `ghp_000…`: what documentation writes where a credential goes. */
export function isPlaceholder(match: string): boolean {
  return /(.)\1{9}|EXAMPLE|example|x{6}|X{6}|\*{4}|1234567890abcdef|your[_-]|<|\.{3}/.test(match);
}
