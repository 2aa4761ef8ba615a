import type { PersonalDataPattern } from './personal-data-pattern';

/** `(at)`, `[at]`, `( at )` … */
const SPELLED_AT = ['(', '[', '{', '<'].flatMap((bracket) =>
  ['at', ' at', 'AT', ' AT', 'At', ' At'].map((at) => bracket + at),
);

/** E-mail addresses, also written out against robots. */
export const EMAIL_ADDRESSES: readonly PersonalDataPattern[] = [
  {
    name: 'email-address',
    type: 'EMAIL_ADDRESS',
    starts: { around: '@', run: /[\w.%+'-]/, max: 66 },
    pattern:
      /(?<![\w.%+-])\w[\w.%+'-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?<!-)\.){1,6}[A-Za-z][A-Za-z0-9-]{1,23}(?![\w@])/y,
    maxLength: 470,
    lookAround: 1,
    open: /\S*$/y,
  },
  {
    name: 'spelled-email-address',
    type: 'EMAIL_ADDRESS',
    starts: { around: SPELLED_AT, run: /[\w.+-]/, max: 65, gap: true },
    pattern:
      /(?<![\w.+-])\w[\w.+-]{0,63}\s?[[({<]\s?at\s?[\])}>]\s?\w[\w-]{0,62}(?:(?:\s?[[({<]\s?dot\s?[\])}>]\s?|\.)\w{2,24}){1,4}(?!\w)/iy,
    maxLength: 270,
    lookAround: 1,
  },
];
