import * as fc from 'fast-check';
import { patternOfNumbersAbove } from '../../lib/edge/above';

test('matches exactly the numbers above the limit, leading zeros or not', () => {
  fc.assert(
    fc.property(fc.nat(20_000_000), fc.nat(40_000_000), fc.nat(5), (limit, number, zeros) => {
      const pattern = new RegExp(patternOfNumbersAbove(limit));
      expect(pattern.test('0'.repeat(zeros) + number)).toBe(number > limit);
    }),
  );
});

test.each([1024, 1_048_576, 999_999, 5_999_999])('has its edge at %i', (limit) => {
  const pattern = new RegExp(patternOfNumbersAbove(limit));
  expect([limit - 1, limit, limit + 1].map((number) => pattern.test(String(number)))).toEqual([false, false, true]);
});

test("fits into WAF's 512 characters for every limit that the config accepts", () => {
  for (const limit of [1024, 1_048_576, 5_000_000, 6_000_000]) {
    expect(patternOfNumbersAbove(limit).length).toBeLessThanOrEqual(512);
  }
});
