import fc from 'fast-check';
import { RateWindow } from '../../local/edge/rate-window';

test('a window counts what a list of all times would', () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom('a', 'b')), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.constantFrom(60, 120, 300), (calls, seconds) => {
      const window = new RateWindow(seconds);
      const times: Record<string, number[]> = { a: [], b: [] };
      let now = 0;
      for (const [gap, key] of calls) {
        now += gap;
        const second = Math.floor(now / 1000);
        times[key]?.push(second);
        const expected = times[key]?.filter((time) => time > second - seconds).length;
        expect(window.add(key, now)).toBe(expected);
      }
    }),
  );
});
