import { mod97 } from './checksums';
import { counts, introduced, NUMBER_SO_FAR, type PersonalDataPattern } from './personal-data-pattern';

/** Length of an IBAN by country: the SWIFT registry. */
const IBAN_LENGTHS =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 ' +
  'FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
  'LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 ' +
  'SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30';
const LENGTH_OF = new Map(IBAN_LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]));

/** Bank accounts. */
export const BANK_ACCOUNTS: readonly PersonalDataPattern[] = [
  {
    name: 'iban',
    type: 'IBAN_CODE',
    starts: { letters: ['2'] },
    open: /[\dA-Za-z -]*$/y,
    pattern: /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[A-Za-z0-9]{11,30}|(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,4})?)(?![A-Za-z0-9])/y,
    maxLength: 44,
    lookAround: 1,
    accept: (match) => {
      const iban = match.replace(/[ -]/g, '').toUpperCase();
      return LENGTH_OF.get(iban.slice(0, 2)) === iban.length && mod97(iban.slice(4) + iban.slice(0, 4)) === 1;
    },
  },
  {
    name: 'us-routing-number',
    type: 'BANK_ACCOUNT',
    starts: { lead: ['9'], digits: 9 },
    open: NUMBER_SO_FAR,
    pattern: /(?<![\d-])\d{9}(?![\d-])/y,
    maxLength: 9,
    lookAround: 50,
    lookAhead: 1,
    letters: 'before',
    accept: (match, text, start) => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = [...match].map(Number);
      const sum = 3 * (a + d + g) + 7 * (b + e + h) + (c + f + i);
      return sum % 10 === 0 && sum > 0 && introduced(/\b(?:routing|aba|rtn)\b[^\n\d]{0,24}$/i, text, start);
    },
  },
  {
    name: 'bank-account-number',
    type: 'BANK_ACCOUNT',
    starts: { lead: counts(6, 17), digits: 6 },
    open: NUMBER_SO_FAR,
    pattern: /(?<![\d-])\d{6,17}(?![\d-])/y,
    maxLength: 17,
    lookAround: 50,
    lookAhead: 1,
    letters: 'before',
    accept: (_match, text, start) =>
      introduced(/\b(?:(?:bank|checking|savings) account|account (?:number|no\.?|#)|acct\.?(?: no\.?| #)?|kontonummer)\s{0,2}(?:is|:|#|=)?\s{0,2}$/i, text, start),
  },
  {
    name: 'bitcoin-address',
    type: 'CRYPTO_ADDRESS',
    starts: ['bc1'],
    pattern: /(?<![A-Za-z0-9])bc1[ac-hj-np-z02-9]{11,71}(?![A-Za-z0-9])/y,
    open: /[\dA-Za-z]*$/y,
    maxLength: 74,
    lookAround: 1,
  },
  {
    name: 'bitcoin-legacy-address',
    type: 'CRYPTO_ADDRESS',
    starts: { lead: counts(1, 9), digits: 1 },
    open: /[\dA-Za-z]*$/y,
    pattern: /(?<![A-Za-z0-9])[13][a-km-zA-HJ-NP-Z1-9]{25,34}(?![A-Za-z0-9])/y,
    maxLength: 35,
    lookAround: 1,
    accept: (match) => /[a-z]/.test(match) && /[A-Z]/.test(match),
  },
  {
    name: 'ethereum-address',
    type: 'CRYPTO_ADDRESS',
    starts: ['0x'],
    pattern: /(?<![A-Za-z0-9])0x[a-fA-F0-9]{40}(?![A-Za-z0-9])/y,
    open: /[\dA-Za-z]*$/y,
    maxLength: 42,
    lookAround: 1,
  },
]; // prettier-ignore
