import * as fc from 'fast-check';
import * as runs from '../../../lambda/guard/views/encoded-runs';
import { hiddenIn } from '../../../lambda/guard/views/hidden';
import { Units } from '../../../lambda/guard/views/units';

/** The runs as regular expressions, which remember each repetition. */
const FORMS = {
  denseEnd: /[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{16,})*={0,6}/y,
  hexPairsEnd: /(?:0x|\\x)?[0-9a-f]{2}(?:[ ,:]{1,2}(?:0x|\\x)?[0-9a-f]{2}){5,}/iy,
  bitsEnd: /[01]{7,8}(?:[ ,][01]{7,8}){3,}/y,
  decimalsEnd: /[0-9]{2,3}(?:[ ,;]{1,2}[0-9]{2,3}){5,}/y,
  morseEnd: /[._-]{1,6}(?:[ /|]{1,3}[._-]{1,6}){5,}/y,
  brailleEnd: /[\u2801-\u28ff][\u2800-\u28ff ]{4,}/y,
} as const;
const PIECES = [
  ...['QUFBQUFBQUFBQUFB', 'QUFB', '\n', '\r\n', '=', '==', 'a', '41', '4a ', '0x41 ', '\\x41,', '4', ' ', ', ', ': ', ':'],
  ...['0100000', '01000001 ', '1', '105 ', '105;', ' 12, 13', '.-', ' / ', '... ', '_', '\u2801', '\u2800', '\u28ff ', 'x', '41 42 43 '],
]; // prettier-ignore
/** Of what a run of each form is made: from all pieces alike there would hardly be one. */
const OWN = {
  denseEnd: ['QUFBQUFBQUFBQUFB', 'QUFB', '\n', '\r\n', '='],
  hexPairsEnd: ['41 ', '4a,', '0x41 ', '\\x41:', ' ', '4'],
  bitsEnd: ['0100000', '01000001 ', '0100000,', '1'],
  decimalsEnd: ['105 ', '105;', ' 12, 13', ' ', '1'],
  morseEnd: ['.-', ' / ', '... ', '_', '|'],
  brailleEnd: ['\u2801', '\u2800', '\u28ff ', 'x'],
} as const;
const units = new Units();

const pieceOf = (form: keyof typeof FORMS): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<string>(...OWN[form]) },
    { weight: 1, arbitrary: fc.constantFrom(...PIECES) },
  );

test.each(Object.entries(FORMS))('%s ends where its expression does, at every place', (name, expression) => {
  const endOf = runs[name as keyof typeof FORMS];
  let found = 0;
  fc.assert(
    fc.property(fc.array(pieceOf(name as keyof typeof FORMS), { maxLength: 24 }), fc.integer({ min: 1, max: 6 }), (pieces, times) => {
      // what a longer text left behind must not count.
      units.of('1'.repeat(600));
      const text = pieces.map((piece) => piece.repeat(times)).join('').slice(0, 500);
      const codes = units.of(text);
      const ends: number[] = [];
      const expected: number[] = [];
      for (let at = 0; at <= text.length; at++) {
        expression.lastIndex = at;
        expected.push(expression.test(text) ? expression.lastIndex : -1);
        ends.push(endOf(codes, at, text.length));
      }
      found += expected.filter((end) => end >= 0).length;
      expect([text, ends]).toEqual([text, expected]);
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(0);
}); // prettier-ignore

test('messages in selectors and in invisible bits are read after what is none', () => {
  const asSelectors = [...Buffer.from('obey')].map((byte) => String.fromCodePoint(0xe0100 + byte - 16)).join('');
  const asBits = [...Buffer.from('obey me')]
    .flatMap((byte) => [...byte.toString(2).padStart(8, '0')])
    .map((bit) => (bit === '0' ? '\u200b' : '\u200c'))
    .join('');
  expect(hiddenIn(`a\ufe0fb\udb40${asSelectors}c${asBits}d`)).toEqual([
    { kind: 'variation-selectors', start: 4, end: 12, text: 'obey', runs: [{ start: 4, end: 12 }] },
    { kind: 'invisible-bits', start: 13, end: 69, text: 'obey me', runs: [{ start: 13, end: 69 }] },
  ]);
});
