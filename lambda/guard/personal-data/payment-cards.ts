import { luhn } from './checksums';
import { counts, digitsOf, NUMBER_SO_FAR, type PersonalDataPattern } from './personal-data-pattern';

/** Ranges of issuer numbers and the lengths of their cards: ISO/IEC 7812 and the networks' own tables. */
const NETWORKS: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|65|64[4-9]|622)/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:30[0-5]|3095|36|3[89])/, lengths: [14, 15, 16, 17, 18, 19] },
  { prefix: /^(?:35|1800|2131)/, lengths: [15, 16, 17, 18, 19] },
  { prefix: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  { prefix: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:50|5[6-9]|6[0-9])/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
  { prefix: /^(?:606282|3841)/, lengths: [13, 16, 19] },
];

/** Payment cards: issuer range, length and Luhn digit must all fit. */
export const PAYMENT_CARDS: readonly PersonalDataPattern[] = [
  {
    name: 'payment-card',
    type: 'CREDIT_CARD',
    starts: { lead: ['4- ', ...counts(12, 19)], digits: 12 },
    pattern: /(?<![\d.-])(?:\d{12,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![\d-]|[.,]\d)/y,
    maxLength: 24,
    lookAround: 2,
    open: NUMBER_SO_FAR,
    accept: (match) => {
      const digits = digitsOf(match);
      if (!luhn(digits) || /^(\d)\1+$/.test(digits)) return false;
      return NETWORKS.some(({ prefix, lengths }) => prefix.test(digits) && lengths.includes(digits.length));
    },
  },
]; // prettier-ignore
