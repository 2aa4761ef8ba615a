import { counts, introduced, NUMBER_SO_FAR, type PersonalDataPattern } from './personal-data-pattern';

const MONTH =
  '(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|fev(?:rier)?|mar(?:ch|s)?|maerz|marz|apr(?:il)?|avr(?:il)?|may|mai|june?|juni?|juin|july?|juli|juil(?:let)?|aug(?:ust)?|aout|sept?(?:ember|embre)?|oct(?:ober|obre)?|okt(?:ober)?|nov(?:ember|embre)?|dec(?:ember|embre)?|dez(?:ember)?)';
const MONTH_STARTS = ['Jan', 'Feb', 'Fev', 'Mar', 'Mae', 'Apr', 'Avr', 'May', 'Mai', 'Jun', 'Jui', 'Jul', 'Aug', 'Aou', 'Sep', 'Oct', 'Okt', 'Nov', 'Dec', 'Dez'].flatMap((month) => [month, month.toLowerCase(), month.toUpperCase()]); // prettier-ignore
const BORN =
  /\b(?:born|dob|d\.o\.b\.?|birth ?date|date of birth|birthday|birth|geboren|geburtsdatum|geb\.|nee?|naissance|nacid[oa]|nacimiento|nascita|nat[oa]|nascid[oa]|nascimento|geboortedatum)(?!\w)[^\n\d]{0,24}$/i;

/** Dates that the words before them call a birthday. */
export const BIRTH_DATES: readonly PersonalDataPattern[] = [
  {
    name: 'numeric-birth-date',
    type: 'DATE_OF_BIRTH',
    starts: { lead: ['1/.-', '2/.-', '4/.-'], digits: 4 },
    open: NUMBER_SO_FAR,
    pattern:
      /(?<![\w.-])(?:\d{1,2}([/.-] ?)\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}([/.-])\d{1,2}\2\d{1,2})(?![\w-]|[./]\d)/y,
    maxLength: 14,
    lookAround: 50,
    lookAhead: 2,
    letters: 'before',
    accept: (_match, text, start) => introduced(BORN, text, start),
  },
  {
    name: 'written-birth-date',
    type: 'DATE_OF_BIRTH',
    starts: { lead: counts(1, 2, ' snrt.\n\t'), digits: 1 },
    open: /\d{1,2}[a-z.]{0,2}(?:\s(?:[a-z]{1,12}[\s.,]{0,3}){0,2}\d{0,4})?$/iy,
    pattern: new RegExp(
      `(?<![\\w.-])\\d{1,2}(?:st|nd|rd|th|\\.)?\\s(?:of\\s)?${MONTH}\\.?,?\\s(?:19|20)\\d{2}(?!\\w)`,
      'iy',
    ),
    maxLength: 32,
    lookAround: 50,
    lookAhead: 2,
    letters: 'before',
    accept: (_match, text, start) => introduced(BORN, text, start),
  },
  {
    name: 'written-birth-date-month-first',
    type: 'DATE_OF_BIRTH',
    starts: MONTH_STARTS,
    open: /[a-z]{1,10}\.?(?:\s[\da-z,\s]{0,14})?$/iy,
    pattern: new RegExp(`(?<![\\w])${MONTH}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?,?\\s(?:19|20)\\d{2}(?!\\w)`, 'iy'),
    maxLength: 32,
    lookAround: 50,
    lookAhead: 2,
    letters: 'before',
    accept: (_match, text, start) => introduced(BORN, text, start),
  },
];
