/** What a UTF-16 code unit is to the features. */
export const SPACE = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 3;
/** Scripts written without spaces: each unit counts as a word of its own. */
export const UNSPACED = 4;

/** Ranges of code units that separate words, first to last, both included. */
const PUNCTUATION: readonly (readonly [number, number])[] = [
  [0x21, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0x7e],
  [0xa1, 0xa9],
  [0xab, 0xb4],
  [0xb6, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x55a, 0x55f],
  [0x589, 0x58a],
  [0x5be, 0x5be],
  [0x5f3, 0x5f4],
  [0x600, 0x60d],
  [0x61b, 0x61f],
  [0x66a, 0x66d],
  [0x6d4, 0x6d4],
  [0x964, 0x965],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x207a, 0x207e],
  [0x20a0, 0x20cf],
  [0x2190, 0x2bff],
  [0x3001, 0x3003],
  [0x3008, 0x3020],
  [0x3030, 0x303f],
  [0x30fb, 0x30fb],
  [0xd800, 0xdfff],
  [0xfe10, 0xfe6f],
  [0xff01, 0xff0f],
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
];

const SPACES: readonly (readonly [number, number])[] = [
  [0x00, 0x20],
  [0x7f, 0xa0],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

const UNSPACED_SCRIPTS: readonly (readonly [number, number])[] = [
  [0xe00, 0xeff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x3005, 0x3007],
  [0x3021, 0x302f],
  [0x3040, 0x30fa],
  [0x30fc, 0x31ff],
  [0x3400, 0x9fff],
  [0xf900, 0xfaff],
  [0xff66, 0xff9f],
];

/** Kind of every UTF-16 code unit. */
export const KIND: Uint8Array = kinds();

/** Folding of every UTF-16 code unit: lower case, all digits alike, all spaces alike. One unit in, one unit out, so offsets hold. */
export const FOLD: Uint16Array = folds();

function kinds(): Uint8Array {
  const table = new Uint8Array(65536).fill(LETTER);
  const paint = (ranges: readonly (readonly [number, number])[], kind: number): void => {
    for (const [first, last] of ranges) table.fill(kind, first, last + 1);
  };
  paint(PUNCTUATION, MARK);
  paint(SPACES, SPACE);
  paint(UNSPACED_SCRIPTS, UNSPACED);
  paint([[0x30, 0x39]], DIGIT);
  paint([[0x660, 0x669]], DIGIT);
  paint([[0x6f0, 0x6f9]], DIGIT);
  paint([[0x966, 0x96f]], DIGIT);
  paint([[0xff10, 0xff19]], DIGIT);
  return table;
}

function folds(): Uint16Array {
  const table = new Uint16Array(65536);
  for (let unit = 0; unit < 65536; unit++) {
    const kind = KIND[unit];
    table[unit] = kind === SPACE ? 0x20 : kind === DIGIT ? 0x30 : unit;
  }
  // only bicameral scripts have a lower case; one that needs two units keeps its capital.
  for (const [first, last] of [
    [0x41, 0x5ff],
    [0x10a0, 0x10ff],
    [0x1e00, 0x1fff],
    [0x2c00, 0x2d2f],
    [0xff21, 0xff3a],
  ] as const) {
    for (let unit = first; unit <= last; unit++) {
      if (KIND[unit] !== LETTER) continue;
      const lower = String.fromCharCode(unit).toLowerCase();
      if (lower.length === 1) table[unit] = lower.charCodeAt(0);
    }
  }
  return table;
}
