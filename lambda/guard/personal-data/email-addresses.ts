import type { PersonalDataPattern } from './personal-data-pattern';

/** E-mail addresses, also written out against robots. */
export const EMAIL_ADDRESSES: readonly PersonalDataPattern[] = [
  {
    name: 'email-address',
    type: 'EMAIL_ADDRESS',
    starts: { around: '@', run: /[\w.%+'-]/, max: 66 },
    pattern:
      /(?<![\w.%+-])\w[\w.%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z][A-Za-z0-9-]{1,23}(?![\w@])/g,
    maxLength: 470,
    lookAround: 1,
  },
  {
    name: 'spelled-email-address',
    type: 'EMAIL_ADDRESS',
    starts: { needs: ['at)', 'at]', 'at}', 'at>', 'at )', 'at ]'] },
    pattern:
      /(?<![\w.+-])\w[\w.+-]{0,63}\s?[[({<]\s?at\s?[\])}>]\s?\w[\w-]{0,62}(?:(?:\s?[[({<]\s?dot\s?[\])}>]\s?|\.)\w{2,24}){1,4}(?!\w)/gi,
    maxLength: 270,
    lookAround: 1,
  },
];
