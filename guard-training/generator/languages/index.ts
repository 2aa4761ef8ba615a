import { ARABIC, CHINESE, HINDI, INDONESIAN, JAPANESE, KOREAN, TURKISH, VIETNAMESE } from './asian';
import { DUTCH, GERMAN, SWEDISH } from './germanic';
import type { Language } from './language';
import { FRENCH, ITALIAN, PORTUGUESE, SPANISH } from './romance';
import { CZECH, POLISH, RUSSIAN, UKRAINIAN } from './slavic';
import { BENGALI, TAGALOG, THAI } from './southern';

export type { Language } from './language';

/** The languages beside English that the generator writes in. */
export const LANGUAGES: readonly Language[] = [
  ARABIC,
  BENGALI,
  CHINESE,
  CZECH,
  DUTCH,
  FRENCH,
  GERMAN,
  HINDI,
  INDONESIAN,
  ITALIAN,
  JAPANESE,
  KOREAN,
  POLISH,
  PORTUGUESE,
  RUSSIAN,
  SPANISH,
  SWEDISH,
  TAGALOG,
  THAI,
  TURKISH,
  UKRAINIAN,
  VIETNAMESE,
];
