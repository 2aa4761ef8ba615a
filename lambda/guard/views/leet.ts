import { EMPTY_WORD, hashLetter, knows, knowsHash, LONGEST_WORD } from './dictionary';
import type { Edit } from './mapped-text';
import { asciiTable, Units } from './units';

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'g', '7': 't', '8': 'b', '9': 'g',
  '@': 'a', $: 's', '!': 'i', '|': 'l', '+': 't',
}; // prettier-ignore
const ODD = /[0-9@$!|+]/;
const ODD_ALL = /[0-9@$!|+]/g;
const LETTER = /[a-z]/i;
const GROUP = /[A-Za-z0-9@$!|+]+/g;
/** Readings of `1`, `!` and `|` as `i` or `l` that are tried for one word. */
const MAX_AMBIGUOUS = 3;
/** From so many decoded words on, the text is taken for leetspeak and its other words are decoded too. */
const FLUENT_WORDS = 3;

/** A letter for a digit or symbol that stands for one. */
export function plainLetter(character: string): string {
  return LETTERS[character] ?? character;
}

/** Short words that are written in digits alone; among leetspeak they are words, elsewhere numbers. */
const SHORT: Readonly<Record<string, string>> = {
  '1': 'i', '4': 'a', '41': 'ai', '50': 'so', '70': 'to', '17': 'it', '15': 'is', '47': 'at', '45': 'as', '7': 't',
  '@': 'a', '!': 'i', '5': 's',
}; // prettier-ignore

/** What a unit is in a group: a letter, or a digit or symbol that may stand for one. */
const PLAIN = 1;
const STANDS_FOR = 2;
const KINDS = asciiTable((unit) => (LETTER.test(unit) ? PLAIN : ODD.test(unit) ? STANDS_FOR : 0));
/** The letter that a unit of a group is read as. */
const READ_AS = asciiTable((unit) => plainLetter(unit).toLowerCase().charCodeAt(0));
const UNITS = new Units();

/** `instructions` for `1n57ruc710n5`: only what becomes a word, or stands among words that do. */
export function leetEdits(text: string): Edit[] {
  const sure: Edit[] = [];
  let guesses = 0;
  const units = UNITS.of(text);
  for (let i = 0; i < text.length; i++) {
    let kind = KINDS[units[i] as number] as number;
    if (kind === 0) continue;
    let start = i;
    let kinds = 0;
    do {
      kinds |= kind;
      kind = KINDS[units[++i] as number] as number;
    } while (kind !== 0);
    if (kinds !== (PLAIN | STANDS_FOR)) continue;
    let end = i;
    while (end > start && isBorder(units[end - 1] as number, true)) end--;
    while (start < end && isBorder(units[start] as number, false)) start++;
    const size = end - start;
    if (size < 2 || size > LONGEST_WORD || !hasBoth(units, start, end)) continue;
    if (size > 2 && mayBeWord(units, start, end)) {
      const decoded = wordFor(text.slice(start, end));
      if (decoded !== undefined) {
        sure.push({ start, end, text: decoded });
        continue;
      }
    }
    guesses++;
  }
  return sure.length < FLUENT_WORDS || sure.length < guesses ? sure : fluentEdits(text);
}

/** The same where a text is written so throughout: other words are read as well as can be. */
function fluentEdits(text: string): Edit[] {
  const sure: Edit[] = [];
  const guesses: Edit[] = [];
  for (const match of text.matchAll(GROUP)) {
    const group = trim(match[0], match.index);
    if (group === undefined || !ODD.test(group.text)) continue;
    const { start, text: word } = group;
    const end = start + word.length;
    const decoded = wordFor(word);
    const letters = LETTER.test(word);
    if (decoded !== undefined && letters && word.length >= 3) sure.push({ start, end, text: decoded });
    else if (letters || (decoded !== undefined && SHORT[word] === undefined))
      guesses.push({ start, end, text: decoded ?? plain(word) });
  }
  if (sure.length < guesses.length) return sure;
  return [...sure, ...guesses, ...shortWords(text)].sort((a, b) => a.start - b.start);
}

/** `|`, `+` and, at the end, `!`: punctuation at a border. */
function isBorder(code: number, atEnd: boolean): boolean {
  return code === 124 || code === 43 || (atEnd && code === 33);
}

function hasBoth(units: Uint16Array, start: number, end: number): boolean {
  let kinds = 0;
  for (let i = start; i < end; i++) kinds |= KINDS[units[i] as number] as number;
  return kinds === (PLAIN | STANDS_FOR);
}

/** Whether `wordFor` can find a word: the usual reading is one, or there is another. */
function mayBeWord(units: Uint16Array, start: number, end: number): boolean {
  let hash = EMPTY_WORD;
  for (let i = start; i < end; i++) {
    const code = units[i] as number;
    if (code === 49 || code === 33 || code === 124) return true;
    hash = hashLetter(hash, READ_AS[code] as number);
  }
  return knowsHash(hash);
}

/** Digits that stand alone, or after an apostrophe, for a short word or its last letter. */
function shortWords(text: string): Edit[] {
  const edits: Edit[] = [];
  for (const match of text.matchAll(
    /(?<![A-Za-z0-9@$!|+.,:/])(?:[145]?[0157@!]|4)(?![A-Za-z0-9@$!|+%:/]|[.,][0-9])/g,
  )) {
    const word = SHORT[match[0]];
    const inside = text[match.index - 1] === "'";
    if (word === undefined || ((match[0] === '7' || match[0] === '5') && !inside) || (match[0] === '!' && !inside))
      continue;
    edits.push({ start: match.index, end: match.index + match[0].length, text: word });
  }
  return edits;
}

/** Leaves out the `!` and `|` at the borders: punctuation, not letters. */
function trim(group: string, index: number): { readonly text: string; readonly start: number } | undefined {
  let start = 0;
  let end = group.length;
  while (end > start && '!|+'.includes(group[end - 1] ?? ' ')) end--;
  while (start < end && '|+'.includes(group[start] ?? ' ')) start++;
  const text = group.slice(start, end);
  return text.length < 2 || text.length > LONGEST_WORD ? undefined : { text, start: index + start };
}

/** The first reading of a word that the dictionary knows. */
function wordFor(word: string): string | undefined {
  const read = plain(word);
  if (knows(read)) return read;
  const ambiguous = [...word.matchAll(/[1!|]/g)].slice(0, MAX_AMBIGUOUS).map((match) => match.index);
  for (let choice = 1; choice < 1 << ambiguous.length; choice++) {
    const letters = [...read];
    ambiguous.forEach(
      (at, bit) => (letters[at] = (choice >> bit) & 1 ? (read[at] === 'l' ? 'i' : 'l') : (read[at] ?? '')),
    );
    const other = letters.join('');
    if (knows(other)) return other;
  }
  return undefined;
}

function plain(word: string): string {
  return word.replace(ODD_ALL, plainLetter).toLowerCase();
}
