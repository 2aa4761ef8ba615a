import { createHash } from 'node:crypto';

/** Random digits of a canary, and the digits that tell it from other hex. */
const RANDOM = 20;
const CHECK = 12;

/** Length of a canary. */
export const CANARY_UNITS = RANDOM + CHECK;

/**
 * A canary: 80 unguessable bits, and a check by which any answer shows that it holds one, whoever's request it was made for.
 *
 * @param random hex, at least 20 digits
 */
export function canaryOf(random: string): string {
  const digits = random.slice(-RANDOM);
  return `${digits}${checkOf(digits)}`;
}

/** Whether a text of hex digits is a canary of anybody; by chance one in 2^48 is. */
export function isCanary(text: string): boolean {
  const digits = text.toLowerCase();
  return digits.length === CANARY_UNITS && digits.slice(RANDOM) === checkOf(digits.slice(0, RANDOM));
}

function checkOf(digits: string): string {
  return createHash('sha256').update(`canary:${digits}`).digest('hex').slice(0, CHECK);
}
