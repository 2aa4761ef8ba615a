import { LOOKALIKES } from './lookalikes';
import { MappedText } from './mapped-text';
import { Units } from './units';

/** How `fold` treats the case of letters. */
export interface FoldOptions {
  /** @default 'keep' */
  readonly case?: 'keep' | 'lower';
}

/**
 * The canonical form of a text: what a reader sees, in as few characters as possible.
 *
 * NFKC; control, zero-width, bidi, tag and variation characters are gone; a backspace takes back a character;
 * diacritics of Latin and Greek letters are gone; typographic quotes, dashes and spaces are ASCII; letters that
 * only look like Latin ones are Latin, unless the word is really written in another script.
 */
export function fold(text: string, options: FoldOptions = {}): string {
  return foldMapped(text, options).text;
}

/** `fold`, with the way back to the offsets of `text`. */
export function foldMapped(text: string, { case: letterCase = 'keep' }: FoldOptions = {}): MappedText {
  const folded = NEEDS_FOLDING.test(text) ? foldCharacters(text) : new MappedText(text);
  if (letterCase === 'keep') return folded;
  const lower = folded.text.toLowerCase();
  // the only letter that grows in lower case, U+0130, has been folded to `I` by now; were there another, map nothing wrongly.
  return lower.length === folded.text.length ? folded.withText(lower) : new MappedText(lower);
}

/** Anything but printable ASCII, tab and line breaks. */
const NEEDS_FOLDING = /[^\t\n\r -~]/;

const enum Kind {
  Unknown = 0,
  /** Not part of a word. */
  Other,
  Digit,
  Latin,
  /** A letter of another script that looks exactly like a Latin one: `а`, `е`, `о`. */
  Twin,
  /** A letter of another script that can be read as a Latin one when the rest of its word is Latin. */
  Alike,
  /** A letter of another script that cannot. */
  Foreign,
  /** A combining mark or conjoining Jamo. */
  Mark,
  Invisible,
  Backspace,
}

/** What becomes of one code point. */
interface Folding {
  readonly kind: Kind;
  /** Its canonical form; may be several characters. */
  readonly text: string;
  /** What it looks like in ASCII, if it does. */
  readonly latin: string;
}

const LOOKALIKE_OF = new Map<string, string>();
for (const [base, alike] of Object.entries(LOOKALIKES))
  for (const character of alike) LOOKALIKE_OF.set(character, base);

/** Cyrillic, Greek and Armenian letters that print as a Latin letter does; the rest of `LOOKALIKES` needs good will. */
const TWINS = new Set(
  '\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u0461\u051b\u051d\u04cf' +
    '\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u04ae\u050c' +
    '\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u0578\u057d\u0585',
);
/** Scripts so rare in prompts that a word of theirs which reads as Latin is taken for Latin. */
const RARE = /[\u13a0-\u13ff\u1400-\u167f\u2c80-\u2cff\u2d30-\u2d7f\ua4d0-\ua4ff\uab70-\uabbf\u{10280}-\u{1044f}]/u;
/** Typographic forms of ASCII punctuation and of the space that NFKC leaves alone. */
const PUNCTUATION = new Map<string, string>([
  ...pairs("'", '\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u2035\u0060\u00b4\u02c8'),
  ...pairs('"', '\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f'),
  ...pairs('-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58'),
  ...pairs(' ', '\u2800\u1680\u0085'),
  ...pairs('\n', '\u2028\u2029\u000b\u000c'),
  ...pairs('<', '\u2039\u27e8\u3008'),
  ...pairs('>', '\u203a\u27e9\u3009'),
  ...pairs('|', '\u2223\u23d0\u01c0'),
  ...pairs('.', '\u3002\u2024'),
  ...pairs('_', '\u2017'),
]);

function pairs(ascii: string, typographic: string): [string, string][] {
  return [...typographic].map((character) => [character, ascii]);
}

const NONE: Folding = { kind: Kind.Unknown, text: '', latin: '' };
/** Of every code unit met so far; bounded by the size of the plane. */
const BASIC: Folding[] = new Array<Folding>(0x10000).fill(NONE);
const ASTRAL = new Map<number, Folding>();

function foldingOf(codePoint: number): Folding {
  if (codePoint < 0x10000) {
    const known = BASIC[codePoint] ?? NONE;
    return known === NONE ? (BASIC[codePoint] = learn(codePoint)) : known;
  }
  const known = ASTRAL.get(codePoint);
  if (known !== undefined) return known;
  const folding = learn(codePoint);
  ASTRAL.set(codePoint, folding);
  return folding;
}

function learn(codePoint: number): Folding {
  const character = String.fromCodePoint(codePoint);
  const as = (kind: Kind, text = character, latin = text): Folding => ({ kind, text, latin });
  if (codePoint === 8) return as(Kind.Backspace, '');
  const punctuation = codePoint === 0x60 ? undefined : PUNCTUATION.get(character);
  if (punctuation !== undefined && codePoint !== 0xad) return as(Kind.Other, punctuation);
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(character)) return as(Kind.Invisible, '');
  if (codePoint !== 9 && codePoint !== 10 && codePoint !== 13 && /\p{Cc}/u.test(character))
    return as(Kind.Invisible, '');
  if (/[0-9]/.test(character)) return as(Kind.Digit);
  if (/[A-Za-z]/.test(character)) return as(Kind.Latin);
  if (codePoint < 0x80) return as(Kind.Other);
  if (/\p{M}|[\u1160-\u11ff]/u.test(character)) return as(Kind.Mark);

  const enclosed = LOOKALIKE_OF.get(character);
  const latinScript = /\p{Script=Latin}/u.test(character);
  // enclosed letters, regional indicators and small capitals stand for nothing else.
  if (enclosed !== undefined && (latinScript || !/\p{L}/u.test(character))) return as(Kind.Latin, enclosed);

  const compatible = withoutDiacritics(character.normalize('NFKC'));
  if (/^(?:\p{M}|[\u1160-\u11ff])$/u.test(compatible)) return as(Kind.Mark, compatible);
  if (/^[\t\n\r -~]+$/.test(compatible)) {
    return as(
      /[A-Za-z]/.test(compatible) ? Kind.Latin : /[0-9]/.test(compatible) ? Kind.Digit : Kind.Other,
      compatible,
    );
  }
  const single = [...compatible].length === 1;
  const latin = single ? (LOOKALIKE_OF.get(compatible) ?? LOOKALIKE_OF.get(character)) : undefined;
  const typographic = single ? PUNCTUATION.get(compatible) : undefined;
  if (typographic !== undefined) return as(Kind.Other, typographic);
  if (latin !== undefined) {
    if (/\p{Script=Latin}/u.test(compatible)) return as(Kind.Latin, latin);
    const twin = TWINS.has(compatible) || RARE.test(compatible);
    return as(twin ? Kind.Twin : Kind.Alike, compatible, latin);
  }
  if (/\p{Script=Latin}/u.test(compatible)) return as(Kind.Latin, compatible);
  if (/\p{Nd}/u.test(compatible)) return as(Kind.Digit, decimal(compatible));
  return as(/\p{L}/u.test(compatible) ? Kind.Foreign : Kind.Other, compatible);
}

/** `e` for `é`, for Latin and Greek letters only: elsewhere a mark makes another letter (`й`). */
function withoutDiacritics(text: string): string {
  if (!/[\p{Script=Latin}\p{Script=Greek}]/u.test(text)) return text;
  return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
}

/** An ASCII digit for a decimal digit of any script: they come in runs of ten that start at a zero. */
function decimal(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (zero > codePoint - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  // mathematical digits are five such runs in one; NFKC has folded them before.
  return String((codePoint - zero) % 10);
}

/** UAX 15 calls text with longer runs not stream-safe; nobody writes it, and composing it is what makes folding slow. */
const MAX_MARKS = 30;

/** Kinds of the ASCII characters that stay as they are; 0 for the others. */
const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) =>
  code === 9 || code === 10 || code === 13 || (code >= 32 && code < 127) ? learn(code).kind : Kind.Unknown,
);
const UNITS = new Units();

function foldCharacters(text: string): MappedText {
  const units = UNITS.of(text);
  const out = new Output(text.length);
  // words that could be either are decided once it is known whether the text really uses that script.
  let mixed = false;
  let foreign = false;
  const undecided = new Letters();
  const undecidedEnds: number[] = [];
  // of the word that is being read; kept from word to word, since a text may have a million of them.
  const twins = new Letters();
  const pending = new Letters();
  let kinds = 0;
  let marks = 0;

  const endWord = (): void => {
    if (pending.count > 0 || twins.count > 0) {
      const latin = (kinds & (1 << Kind.Latin)) !== 0;
      const reallyForeign = (kinds & (1 << Kind.Foreign)) !== 0;
      if (latin && !reallyForeign) {
        twins.replaceIn(out, 0, twins.count);
        pending.replaceIn(out, 0, pending.count);
        mixed = true;
      } else if (pending.count === 0 && !reallyForeign) {
        undecided.addAll(twins);
        undecidedEnds.push(undecided.count);
      } else {
        foreign = true;
      }
      pending.count = 0;
      twins.count = 0;
    }
    kinds = 0;
  };

  for (let i = 0; i < text.length;) {
    const unit = units[i] as number;
    const plain = unit < 128 ? (ASCII_KINDS[unit] as number) : Kind.Unknown;
    if (plain !== Kind.Unknown) {
      marks = 0;
      if (plain !== Kind.Other) kinds |= 1 << plain;
      else if (kinds !== 0) endWord();
      out.putUnit(unit, i);
      i++;
      continue;
    }
    const codePoint = unit < 0xd800 || unit > 0xdfff ? unit : (text.codePointAt(i) ?? 0);
    const { kind, text: folded, latin } = foldingOf(codePoint);
    const width = codePoint > 0xffff ? 2 : 1;
    switch (kind) {
      case Kind.Invisible:
        break;
      case Kind.Backspace:
        out.takeBack();
        break;
      case Kind.Mark:
        if (++marks <= MAX_MARKS) out.mark(folded, i);
        break;
      default:
        marks = 0;
        if (kind === Kind.Other) endWord();
        else kinds |= 1 << kind;
        if (kind === Kind.Twin) twins.add(out.length, latin);
        if (kind === Kind.Alike) pending.add(out.length, latin);
        out.put(folded, i);
    }
    i += width;
  }
  endWord();
  let start = 0;
  for (const end of foreign ? [] : undecidedEnds) {
    if (mixed || end - start > 1) undecided.replaceIn(out, start, end);
    start = end;
  }
  return out.finish(text);
}

/** Letters that may be read as Latin ones: where they stand in the output, and as what. */
class Letters {
  public count = 0;
  private readonly places: number[] = [];
  private readonly latin: string[] = [];

  public add(at: number, letter: string): void {
    this.places[this.count] = at;
    this.latin[this.count++] = letter;
  }

  public addAll({ places, latin, count }: Letters): void {
    for (let i = 0; i < count; i++) this.add(places[i] as number, latin[i] as string);
  }

  public replaceIn(out: Output, from: number, to: number): void {
    for (let i = from; i < to; i++) out.replace(this.places[i] as number, this.latin[i] as string);
  }
}

/** Folded units and where each came from. */
class Output {
  public length = 0;
  private units: Uint16Array;
  private offsets: Uint32Array;

  public constructor(capacity: number) {
    this.units = new Uint16Array(capacity + 32);
    this.offsets = new Uint32Array(capacity + 33);
  }

  public put(folded: string, offset: number): void {
    if (this.length + folded.length > this.units.length) this.grow(folded.length);
    for (let i = 0; i < folded.length; i++) {
      this.units[this.length] = folded.charCodeAt(i);
      this.offsets[this.length++] = offset;
    }
  }

  public putUnit(unit: number, offset: number): void {
    if (this.length === this.units.length) this.grow(1);
    this.units[this.length] = unit;
    this.offsets[this.length++] = offset;
  }

  /** Replaces the letter at `at`, which has one unit, by one that looks like it. */
  public replace(at: number, letter: string): void {
    this.units[at] = letter.charCodeAt(0);
    // an astral letter leaves its second half behind: what is left of it must not split the word.
    if (at + 1 < this.length && ((this.units[at + 1] ?? 0) & 0xfc00) === 0xdc00) this.units[at + 1] = REMOVED;
  }

  /** A mark joins the letter before it, or is dropped when that letter is one whose marks do not count. */
  public mark(mark: string, offset: number): void {
    const before = this.units[this.length - 1];
    const code = mark.charCodeAt(0);
    if (before === undefined || this.length === 0) return this.put(mark, offset);
    if (code >= 0x300 && code <= 0x36f && (before < 0x250 || (before >= 0x370 && before < 0x400))) return;
    if (composes(code)) {
      const composed = (String.fromCharCode(before) + mark).normalize('NFC');
      if (composed.length === 1) {
        this.units[this.length - 1] = composed.charCodeAt(0);
        return;
      }
    }
    this.put(mark, offset);
  }

  public takeBack(): void {
    if (this.length === 0) return;
    this.length--;
    if (((this.units[this.length] ?? 0) & 0xfc00) === 0xdc00 && this.length > 0) this.length--;
  }

  public finish(origin: string): MappedText {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const unit = this.units[i] ?? 0;
      if (unit === REMOVED) continue;
      this.units[kept] = unit;
      this.offsets[kept++] = this.offsets[i] ?? 0;
    }
    this.offsets[kept] = origin.length;
    const text = Buffer.from(this.units.buffer, 0, kept * 2).toString('utf16le');
    return new MappedText(text, this.offsets.subarray(0, kept + 1), origin.length);
  }

  private grow(by: number): void {
    const capacity = (this.units.length + by) * 2;
    const units = new Uint16Array(capacity);
    const offsets = new Uint32Array(capacity + 1);
    units.set(this.units);
    offsets.set(this.offsets);
    this.units = units;
    this.offsets = offsets;
  }
}

/** A noncharacter: never in folded text, so it can stand for a unit that is to be left out. */
const REMOVED = 0xffff;

/** Marks that make one character with the letter before them: accents, Arabic hamza, kana voicing, Hangul vowels and tails. */
function composes(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x653 && code <= 0x655) ||
    code === 0x3099 ||
    code === 0x309a ||
    (code >= 0x1160 && code <= 0x11ff)
  );
}
