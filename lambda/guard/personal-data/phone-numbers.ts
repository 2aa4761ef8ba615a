import { followsLetters } from '../data-pattern';
import { CONTEXT_UNITS, counts, digitsOf, introduced, type PersonalDataPattern } from './personal-data-pattern';

const EXTENSION = '(?:\\s?(?:x|ext\\.?|extension|#)\\s?\\d{1,6})?';
/** Words that stand before a number to call. */
const CALLED =
  /\b(?:phones?|telephone|mobile|cell(?:phone| phone)?|tel|fax|desk|landline|handy|telefon|telefono|telefone|movil|celular|hotline|whatsapp|signal|sms|pager|(?:office|home|work)(?=\s{0,2}[:=#])|contact|direct|switchboard|toll[ -]?free|call|called|calling|calls|dial|text|texted|ring|reach|answering|messages?|number is|number|registered|ph|tlf|tel\.|mob|cell\.|t|m|f)(?:\s?\(?(?:no|nr|number|num|#)\.?\)?)?(?:\s{1,2}(?:me|us|him|her|them|you|at|on|to|is|was|my|our|his|the|now|back|via|or|by|from|registered|number|no|#|manager|someone|please|home|mobile|work|cell|phone)){0,5}\s{0,2}[:=#.]?\s{0,4}\+?$/i;
const CALLED_AFTER = /^\s?[-,(]?\s?(?:office|fax|mobile|cell|home|work|desk|direct|tel|phone)\b/i;

/** The number itself. */
const withoutExtension = (match: string): string => match.split(/x|ext|#/i, 1)[0] ?? '';

/** Words that one of `CALLED` may end with: most numbers stand after another one. */
const LAST_WORDS = new Set(
  (
    'phone phones telephone mobile cell cellphone tel fax desk landline handy telefon telefono telefone movil celular ' +
    'hotline whatsapp signal sms pager office home work contact direct switchboard free tollfree call called calling ' +
    'calls dial text texted ring reach answering message messages is number registered ph tlf mob t m f no nr num me us ' +
    'him her them you at on to was my our his the now back via or by from manager someone please'
  ).split(' '),
);

function mayBeCalled(text: string, start: number): boolean {
  const word = /([A-Za-z]{1,12})[^A-Za-z0-9]{0,14}$/.exec(text.slice(Math.max(0, start - 26), start))?.[1];
  return word !== undefined && LAST_WORDS.has(word.toLowerCase());
}

const said = (text: string, start: number, end: number): boolean =>
  (mayBeCalled(text, start) && introduced(CALLED, text, start)) || CALLED_AFTER.test(text.slice(end, end + 16));

/** Telephone numbers: international and North American forms as they stand, others where the words beside them say so. */
export const PHONE_NUMBERS: readonly PersonalDataPattern[] = [
  {
    name: 'international-phone-number',
    type: 'PHONE_NUMBER',
    starts: { lead: ['+', ...counts(3, 19)], digits: 7 },
    pattern: new RegExp(`(?<![\\w+.])(?:\\+|00(?=[1-9]))\\s?[1-9]\\d{0,14}(?:[ .-]?\\(\\d{0,6}\\)\\d{0,12})?(?:[ ./-]{1,2}\\d{1,12}){0,6}${EXTENSION}(?!\\d|[.,-]\\d)`, 'y'),
    maxLength: 60,
    lookAround: 2,
    accept: (match) => {
      const digits = digitsOf(withoutExtension(match)).length;
      return digits >= 8 && digits <= 17;
    },
  },
  {
    name: 'north-american-phone-number',
    type: 'PHONE_NUMBER',
    starts: { lead: ['(', '1 .-', '3-. '], digits: 7 },
    pattern: new RegExp(`(?<![\\w.+-])(?:1[ .-])?(?:\\(\\d{3}\\)\\s?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}${EXTENSION}(?![\\w-]|[.,]\\d)`, 'y'),
    maxLength: 36,
    lookAround: 2,
    accept: (match) => !/^0\d\d[ .-]/.test(match) || /[-.]/.test(match),
  },
  {
    name: 'area-code-phone-number',
    type: 'PHONE_NUMBER',
    starts: { lead: ['('], digits: 7 },
    pattern: /(?<![\w.+-])\(0?\d{2,5}\)[ -]?\d{2,5}(?:[ -]\d{2,5}){1,3}(?![\w-]|[.,]\d)/y,
    maxLength: 40,
    lookAround: 2,
  },
  {
    name: 'trunk-phone-number',
    type: 'PHONE_NUMBER',
    starts: { lead: counts(2, 6, ' .-/'), digits: 7 },
    pattern: /(?<![\w.,+/-])0[1-9]\d{0,4}(?:([ .-])\d{2,5}(?:\1\d{2,5}){1,4}|\/\d{3,5}[ -]?\d{3,6}|[ -]\d{6,8})(?![\w/-]|[.,]\d)/y,
    maxLength: 40,
    lookAround: 50,
    lookAhead: 18,
    accept: (match, text, start) => {
      const digits = digitsOf(match).length;
      // a date in digits starts with a zero as well.
      const date = /^0\d[ .-](?:0\d|1[0-2])[ .-](?:19|20)?\d{2}$/.test(match);
      return !date && ((digits >= 9 && digits <= 12) || (digits >= 7 && said(text, start, start + match.length)));
    },
  },
  {
    name: 'introduced-phone-number',
    type: 'PHONE_NUMBER',
    starts: { lead: ['(', ...counts(2, 12)], digits: 7 },
    pattern: new RegExp(`(?<![\\w.+-])(?:\\(\\d{1,5}\\)[ -]?)?\\d{2,12}(?:[ .-]\\d{2,8}){0,5}${EXTENSION}(?!\\d|[.,/:]\\d|-\\d)`, 'y'),
    maxLength: 74,
    lookAround: CONTEXT_UNITS,
    lookAhead: 18,
    letters: 'beside',
    accept: (match, text, start) => {
      if (!followsLetters(text, start) && !/^\s?[-,(]?\s?[a-z]/i.test(text.slice(start + match.length, start + match.length + 4))) return false;
      const digits = digitsOf(withoutExtension(match)).length;
      if (digits < 7 || digits > 15 || /^(?:19|20)\d\d[-. ]\d\d[-. ]\d\d$/.test(match)) return false;
      return said(text, start, start + match.length);
    },
  },
]; // prettier-ignore
