import { BANK_ACCOUNTS } from './bank-accounts';
import { BIRTH_DATES } from './birth-dates';
import { DOMAIN_NAMES } from './domain-names';
import { EMAIL_ADDRESSES } from './email-addresses';
import { NATIONAL_IDS } from './national-ids';
import { NETWORK_ADDRESSES } from './network-addresses';
import { PAYMENT_CARDS } from './payment-cards';
import { PERSON_NAMES } from './person-names';
import type { PersonalDataPattern } from './personal-data-pattern';
import { PHONE_NUMBERS } from './phone-numbers';
import { STREET_ADDRESSES } from './street-addresses';

export type { PersonalDataPattern } from './personal-data-pattern';
export { PERSONAL_DATA_TYPES, type PersonalDataType } from './types';

/** Every form of personal data, the surest first. */
export const PERSONAL_DATA_PATTERNS: readonly PersonalDataPattern[] = [
  ...PAYMENT_CARDS,
  ...BANK_ACCOUNTS,
  ...EMAIL_ADDRESSES,
  ...NETWORK_ADDRESSES,
  ...NATIONAL_IDS,
  ...DOMAIN_NAMES,
  ...BIRTH_DATES,
  ...PHONE_NUMBERS,
  ...STREET_ADDRESSES,
  ...PERSON_NAMES,
];
