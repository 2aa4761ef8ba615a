import { dataAt, followsLetters, type DataMatch, type DataPattern } from './data-pattern';
import { BEYOND, FirstUnits, NOT_ASCII, PLACES } from './first-units';
import { Units } from './views/units';

interface Prepared<Pattern extends DataPattern> {
  readonly pattern: Pattern;
  readonly rank: number;
}

interface Around<Pattern extends DataPattern> extends Prepared<Pattern> {
  readonly sign: string;
  readonly run: Uint8Array;
  readonly max: number;
  /** Units that may stand between the run and the sign. */
  readonly gap: 0 | 1;
  /** What stands after the sign. */
  readonly then: Uint8Array;
  /** Where it was tried last: a run that holds its sign many times is tried once. */
  tried: number;
  /** A place up to which a run is known, and where that run starts: it is not walked back over again. */
  knownAt: number;
  knownStart: number;
}

/** A pattern that starts with digits or letters of a certain number. */
interface Counted<Pattern extends DataPattern> extends Prepared<Pattern> {
  /** What may follow them; everything where it is empty. */
  readonly then: string;
  readonly digits: number;
}

const table = (of: RegExp): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (of.test(String.fromCharCode(code)) ? 1 : 0));

/** What can stand between the digits of one number. */
const IN_NUMBER = table(/[0-9 ./()+\-]/);
/** Within so many units after its start the longest number is over, and so is the word that may stand after it. */
const LETTERS_WITHIN = 96;
/** Longest number that is counted. */
const NUMBER_UNITS = 32;
/** No pattern starts with more digits or letters. */
const MOST_LEADING = 20;
const MOST_LETTERS = 7;

// what a unit may be; the first two are the same for all sets of patterns.
const LETTER = 1;
const DIGIT = 2;
const WORD = LETTER | DIGIT;
/** Begins a literal. */
const LITERAL = 4;
const SIGN = 8;
const OPENS_NUMBER = 16;
const PAIRS = 32;
/** Two pairs, each with its sign. */
const PAIRS_UNITS = 6;

const NOTHING = new Uint16Array(0);
const KINDS = kinds();

function kinds(): Uint8Array {
  const of = new Uint8Array(1 << 16);
  of.fill(DIGIT, 48, 58);
  of.fill(LETTER, 65, 91);
  of.fill(LETTER, 97, 123);
  return of;
}

type Visit<Pattern extends DataPattern> = (prepared: Prepared<Pattern>, at: number) => void;

/**
 * Many patterns over one text in one pass: each is tried only where it can start.
 *
 * Linear: at each place a bounded number of patterns is tried, and each reads a bounded stretch.
 */
export class PatternSet<Pattern extends DataPattern> {
  /** Longest match and context of any pattern, in UTF-16 units. */
  public readonly maxLength: number;
  public readonly lookAround: number;
  /** By the first two characters of the literal: an index into `literals`, 0 = none. */
  private readonly byPrefix = new Uint16Array(1 << 14);
  private readonly literals: { readonly literal: string; readonly prepared: Prepared<Pattern> }[][] = [[]];
  /** For each of `literals` the third characters, a bit each. */
  private thirds = new Int32Array(4);
  private readonly byDigits = Array.from({ length: MOST_LEADING }, (_, digits) => new ByDigits<Pattern>(digits));
  private readonly byLetters: Counted<Pattern>[][] = Array.from({ length: MOST_LETTERS }, () => []);
  private readonly bySign: Counted<Pattern>[][] = Array.from({ length: 128 }, () => []);
  private readonly pairs: Prepared<Pattern>[] = [];
  private readonly wordThenNumber: Prepared<Pattern>[] = [];
  private readonly around: Around<Pattern>[][] = Array.from({ length: 128 }, () => []);
  /** What each unit may be or begin. */
  private readonly may = KINDS.slice();
  private readonly units = new Units();
  /** Longest start of a pattern: of so many units at the end it is not known yet whether one stands there. */
  private longestStart = 0;
  // of the text at hand.
  private visited: Visit<Pattern> = () => undefined;
  private codes: Uint16Array = NOTHING;
  private isCut = false;
  private nextLetter = -1;

  public constructor(patterns: readonly Pattern[]) {
    patterns.forEach((pattern, rank) => this.add({ pattern, rank }));
    this.maxLength = Math.max(0, ...patterns.map((pattern) => pattern.maxLength));
    this.lookAround = Math.max(0, ...patterns.map((pattern) => pattern.lookAround));
  }

  /**
   * Every match, ascending, none over another of its kind: of matches that overlap the pattern that is listed first
   * counts, so the surer ones stand first.
   */
  public find(text: string, kind: (pattern: Pattern) => string = () => ''): DataMatch<Pattern>[] {
    const all = this.findAll(text, 0);
    if (all.length < 2) return all;
    const kinds = new Map<string, RankedMatch<Pattern>[]>();
    for (const match of all) {
      const of = kind(match.pattern);
      const others = kinds.get(of);
      if (others === undefined) kinds.set(of, [match]);
      else others.push(match);
    }
    return [...kinds.values()].flatMap(withoutOverlaps);
  }

  /** Every match of every pattern that is to be found from a place on: the leftmost first, then the longest, then the surest. */
  public findAll(text: string, from: number): RankedMatch<Pattern>[] {
    const found: RankedMatch<Pattern>[] = [];
    this.visit(text, from, false, ({ pattern, rank }, at) => {
      const data = dataAt(pattern, text, at);
      if (data !== undefined) found.push({ pattern, rank, ...data });
    });
    if (found.length > 1) found.sort((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank);
    return found;
  }

  /** The earliest place from `from` on where a match may have begun that the end of the text cuts off. */
  public openFrom(text: string, from: number): number {
    const end = text.length;
    let open = Math.max(from, end - this.longestStart);
    for (const group of this.around) {
      for (const { run, max, sign, gap } of group) {
        for (let cut = 0; cut <= sign.length + gap; cut++) open = Math.min(open, runStart(run, text, end - cut, max));
      }
    }
    if (this.wordThenNumber.length > 0) open = Math.min(open, wordBefore(text, end), wordBefore(text, end - 1));
    this.visit(text, from, true, ({ pattern }, at) => {
      const { maxLength, lookAround, lookAhead = lookAround } = pattern;
      if (at < open && end - at < maxLength + lookAhead && mayGoOn(pattern, text, at)) open = at;
    });
    return Math.max(from, open);
  }

  private add(prepared: Prepared<Pattern>): void {
    const { name, starts, pattern } = prepared.pattern;
    if (!pattern.sticky) throw new Error(`${name}: expected a sticky expression, got /${pattern.flags}`);
    if (starts === 'pairs') {
      this.pairs.push(prepared);
      this.longestStart = Math.max(this.longestStart, PAIRS_UNITS);
      for (const sign of ':-') this.mark(sign, PAIRS);
    } else if (starts === 'word then number') this.wordThenNumber.push(prepared);
    else if ('lead' in starts) {
      for (const lead of starts.lead) this.addCounted(prepared, lead, starts.digits);
    } else if ('letters' in starts) {
      for (const letters of starts.letters) {
        const counted = { ...prepared, then: letters.slice(1), digits: 0 };
        // the letters, and a sign between them and the digit.
        this.longestStart = Math.max(this.longestStart, Number(letters[0]) + 1);
        this.byLetters[Number(letters[0])]?.push(counted);
      }
    } else if ('around' in starts) {
      for (const sign of [starts.around].flat()) {
        const code = sign.charCodeAt(0);
        this.mark(sign, SIGN);
        const one = {
          ...prepared,
          sign,
          run: table(starts.run),
          max: starts.max,
          gap: starts.gap ? 1 : 0,
          then: starts.then === undefined ? aroundOf(starts.run, sign) : table(starts.then),
        } as const;
        this.around[code]?.push({ ...one, tried: -1, knownAt: -1, knownStart: -1 });
      }
    } else for (const literal of starts) this.addLiteral(prepared, literal);
  }

  private addCounted(prepared: Prepared<Pattern>, lead: string, digits: number): void {
    const count = /^\d+/.exec(lead)?.[0];
    if (count === undefined) {
      this.mark(lead, OPENS_NUMBER);
      this.bySign[lead.charCodeAt(0)]?.push({ ...prepared, then: '', digits });
      return;
    }
    this.byDigits[Number(count)]?.add({ ...prepared, then: lead.slice(count.length), digits });
  }

  private addLiteral(prepared: Prepared<Pattern>, literal: string): void {
    if (literal.length < 2)
      throw new Error(`${prepared.pattern.name}: expected a start of two characters, got '${literal}'`);
    const key = (literal.charCodeAt(0) << 7) | literal.charCodeAt(1);
    if (this.byPrefix[key] === 0) {
      this.byPrefix[key] = this.literals.push([]) - 1;
      const thirds = new Int32Array(this.literals.length * 4);
      thirds.set(this.thirds);
      this.thirds = thirds;
    }
    const group = this.byPrefix[key] as number;
    this.literals[group]?.push({ literal, prepared });
    const third = literal.charCodeAt(2) & 127;
    const cell = group * 4 + (third >> 5);
    if (literal.length === 2) this.thirds.fill(-1, group * 4, group * 4 + 4);
    else this.thirds[cell] = (this.thirds[cell] as number) | (1 << (third & 31));
    this.longestStart = Math.max(this.longestStart, literal.length);
    this.mark(literal, LITERAL);
  }

  private mark(literal: string, as: number): void {
    const code = literal.charCodeAt(0);
    this.may[code] = (this.may[code] ?? 0) | as;
  }

  /** Calls `visit` for each place from `from` on where a pattern may match. @param isCut more text may follow. */
  private visit(text: string, from: number, isCut: boolean, visit: Visit<Pattern>): void {
    const { may } = this;
    const codes = this.units.of(text);
    const { length } = text;
    this.codes = codes;
    this.visited = visit;
    this.isCut = isCut;
    this.nextLetter = -1;
    for (const group of this.around) for (const one of group) one.tried = one.knownAt = -1;
    // the word of letters and digits that was read last; without a digit so far.
    let wordStart = from;
    let wordEnd = -1;
    let plain = true;
    let i = from;
    if (from > 0 && ((may[codes[from - 1] as number] as number) & WORD) !== 0) {
      while (i < length && ((may[codes[i] as number] as number) & WORD) !== 0) i++;
      if (i > from) {
        wordEnd = i;
        plain = false;
      }
    }

    while (i < length) {
      const code = codes[i] as number;
      const kind = may[code] as number;
      if ((kind & WORD) === 0) {
        if (kind !== 0) this.visitSign(text, i, code, kind);
        i++;
        continue;
      }
      const start = i;
      if ((kind & LITERAL) !== 0) this.visitLiteral(text, i, code);
      if ((kind & DIGIT) !== 0) {
        if (this.wordThenNumber.length > 0 && i > 1 && codes[i - 1] === 32) {
          const before = wordBefore(text, i - 1);
          if (before < i - 1) for (const prepared of this.wordThenNumber) this.tell(prepared, before, length);
        }
        i = this.visitNumber(text, i);
        if (plain && wordEnd === start - 1 && wordEnd - wordStart < MOST_LETTERS) {
          this.visitLetters(wordStart, wordEnd - wordStart, text[start - 1] ?? '', length);
        }
        plain = false;
      } else {
        plain = true;
        do i++;
        while (((may[codes[i] as number] as number) & LETTER) !== 0);
        if (i < length && ((may[codes[i] as number] as number) & DIGIT) !== 0) {
          plain = false;
          if (i - start < MOST_LETTERS) this.visitLetters(start, i - start, '', length);
        }
      }
      while (((may[codes[i] as number] as number) & WORD) !== 0) i++;
      wordStart = start;
      wordEnd = i;
    }
    // a long text is not kept.
    this.codes = NOTHING;
  }

  /** Tells of a place, unless the pattern cannot match what stands there. */
  private tell(prepared: Prepared<Pattern>, at: number, length: number): void {
    if (this.isCut || firstUnitsOf(prepared.pattern).mayBegin(this.codes, length, at)) this.visited(prepared, at);
  }

  private visitSign(text: string, i: number, code: number, kind: number): void {
    const { codes } = this;
    if ((kind & LITERAL) !== 0) this.visitLiteral(text, i, code);
    if ((kind & SIGN) !== 0) this.visitAround(text, i, code);
    if ((kind & PAIRS) !== 0 && i > 1 && codes[i + 3] === code && i + 3 < text.length) {
      for (const prepared of this.pairs) this.tell(prepared, i - 2, text.length);
    }
    if ((kind & OPENS_NUMBER) === 0 || (i > 0 && isWord(codes[i - 1] as number))) return;
    const digits = digitsFrom(codes, text.length, i, this.isCut);
    for (const counted of this.bySign[code] ?? []) if (digits >= counted.digits) this.tell(counted, i, text.length);
  }

  private visitLiteral(text: string, i: number, code: number): void {
    const second = this.codes[i + 1] as number;
    const group = second < 128 ? (this.byPrefix[(code << 7) | second] as number) : 0;
    if (group === 0) return;
    const third = i + 2 < text.length ? (this.codes[i + 2] as number) & 127 : 32;
    if ((((this.thirds[group * 4 + (third >> 5)] as number) >> (third & 31)) & 1) === 0) return;
    const literals = this.literals[group] as (typeof this.literals)[number];
    for (let k = 0; k < literals.length; k++) {
      const { literal, prepared } = literals[k] as (typeof literals)[number];
      if (text.startsWith(literal, i)) this.tell(prepared, i, text.length);
    }
  }

  /** Returns where the first digits end. */
  private visitNumber(text: string, start: number): number {
    const { codes, isCut } = this;
    const { length } = text;
    let end = start + 1;
    while (((KINDS[codes[end] as number] as number) & DIGIT) !== 0) end++;
    const leading = end - start;
    if (leading >= MOST_LEADING) return end;
    if (isCut && end === length) {
      for (let more = leading; more < MOST_LEADING; more++)
        for (const one of this.byDigits[more]?.all ?? []) this.visited(one, start);
      return end;
    }
    const group = this.byDigits[leading] as ByDigits<Pattern>;
    const { all, possible } = group;
    if (all.length === 0 || !(isCut ? group.assume() : group.look(codes, length, start))) return end;
    const next = text[end] ?? '';
    let digits = -1;
    let follows = -1;
    for (let k = 0; k < all.length; k++) {
      if ((((possible[k >> 5] as number) >> (k & 31)) & 1) === 0) continue;
      const one = all[k] as Counted<Pattern>;
      if (one.then !== '' && !one.then.includes(next)) continue;
      if (one.digits > leading) {
        if (digits < 0) digits = digitsFrom(codes, length, start, isCut);
        if (digits < one.digits) continue;
      }
      if (!isCut && one.pattern.letters !== undefined) {
        if (follows < 0) follows = followsLetters(text, start) ? 1 : 0;
        if (follows === 0 && (one.pattern.letters === 'before' || !this.lettersWithin(start, LETTERS_WITHIN, length)))
          continue;
      }
      this.visited(one, start);
    }
    return end;
  }

  /** Whether a letter stands within so many units after a place; each unit of a text is looked at once for that. */
  private lettersWithin(at: number, units: number, length: number): boolean {
    if (this.nextLetter < at) {
      this.nextLetter = at;
      while (this.nextLetter < length && ((KINDS[this.codes[this.nextLetter] as number] as number) & LETTER) === 0)
        this.nextLetter++;
    }
    return this.nextLetter < Math.min(length, at + units);
  }

  /** @param then what stands between the letters and the digit that follows them. */
  private visitLetters(start: number, letters: number, then: string, length: number): void {
    for (const one of this.byLetters[letters] ?? []) if (one.then.includes(then)) this.tell(one, start, length);
  }

  private visitAround(text: string, i: number, code: number): void {
    const next = i + 1 < text.length ? (this.codes[i + 1] as number) : 0;
    const group = this.around[code] as Around<Pattern>[];
    for (let k = 0; k < group.length; k++) {
      const one = group[k] as Around<Pattern>;
      const { sign, run, max, gap } = one;
      if (sign.length > 1 ? !text.startsWith(sign, i) : !isIn(one.then, next)) continue;
      const end = gap === 1 && i > 0 && this.codes[i - 1] === 32 ? i - 1 : i;
      let start = runStart(run, text, end, Math.min(max, one.knownAt < 0 ? max : end - one.knownAt));
      if (start === one.knownAt) start = one.knownStart;
      one.knownAt = end;
      one.knownStart = start;
      // a longer run than any match has is none; the rest of it must not be tried from every sign again.
      if (
        one.tried === start ||
        end - start > max ||
        (end - start === max && start > 0 && isIn(run, text.charCodeAt(start - 1)))
      )
        continue;
      one.tried = start;
      this.tell(one, start, text.length);
    }
  }
}

/** So many patterns can begin with a number of one length: 32 for each. */
const NUMBER_WORDS = 2;
const COLUMNS = BEYOND + 1;

/** The patterns that begin with so many digits: which of them can match is asked of all at once. */
class ByDigits<Pattern extends DataPattern> {
  public readonly all: Counted<Pattern>[] = [];
  /** What `look` found: a bit for each of `all`. */
  public readonly possible = new Int32Array(NUMBER_WORDS);
  private masks: Int32Array | undefined;

  public constructor(private readonly digits: number) {}

  public add(counted: Counted<Pattern>): void {
    if (this.all.length === NUMBER_WORDS * 32) {
      throw new Error(
        `${counted.pattern.name}: expected at most ${NUMBER_WORDS * 32} patterns of ${this.digits} digits`,
      );
    }
    this.all.push(counted);
  }

  /** Takes every pattern for possible. */
  public assume(): true {
    this.possible.fill(-1);
    return true;
  }

  /** Whether any pattern can match the number at a place; which ones is in `possible`. */
  public look(units: Uint16Array, length: number, at: number): boolean {
    const masks = (this.masks ??= this.read());
    let cell = (at > 0 ? Math.min(units[at - 1] as number, NOT_ASCII) : BEYOND) * NUMBER_WORDS;
    let a = masks[cell] as number;
    let b = masks[cell + 1] as number;
    for (let place = 1; place <= PLACES && (a | b) !== 0; place++) {
      const i = at + place - 1;
      const unit = i >= length ? BEYOND : Math.min(units[i] as number, NOT_ASCII);
      cell = (place * COLUMNS + unit) * NUMBER_WORDS;
      a &= masks[cell] as number;
      b &= masks[cell + 1] as number;
      if (unit === BEYOND) break;
    }
    this.possible[0] = a;
    this.possible[1] = b;
    return (a | b) !== 0;
  }

  private read(): Int32Array {
    const masks = new Int32Array((PLACES + 1) * COLUMNS * NUMBER_WORDS);
    this.all.forEach(({ pattern }, k) => {
      const units = new FirstUnits(pattern.pattern, this.digits);
      for (let place = -1; place < PLACES; place++) {
        for (let unit = 0; unit < COLUMNS; unit++) {
          // before the start of a text anything is as good as nothing.
          if (!(place === -1 && unit === BEYOND) && !units.has(place, unit)) continue;
          const cell = ((place + 1) * COLUMNS + unit) * NUMBER_WORDS + (k >> 5);
          masks[cell] = (masks[cell] as number) | (1 << (k & 31));
        }
      }
    });
    return masks;
  }
}

const firstUnits = new WeakMap<DataPattern, FirstUnits>();

/** How the matches of a pattern begin: read when it is first asked for. */
function firstUnitsOf(pattern: DataPattern): FirstUnits {
  let known = firstUnits.get(pattern);
  if (known === undefined) firstUnits.set(pattern, (known = new FirstUnits(pattern.pattern)));
  return known;
}

/** A match and the place of its pattern in the list. */
export type RankedMatch<Pattern extends DataPattern> = DataMatch<Pattern> & { readonly rank: number };

/** What stands after a sign within a run: letters, digits, what is in the run, the sign again. */
function aroundOf(run: RegExp, sign: string): Uint8Array {
  return table(run).map((is, code) => (is === 1 || isWord(code) || code === sign.charCodeAt(0) ? 1 : 0));
}

function isIn(of: Uint8Array, code: number): boolean {
  return code < 128 && of[code] === 1;
}

function isWord(code: number): boolean {
  return ((KINDS[code] as number) & WORD) !== 0;
}

/** Where the run of certain characters before `end` starts, at most `max` before it. */
function runStart(run: Uint8Array, text: string, end: number, max: number): number {
  let start = end;
  const limit = Math.max(0, end - max);
  while (start > limit && isIn(run, text.charCodeAt(start - 1))) start--;
  return start;
}

/** Longest word, in UTF-16 units, that is looked back over. */
const WORD_UNITS = 40;

/** Where the word that ends at `end`, with or without a dot, starts. */
function wordBefore(text: string, end: number): number {
  let start = text.charCodeAt(end - 1) === 46 ? end - 1 : end;
  const limit = Math.max(0, end - WORD_UNITS);
  for (; start > limit; start--) {
    const code = text.charCodeAt(start - 1);
    if (code < 128 && KINDS[code] === 0) break;
  }
  return start;
}

/** The digits of a number; those of one that goes on after the end of the text are without number. */
function digitsFrom(codes: Uint16Array, length: number, start: number, isCut: boolean): number {
  const end = Math.min(length, start + NUMBER_UNITS);
  let digits = 0;
  let i = start;
  for (; i < end; i++) {
    const code = codes[i] as number;
    if (!isIn(IN_NUMBER, code)) return digits;
    if (KINDS[code] === DIGIT) digits++;
  }
  return isCut && i === length ? Infinity : digits;
}

function mayGoOn({ open }: DataPattern, text: string, at: number): boolean {
  if (open === undefined) return true;
  if (typeof open === 'function') return open(text, at);
  open.lastIndex = at;
  return open.test(text);
}

function withoutOverlaps<Pattern extends DataPattern>(found: RankedMatch<Pattern>[]): DataMatch<Pattern>[] {
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || a.rank - b.rank);
  const kept: RankedMatch<Pattern>[] = [];
  for (const match of found) {
    const last = kept[kept.length - 1];
    if (last === undefined || match.start >= last.end) kept.push(match);
    // a shorter form of the same kind within a longer one is a part of it: the tail of a telephone number.
    else if (match.rank < last.rank && !(match.pattern.type === last.pattern.type && match.end <= last.end)) {
      kept[kept.length - 1] = match;
    }
  }
  return kept;
}
