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
    pattern: new RegExp(`${BEFORE}(?:${body})${AFTER}`, 'y'),
    maxLength,
    lookAround: 1,
    // no credential has a gap in it: what ends before the text does can no longer become one.
    open: UNBROKEN,
    accept: (match) => !isPlaceholder(match),
  };
}

/** What has had no gap until the text ended. */
export const UNBROKEN = /\S*$/y;

/** `AKIAXXXXXXXXXXXXXXXX`, `ghp_000…`: what documentation writes where a credential goes. */
export function isPlaceholder(match: string): boolean {
  return /(.)\1{9}|EXAMPLE|example|x{6}|X{6}|\*{4}|1234567890abcdef|your[_-]|<|\.{3}/.test(match);
}

/** Words as they stand, capitalized, at the start of a sentence and in capitals. */
export function inAnyCase(...words: readonly string[]): readonly string[] {
  const forms = words.flatMap((word) => [
    word,
    word.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    word.slice(0, 1).toUpperCase() + word.slice(1),
    word.toUpperCase(),
  ]);
  return [...new Set(forms)];
}
