/**
 * A pattern of decimal numbers above a limit, because WAF can compare the size of what it inspects but not the number
 * in a header.
 *
 * Longer numbers are above; of the same length, those that share a prefix and then have a higher digit.
 */
export function patternOfNumbersAbove(limit: number): string {
  const digits = String(limit);
  const sameLength = [...digits].flatMap((digit, index) => {
    if (digit === '9') return [];
    const rest = digits.length - index - 1;
    return [`${digits.slice(0, index)}[${Number(digit) + 1}-9]${rest === 0 ? '' : `[0-9]{${rest}}`}`];
  });
  return `^0*(?:[1-9][0-9]{${digits.length},}|${sameLength.join('|')})$`;
}
