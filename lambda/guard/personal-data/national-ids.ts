import { isDay, luhn, mod11of10, verhoeff, weighted } from './checksums';
import { counts, digitsOf, introduced, type PersonalDataPattern } from './personal-data-pattern';
import type { PersonalDataType } from './types';

interface NationalId {
  readonly name: string;
  readonly type?: PersonalDataType;
  /** The number as people write it, without boundaries. */
  readonly body: string;
  /** How many digits it starts with, and how many letters: see `Start`. */
  readonly lead?: readonly string[];
  readonly letters?: readonly string[];
  readonly valid: (match: string, digits: string) => boolean;
  /**
   * What the number is called. A number whose form is common needs it in front.
   *
   * @default - the form and the check digits are enough
   */
  readonly called?: RegExp;
}

const d = (digits: string, from: number, to?: number): number => Number(digits.slice(from, to));
const last = (digits: string): number => d(digits, digits.length - 1);

/** `11 - sum mod 11`, where 10 and 11 mean 0. */
function check11(digits: string, weights: readonly number[]): boolean {
  const rest = 11 - (weighted(digits.slice(0, -1), weights) % 11);
  return (rest > 9 ? 0 : rest) === last(digits);
}

function cpf(digits: string): boolean {
  const first = (weighted(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11 % 10;
  const second = (weighted(digits.slice(0, 10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11 % 10;
  return !/^(\d)\1+$/.test(digits) && first === d(digits, 9, 10) && second === last(digits);
} // prettier-ignore

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function codiceFiscale(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const character = code.toUpperCase().charCodeAt(i);
    const value = character < 65 ? character - 48 : character - 65;
    sum += i % 2 === 0 ? (ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15]?.toUpperCase();
}

function estonian(digits: string): boolean {
  const first = weighted(digits.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weighted(digits.slice(0, 10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (first < 10 ? first : second < 10 ? second : 0) === last(digits) && isDay(d(digits, 3, 5), d(digits, 5, 7));
}

function norwegian(digits: string): boolean {
  return (
    weighted(digits.slice(0, 10), [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 &&
    isDay(d(digits, 2, 4) % 40, d(digits, 0, 2) % 40)
  );
}

function nir(match: string): boolean {
  const number = match.replace(/\s/g, '').toUpperCase().replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(number.slice(0, 13)) % 97n) === Number(number.slice(13));
}

/**
 * National numbers of persons, by country: form, check digits and, where the form alone is common, the name in front.
 */
const IDS: readonly NationalId[] = [
  {
    name: 'us-social-security-number',
    type: 'US_SSN',
    body: '(?!000|666|9)\\d{3}([- ])(?!00)\\d{2}\\1(?!0000)\\d{4}',
    lead: ['3- '],
    valid: (match) => !/^(?:123-45-6789|078-05-1120|219-09-9999)$/.test(match),
  },
  {
    name: 'us-social-security-number-bare',
    type: 'US_SSN',
    body: '(?!000|666|9)\\d{3}(?!00)\\d{2}(?!0000)\\d{4}',
    lead: ['9'],
    valid: () => true,
    called: /\b(?:ssn|social security(?: number| no\.?| #)?)\b/i,
  },
  { name: 'us-itin', body: '9\\d{2}([- ])(?:5\\d|6[0-5]|7\\d|8[0-8]|9[0-24-9])\\1\\d{4}', lead: ['3- '], valid: () => true },
  {
    name: 'gb-national-insurance-number',
    body: '(?![DFIQUV]|[A-Z][DFIQUVO]|BG|GB|NK|KN|TN|NT|ZZ)[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]',
    letters: ['2 '],
    valid: () => true,
  },
  {
    name: 'gb-nhs-number',
    body: '\\d{3}[ -]?\\d{3}[ -]?\\d{4}',
    lead: ['10', '3- ', '6- '],
    valid: (_match, digits) => check11(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]),
    called: /\bnhs\b/i,
  },
  {
    name: 'fr-social-security-number',
    body: '[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[ABab]) ?\\d{3} ?\\d{3} ?\\d{2}',
    lead: ['1 ', '3 ', '5 ', '6ABab', '7 ', '10 ', '13 ', '15'],
    valid: nir,
  },
  {
    name: 'de-tax-number',
    body: '[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}',
    lead: ['11', '2 ', '5 ', '8 '],
    valid: (_match, digits) => mod11of10(digits),
    called: /\b(?:steuer-?(?:id|identifikationsnummer|nummer)|idnr|tin|tax (?:id|number|identification)|steuerliche)\b/i,
  },
  {
    name: 'de-identity-card',
    body: '[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\\d?',
    letters: ['1', '2', '3', '4', '5', '6'],
    valid: (match) => /\d/.test(match),
    called: /\b(?:personalausweis(?:nummer)?|ausweis(?:nummer|-?nr)?|reisepass(?:nummer)?|id card)\b/i,
  },
  {
    name: 'de-social-insurance-number',
    body: '\\d{2} ?(?:0[1-9]|[12]\\d|3[01]|[5-7]\\d|8[01])(?:0[1-9]|1[0-2])\\d{2} ?[A-Z] ?\\d{3}',
    lead: ['2 ', '8'],
    valid: () => true,
    called: /\b(?:sozialversicherungs|rentenversicherungs|versicherungs|sv-?)(?:nummer|nr)\b/i,
  },
  {
    name: 'es-dni',
    body: '\\d{8}[ -]?[A-HJ-NP-TV-Za-hj-np-tv-z]',
    lead: ['8'],
    valid: (match, digits) => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === match.slice(-1).toUpperCase(),
  },
  {
    name: 'es-nie',
    body: '[XYZxyz][ -]?\\d{7}[ -]?[A-HJ-NP-TV-Za-hj-np-tv-z]',
    letters: ['1- '],
    valid: (match, digits) =>
      'TRWAGMYFPDXBNJZSQVHLCKE'[Number('XYZ'.indexOf(match[0]?.toUpperCase() ?? '') + digits) % 23] ===
      match.slice(-1).toUpperCase(),
  },
  {
    name: 'it-fiscal-code',
    body: '[A-Za-z]{6}[0-9LMNP-Vlmnp-v]{2}[ABCDEHLMPRSTabcdehlmprst][0-9LMNP-Vlmnp-v]{2}[A-Za-z][0-9LMNP-Vlmnp-v]{3}[A-Za-z]',
    letters: ['6'],
    valid: codiceFiscale,
  },
  {
    name: 'nl-citizen-service-number',
    body: '\\d{4}[. ]?\\d{2}[. ]?\\d{2,3}',
    lead: ['4. ', '6. ', '8', '9'],
    valid: (_match, digits) =>
      digits.length > 7 && weighted(digits.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(digits) > 0,
    called: /\b(?:bsn|burgerservicenummer|sofi(?:nummer)?|citizen service number)\b/i,
  },
  {
    name: 'be-national-number',
    body: '\\d{2}[.]?\\d{2}[.]?\\d{2}[- ]?\\d{3}[. ]?\\d{2}',
    lead: ['2.', '4.', '6.- ', '9. ', '11'],
    valid: (_match, digits) => {
      const base = Number(digits.slice(0, 9));
      return [base, base + 2e9].some((number) => 97 - (number % 97) === d(digits, 9)) && isDay(d(digits, 2, 4) % 20, d(digits, 4, 6));
    },
  },
  {
    name: 'pl-pesel',
    body: '\\d{2}(?:[02468][1-9]|[13579][0-2])\\d{7}',
    lead: ['11'],
    valid: (_match, digits) =>
      (10 - (weighted(digits.slice(0, 10), [1, 3, 7, 9]) % 10)) % 10 === last(digits) && isDay(d(digits, 2, 4) % 20, d(digits, 4, 6)),
    called: /\b(?:pesel|id|identity|identification|personal)\b/i,
  },
  {
    name: 'se-personal-number',
    body: '(?:19|20)?\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])[-+]\\d{4}',
    lead: ['6-+', '8-+'],
    valid: (_match, digits) => luhn(digits.slice(-10)),
  },
  {
    name: 'no-national-number',
    body: '[0-7]\\d[0-5]\\d{3} ?\\d{5}',
    lead: ['11', '6 '],
    valid: (_match, digits) => norwegian(digits),
  },
  {
    name: 'dk-cpr-number',
    body: '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{2}-\\d{4}',
    lead: ['6-'],
    valid: () => true,
  },
  {
    name: 'fi-identity-code',
    body: '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{2}[-+A-FU-Ya-fu-y]\\d{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y]',
    lead: ['6'],
    valid: (match) => {
      const digits = digitsOf(match.slice(0, 6) + match.slice(7, 10));
      return '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(digits) % 31] === match[10]?.toUpperCase();
    },
  },
  {
    name: 'pt-tax-number',
    body: '[1235689]\\d{2}[ .]?\\d{3}[ .]?\\d{3}',
    lead: ['9', '3 .', '6 .'],
    valid: (_match, digits) => check11(digits, [9, 8, 7, 6, 5, 4, 3, 2]),
    called: /\b(?:nif|contribuinte|tax|fiscal)\b/i,
  },
  {
    name: 'ro-personal-code',
    body: '[1-8]\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{6}',
    lead: ['13'],
    valid: (_match, digits) => {
      const rest = weighted(digits.slice(0, 12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return (rest === 10 ? 1 : rest) === last(digits);
    },
    called: /\b(?:cnp|cod(?:ul)? numeric|personal|id|identity)\b/i,
  },
  {
    name: 'bg-citizen-number',
    body: '\\d{2}(?:[024][1-9]|[135][0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}',
    lead: ['10'],
    valid: (_match, digits) => (weighted(digits.slice(0, 9), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(digits),
    called: /(?:\b(?:egn|personal|id|identity)\b|\u0435\u0433\u043d)/i,
  },
  {
    name: 'cz-birth-number',
    body: '\\d{2}(?:[0257][1-9]|[1368][0-2])(?:0[1-9]|[12]\\d|3[01])\\/\\d{3,4}',
    lead: ['6/'],
    valid: (_match, digits) => digits.length === 9 || Number(digits) % 11 === 0 || (d(digits, 0, 9) % 11 === 10 && last(digits) === 0),
  },
  {
    name: 'hr-personal-number',
    body: '\\d{11}',
    lead: ['11'],
    valid: (_match, digits) => mod11of10(digits),
    called: /\b(?:oib|osobni identifikacijski)\b/i,
  },
  {
    name: 'ee-lt-personal-code',
    body: '[1-6]\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}',
    lead: ['11'],
    valid: (_match, digits) => estonian(digits),
    called: /\b(?:isikukood|asmens kodas|personal (?:code|id|identification)|id code)\b/i,
  },
  {
    name: 'at-social-insurance-number',
    body: '[1-9]\\d{3} ?(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{2}',
    lead: ['10', '4 '],
    valid: (_match, digits) => weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === d(digits, 3, 4),
    called: /\b(?:svnr|sv-?nummer|sozialversicherung(?:snummer)?|versicherungsnummer)\b/i,
  },
  {
    name: 'ch-social-insurance-number',
    body: '756([. ]?)\\d{4}\\1\\d{4}\\1\\d{2}',
    lead: ['13', '3. '],
    valid: (_match, digits) => weighted(digits, [1, 3]) % 10 === 0,
  },
  {
    name: 'gr-social-security-number',
    body: '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{7}',
    lead: ['11'],
    valid: (_match, digits) => luhn(digits),
    called: /(?:\bamka\b|\u03b1\u03bc\u03ba\u03b1)/i,
  },
  {
    name: 'ie-pps-number',
    body: '\\d{7}[A-W][A-IW]?',
    lead: ['7'],
    valid: (match, digits) => {
      const second = match[8] === undefined || match[8] === 'W' ? 0 : (match.charCodeAt(8) - 64) * 9;
      return 'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + second) % 23] === match[7];
    },
  },
  {
    name: 'tr-identity-number',
    body: '[1-9]\\d{9}[02468]',
    lead: ['11'],
    valid: (_match, digits) => {
      const odd = weighted(digits.slice(0, 9), [1, 0]);
      const even = weighted(digits.slice(0, 8), [0, 1]);
      return (odd * 7 - even + 1000) % 10 === d(digits, 9, 10) && weighted(digits.slice(0, 10), [1]) % 10 === last(digits);
    },
    called: /\b(?:t\.?c\.?|kimlik|tckn|id|identity)\b/i,
  },
  {
    name: 'br-cpf',
    body: '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}',
    lead: ['3.'],
    valid: (_match, digits) => cpf(digits),
  },
  {
    name: 'br-cpf-bare',
    body: '\\d{11}',
    lead: ['11'],
    valid: (_match, digits) => cpf(digits),
    called: /\bcpf\b/i,
  },
  {
    name: 'cl-run',
    body: '\\d{1,2}\\.\\d{3}\\.\\d{3}-[0-9Kk]',
    lead: ['1.', '2.'],
    valid: (match) => {
      const body = [...digitsOf(match.slice(0, -1))].reverse().join('');
      const rest = 11 - (weighted(body, [2, 3, 4, 5, 6, 7]) % 11);
      return (rest === 11 ? '0' : rest === 10 ? 'K' : String(rest)) === match.slice(-1).toUpperCase();
    },
  },
  {
    name: 'ar-cuil',
    body: '(?:2[0347]|3[034])-\\d{8}-\\d',
    lead: ['2-'],
    // where 10 would be the check digit it is 9.
    valid: (_match, digits) => '012345678990'[11 - (weighted(digits.slice(0, -1), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)] === digits.at(-1),
  },
  {
    name: 'mx-curp',
    body: '[A-Z][AEIOUX][A-Z]{2}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\\d',
    letters: ['4'],
    valid: () => true,
  },
  {
    name: 'cn-resident-number',
    body: '[1-8]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[0-9Xx]',
    lead: ['17', '18'],
    valid: (match) =>
      '10X98765432'[weighted(match.slice(0, 17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ===
      match.slice(-1).toUpperCase(),
  },
  {
    name: 'in-aadhaar',
    body: '[2-9]\\d{3}([ -])\\d{4}\\1\\d{4}',
    lead: ['4- '],
    valid: (_match, digits) => verhoeff(digits),
  },
  {
    name: 'in-aadhaar-bare',
    body: '[2-9]\\d{11}',
    lead: ['12'],
    valid: (_match, digits) => verhoeff(digits),
    called: /\b(?:aadhaa?r|uid)\b/i,
  },
  {
    name: 'in-pan',
    body: '[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]',
    letters: ['5'],
    valid: () => true,
    called: /\b(?:pan|permanent account)\b/i,
  },
  {
    name: 'kr-resident-number',
    body: '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-[1-8]\\d{6}',
    lead: ['6-'],
    valid: (_match, digits) => (11 - (weighted(digits.slice(0, 12), [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === last(digits) || d(digits, 0, 2) >= 20,
  },
  {
    name: 'jp-my-number',
    body: '\\d{4}[ -]?\\d{4}[ -]?\\d{4}',
    lead: ['12', '4- ', '8- '],
    valid: (_match, digits) => {
      const rest = weighted(digits.slice(0, 11), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === last(digits);
    },
    called: /(?:\bmy ?number\b|\u30de\u30a4\u30ca\u30f3\u30d0\u30fc|\u500b\u4eba\u756a\u53f7)/i,
  },
  {
    name: 'za-identity-number',
    body: '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}[01][89]\\d',
    lead: ['13'],
    valid: (_match, digits) => luhn(digits),
  },
  {
    name: 'au-tax-file-number',
    body: '\\d{3}[ -]?\\d{3}[ -]?\\d{3}',
    lead: ['9', '3- ', '6- '],
    valid: (_match, digits) => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    called: /\b(?:tfn|tax file)\b/i,
  },
  {
    name: 'au-medicare-number',
    body: '[2-6]\\d{3} ?\\d{5} ?\\d',
    lead: ['10', '4 ', '9 '],
    valid: (_match, digits) => weighted(digits.slice(0, 8), [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === d(digits, 8, 9),
    called: /\bmedicare\b/i,
  },
  {
    name: 'ca-social-insurance-number',
    body: '[1-79]\\d{2}([- ])\\d{3}\\1\\d{3}',
    lead: ['3- '],
    valid: (_match, digits) => luhn(digits),
  },
  {
    name: 'sg-nric',
    body: '[STFGMstfgm]\\d{7}[A-Za-z]',
    letters: ['1'],
    valid: (match, digits) => {
      const series = match[0]?.toUpperCase() ?? '';
      const offset = series === 'T' || series === 'G' ? 4 : series === 'M' ? 3 : 0;
      const letters = 'ST'.includes(series) ? 'JZIHGFEDCBA' : series === 'M' ? 'KLJNPQRTUWX' : 'XWUTRQPNMLK';
      const rest = (weighted(digits, [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
      return letters[series === 'M' ? 10 - rest : rest] === match.slice(-1).toUpperCase();
    },
  },
  {
    name: 'tw-identity-number',
    body: '[A-Z][1289]\\d{8}',
    letters: ['1'],
    valid: (match, digits) => {
      const letter = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(match[0] ?? '') + 10;
      return (Math.floor(letter / 10) + (letter % 10) * 9 + weighted(digits, [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
    },
  },
  {
    name: 'th-identity-number',
    body: '[1-8]([- ]?)\\d{4}\\1\\d{5}\\1\\d{2}\\1\\d',
    lead: ['13', '1- '],
    valid: (_match, digits) => (11 - (weighted(digits.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === last(digits),
  },
  {
    name: 'il-identity-number',
    body: '\\d{8,9}',
    lead: ['8', '9'],
    valid: (_match, digits) => luhn(digits.padStart(9, '0')),
    called: /(?:\bteudat zehut\b|\bt\.?z\.?\b|\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea|\bisraeli id\b)/i,
  },
  {
    name: 'passport-number',
    type: 'PASSPORT',
    body: '[A-Z]{0,2}\\d{6,9}[A-Z]?',
    lead: ['6', '7', '8', '9'],
    letters: ['1', '2'],
    valid: (match) => /\d{6}/.test(match),
    called: /\b(?:passport|passeport|reisepass|pasaporte|passaporto)(?: (?:number|no\.?|#))?\b/i,
  },
  {
    name: 'driver-license',
    type: 'DRIVER_LICENSE',
    body: '[A-Z]{0,2}\\d[\\dA-Z-]{4,18}',
    lead: [...counts(5, 19), ...counts(1, 4, '-')],
    letters: ['1', '2'],
    valid: (match) => digitsOf(match).length >= 5,
    called: /\b(?:driv(?:er|er's|ers|ing) licen[cs]e|dl(?: (?:no|number|#))?|fuhrerschein(?:nummer)?|permis de conduire)(?: (?:number|no\.?|#))?\b/i,
  },
]; // prettier-ignore

/** Words between the name of a number and the number: `my BSN is: `. */
const THEN = '[^\\n\\d]{0,24}$';

/** National numbers of persons in more than forty countries. */
export const NATIONAL_IDS: readonly PersonalDataPattern[] = IDS.flatMap(({ name, type = 'NATIONAL_ID', body, lead, letters, valid, called }) => {
  const before = called && new RegExp(called.source + THEN, called.flags);
  const shared = {
    type,
    pattern: new RegExp(`(?<![\\w.-])${body}(?![\\w-]|[.,]\\d)`, 'y'),
    maxLength: 32,
    lookAround: 50,
    lookAhead: 2,
    open: /[\dA-Za-z .,/+-]*$/y,
    ...(before !== undefined && { letters: 'before' as const }),
    accept: (match: string, text: string, start: number) =>
      valid(match, digitsOf(match)) && (before === undefined || introduced(before, text, start)),
  };
  return [
    ...(lead === undefined ? [] : [{ name, ...shared, starts: { lead, digits: 5 } }]),
    ...(letters === undefined ? [] : [{ name: lead === undefined ? name : `${name}-with-letters`, ...shared, starts: { letters } }]),
  ];
}); // prettier-ignore
