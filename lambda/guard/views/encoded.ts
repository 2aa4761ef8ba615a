import { bitsEnd, brailleEnd, decimalsEnd, denseEnd, hexPairsEnd, morseEnd, type RunEnd } from './encoded-runs';
import { readingOf } from './reads-as-words';
import type { Span, Suspicions } from './scan';
import { Units } from './units';

/** A decoder's name. */
export type Encoding = 'base64' | 'base32' | 'hex' | 'binary' | 'decimal' | 'morse' | 'braille';

/** A text that stood encoded inside another one. */
export interface Decoded {
  readonly encoding: Encoding;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const UNITS = new Units();

/** What reads as text once decoded; an image, a digest or a key in the same alphabet does not. */
export function encodedIn(text: string, { dense, pairs, braille, codes }: Suspicions): Decoded[] {
  const found: Decoded[] = [];
  const hasColon = signFinder(text, ':');
  const hasComma = signFinder(text, ',');
  const hasHex = signFinder(text, '0x');
  for (const span of joinedLines(text, dense)) {
    collect(found, text, denseEnd, decodeDense, span);
    if (hasColon(span) || hasHex(span)) collect(found, text, hexPairsEnd, decodePairs, span);
    if (hasComma(span)) collect(found, text, decimalsEnd, decodeDecimals, span);
  }
  const whole = { start: 0, end: text.length };
  if (pairs) collect(found, text, hexPairsEnd, decodePairs, whole);
  if (codes) {
    collect(found, text, bitsEnd, (run) => inWords(bytesAs('binary', fromBits(run.split(/[ ,]/)))), whole);
    collect(found, text, decimalsEnd, decodeDecimals, whole);
    collect(found, text, morseEnd, decodeMorse, whole);
  }
  if (braille) collect(found, text, brailleEnd, decodeBraille, whole);
  return found.sort((a, b) => a.start - b.start);
}

/** Dense groups on lines that follow each other are one: base64 is broken into lines of 64 or 76. */
function joinedLines(text: string, dense: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of dense) {
    const last = joined[joined.length - 1];
    if (last !== undefined && span.start - last.end <= 2 && /^\r?\n$/.test(text.slice(last.end, span.start))) {
      joined[joined.length - 1] = { start: last.start, end: span.end };
    } else joined.push(span);
  }
  return joined;
}

/** Whether spans, asked for one after the other, hold a sign: what stands between is looked at once. */
function signFinder(text: string, sign: string): (span: Span) => boolean {
  let at = -1;
  return ({ start, end }) => {
    if (at < start) at = text.indexOf(sign, start);
    if (at < 0) at = text.length;
    return at < end;
  };
}

function decodeDecimals(run: string): Attempt {
  return inWords(bytesAs('decimal', fromDecimals(run)));
}

function decodePairs(run: string): Attempt {
  return bytesAs('hex', fromPairs(run));
}

/** The bytes of pairs of digits; read by hand, since millions of gaps would be millions of matches. */
function fromPairs(run: string): Buffer {
  const bytes = Buffer.alloc(run.length >> 1);
  let count = 0;
  for (let i = 0; i + 1 < run.length;) {
    const high = digitOf(run.charCodeAt(i));
    const low = digitOf(run.charCodeAt(i + 1));
    if (high >= 0 && low >= 0) {
      bytes[count++] = high * 16 + low;
      i += 2;
    } else i++;
  }
  return bytes.subarray(0, count);
}

/** The value of a hexadecimal digit; `-1` where it is none. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

type Attempt = readonly [Encoding, string] | undefined;

function collect(
  found: Decoded[],
  text: string,
  endOf: RunEnd,
  decode: (run: string) => Attempt,
  { start: from, end: to }: Span,
): void {
  const part = text.slice(from, to);
  const units = UNITS.of(part);
  // tried at one place after the other, and on from the end of a run: none that fails is longer than a few units.
  for (let at = 0; at < part.length; at++) {
    const end = endOf(units, at, part.length);
    if (end < 0) continue;
    const decoded = decode(part.slice(at, end));
    if (decoded !== undefined)
      found.push({ encoding: decoded[0], start: from + at, end: from + end, text: decoded[1] });
    at = end - 1;
  }
}

function decodeDense(run: string): Attempt {
  const characters = run.replace(/[\r\n=]/g, '');
  if (characters.length >= 32 && /^[01]+$/.test(characters))
    return bytesAs('binary', fromBits(characters.match(/.{8}/g) ?? []));
  if (characters.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(characters)) {
    const hex = bytesAs('hex', Buffer.from(characters, 'hex'));
    if (hex !== undefined) return hex;
  }
  if (characters.length >= 16 && /^(?:[A-Z2-7]+|[a-z2-7]+)$/.test(characters)) {
    const base32 = bytesAs('base32', fromBase32(characters.toUpperCase()));
    if (base32 !== undefined) return base32;
  }
  // the start decides cheaply: most runs of this alphabet are identifiers, paths and plain long words.
  const sample = Buffer.from(characters.slice(0, 64), 'base64');
  if (share(sample) < 0.7 && utf16In(sample) === undefined) return undefined;
  return bytesAs('base64', Buffer.from(characters, 'base64'));
}

/** Share of the bytes that can stand in UTF-8 text. */
function share(bytes: Buffer): number {
  let text = 0;
  for (const byte of bytes) if ((byte >= 0x20 && byte !== 0x7f) || byte === 9 || byte === 10 || byte === 13) text++;
  return bytes.length === 0 ? 0 : text / bytes.length;
}

/** The order of the bytes of UTF-16, where every other one is zero. */
function utf16In(bytes: Buffer): 'little' | 'big' | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  if (bytes.length < 8) return undefined;
  const [big = 0, little = 0] = zeros;
  return little * 2.5 > bytes.length ? 'little' : big * 2.5 > bytes.length ? 'big' : undefined;
}

function textOf(bytes: Buffer): string {
  const order = utf16In(bytes);
  if (order === undefined) return bytes.toString('utf8');
  const whole = bytes.subarray(0, bytes.length & ~1);
  return (order === 'big' ? Buffer.from(whole).swap16() : whole).toString('utf16le');
}

const MIN_CHARACTERS = 5;

function bytesAs(encoding: Encoding, bytes: Buffer): Attempt {
  if (bytes.length < MIN_CHARACTERS) return undefined;
  const text = textOf(bytes);
  let odd = 0;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd || code === 0x7f || (code < 0x20 && code !== 9 && code !== 10 && code !== 13)) odd++;
    else if (code >= 0x80 || (code | 0x20) >= 97) letters++;
  }
  // a cut-off character at either end is no reason to look away.
  if (odd > 2 + text.length / 20 || odd * 4 > text.length) return undefined;
  // hardly a letter: a number of somebody, or codes again, where every byte of many is one that people write.
  if (letters * 2 < text.length && !/^[0-9A-Za-z .,:;@+/()_-]{12}[0-9A-Za-z .,:;@+/()_-]*\s?$/.test(text))
    return undefined;
  return [encoding, text];
}

/** Any row of numbers has a reading in ASCII: only one in words counts. */
function inWords(attempt: Attempt): Attempt {
  return attempt !== undefined && readingOf(attempt[1]).share >= 0.4 ? attempt : undefined;
}

function fromBits(groups: readonly string[]): Buffer {
  return Buffer.from(groups.map((group) => Number.parseInt(group, 2)));
}

function fromDecimals(run: string): Buffer {
  const codes = run.split(/[ ,;]+/).map(Number);
  return codes.every((code) => code < 256) ? Buffer.from(codes) : Buffer.alloc(0);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(characters: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of characters) {
    value = ((value << 5) | BASE32.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

const MORSE_LETTERS = new Map(
  (
    '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. ' +
    '----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.'
  )
    .split(' ')
    .map((code, i) => [code, 'abcdefghijklmnopqrstuvwxyz0123456789'[i] ?? '']),
);

function decodeMorse(run: string): Attempt {
  let text = '';
  let unknown = 0;
  for (const part of run.replaceAll('_', '-').split(/( {0,1}[/|] {0,1}| {2,3}| )/)) {
    if (part === '' || part === ' ') continue;
    if (/[ /|]/.test(part)) text += ' ';
    else {
      const letter = MORSE_LETTERS.get(part);
      if (letter === undefined) unknown++;
      text += letter ?? '';
    }
  }
  return unknown * 10 > text.length || new Set(text).size < 4 ? undefined : ['morse', text];
}

/** Grade one: dots 1 to 6 are bits 0 to 5. */
const BRAILLE_LETTERS = new Map(
  [
    ...'\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a\u281a\u2805\u2807\u280d\u281d\u2815\u280f\u281f\u2817\u280e\u281e\u2825\u2827\u283a\u282d\u283d\u2835',
  ].map((cell, i) => [cell, String.fromCharCode(97 + i)]),
);

function decodeBraille(run: string): Attempt {
  let text = '';
  for (const cell of run) text += BRAILLE_LETTERS.get(cell) ?? (cell === '\u2800' || cell === ' ' ? ' ' : '');
  return text.length < MIN_CHARACTERS ? undefined : ['braille', text];
}
