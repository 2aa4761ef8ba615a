/** Kinds of personal data that the guard knows, by the names that Microsoft Presidio uses where it has one. */
export const PERSONAL_DATA_TYPES = [
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_SSN',
  'NATIONAL_ID',
  'PASSPORT',
  'DRIVER_LICENSE',
  'BANK_ACCOUNT',
  'CRYPTO_ADDRESS',
  'PHONE_NUMBER',
  'EMAIL_ADDRESS',
  'IP_ADDRESS',
  'MAC_ADDRESS',
  'DOMAIN_NAME',
  'DATE_OF_BIRTH',
  'STREET_ADDRESS',
  'PERSON',
] as const;

export type PersonalDataType = (typeof PERSONAL_DATA_TYPES)[number];
