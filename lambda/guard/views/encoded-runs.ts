import { asciiTable } from './units';

/** Where a run that begins at a place ends; `-1` where none does. After the last unit of a text stands a blank. */
export type RunEnd = (units: Uint16Array, at: number, length: number) => number;

/*
 * Read by hand: the backtracking of a regular expression remembers each repetition, and some megabytes of one run are too
 * many for its stack.
 */

const DENSE = asciiTable((unit) => (/[A-Za-z0-9+/_-]/.test(unit) ? 1 : 0));
/** Characters without white space, on the first line and on those after it. */
const FIRST_LINE = 12;
const NEXT_LINE = 16;
const PADDING = 6;

/** Base64 and the like: a dense run, with the lines after it that are one as well, and its padding. */
export const denseEnd: RunEnd = (units, at) => {
  let end = passed(units, at, DENSE);
  if (end - at < FIRST_LINE) return -1;
  for (;;) {
    const line = units[end] === 13 && units[end + 1] === 10 ? end + 2 : units[end] === 10 ? end + 1 : -1;
    const next = line < 0 ? -1 : passed(units, line, DENSE);
    if (next < 0 || next - line < NEXT_LINE) break;
    end = next;
  }
  const dense = end;
  while (end - dense < PADDING && units[end] === 61) end++;
  return end;
};

function passed(units: Uint16Array, at: number, table: Uint8Array): number {
  let end = at;
  while (table[units[end] as number] === 1) end++;
  return end;
}

/** Groups of characters with gaps between them. */
interface Row {
  readonly group: RegExp;
  readonly fewest: number;
  readonly most: number;
  readonly gap: RegExp;
  readonly mostGap: number;
  /** Groups after the first. */
  readonly more: number;
  /** Whether a group may have `0x` or `\x` before it. */
  readonly prefix?: true;
}

function rowEnd({ group, fewest, most, gap, mostGap, more, prefix }: Row): RunEnd {
  const inGroup = asciiTable((unit) => (group.test(unit) ? 1 : 0));
  const inGap = asciiTable((unit) => (gap.test(unit) ? 1 : 0));
  const groupEnd = (units: Uint16Array, at: number): number => {
    const start = prefix === true && isPrefix(units, at) ? at + 2 : at;
    let end = start;
    while (end - start < most && inGroup[units[end] as number] === 1) end++;
    return end - start < fewest ? -1 : end;
  };
  return (units, at, length) => {
    let end = groupEnd(units, at);
    if (end < 0) return -1;
    for (let count = 0; ; count++) {
      let next = end;
      while (next - end < mostGap && next < length && inGap[units[next] as number] === 1) next++;
      const after = next === end ? -1 : groupEnd(units, next);
      if (after < 0) return count < more ? -1 : end;
      end = after;
    }
  };
}

function isPrefix(units: Uint16Array, at: number): boolean {
  const first = units[at];
  return (first === 48 || first === 92) && ((units[at + 1] as number) | 0x20) === 120;
}

/** `69 67`, `0x69, 0x67`, `\x69:\x67`. */
export const hexPairsEnd = rowEnd({
  ...{ group: /[0-9a-f]/i, fewest: 2, most: 2, prefix: true },
  ...{ gap: /[ ,:]/, mostGap: 2, more: 5 },
});
/** `01101001 01100111`. */
export const bitsEnd = rowEnd({ group: /[01]/, fewest: 7, most: 8, gap: /[ ,]/, mostGap: 1, more: 3 });
/** `105 103`. */
export const decimalsEnd = rowEnd({ group: /[0-9]/, fewest: 2, most: 3, gap: /[ ,;]/, mostGap: 2, more: 5 });
/** `.. --. -.`. */
export const morseEnd = rowEnd({ group: /[._-]/, fewest: 1, most: 6, gap: /[ /|]/, mostGap: 3, more: 5 });

/** Cells of Braille; the first is no blank. */
export const brailleEnd: RunEnd = (units, at, length) => {
  if (units[at] === 0x2800 || !isCell(units[at] as number)) return -1;
  let end = at + 1;
  while (end < length && (units[end] === 32 || isCell(units[end] as number))) end++;
  return end - at < 5 ? -1 : end;
};

function isCell(code: number): boolean {
  return code >= 0x2800 && code <= 0x28ff;
}
