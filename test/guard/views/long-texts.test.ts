import { viewsOf } from '../../../lambda/guard/views';
import * as runs from '../../../lambda/guard/views/encoded-runs';
import { hiddenIn } from '../../../lambda/guard/views/hidden';
import { Units } from '../../../lambda/guard/views/units';

const units = new Units();
const LONG = 10_000_000;

test.each([
  ['denseEnd', 'QUFBQUFBQUFBQUFBQUFB\n'],
  ['denseEnd', '1'],
  ['hexPairsEnd', '41 '],
  ['bitsEnd', '01000001 '],
  ['decimalsEnd', '105 '],
  ['morseEnd', '.- '],
  ['brailleEnd', '\u2801'],
] as const)('%s reads ten megabytes of %j', (form, piece) => {
  const text = piece.repeat(Math.ceil(LONG / piece.length));
  expect(runs[form](units.of(text), 0, text.length)).toBeGreaterThan(LONG - 32);
});

test.each(['\u200b', '\ufe01', '\u{e0101}', '\u{e0001}'])(
  'ten megabytes of %j are no message, and no reason to fail',
  (unseen) => {
    const read = hiddenIn(unseen.repeat(LONG / unseen.length)).filter(({ text }) => text !== '');
    expect(read).toEqual([]);
  },
);

test('single characters that never become words are read to the end', () => {
  const length = (units: number): number => viewsOf('x y '.repeat(units))[0]?.text.length ?? 0;
  expect(length(50_000)).toBe(200_000);
});
