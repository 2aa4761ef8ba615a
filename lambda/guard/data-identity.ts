/** Kinds whose separators mean nothing: their digits or letters alone say which one it is. */
const NUMBERS: ReadonlySet<string> = new Set([
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_SSN',
  'NATIONAL_ID',
  'PASSPORT',
  'DRIVER_LICENSE',
  'BANK_ACCOUNT',
  'PHONE_NUMBER',
  'MAC_ADDRESS',
]);

/**
 * What two ways to write one datum have in common, and two data have not.
 *
 * `4111 1111 1111 1111` and `4111-1111-1111-1111` are one card; `1.1.1.11` and `11.1.1.1` are two hosts, `a.b@host` and
 * `ab@host` two people: whoever took one for the other would give somebody another one's data.
 */
export function identityOf(type: string, value: string): string {
  const said = value.toLowerCase();
  return NUMBERS.has(type) ? said.replace(/[\s().:/-]/g, '') : said.replace(/\s+/g, ' ');
}
