import { dataAt, type DataMatch, type DataPattern } from './data-pattern';

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

const WORD = table(/[A-Za-z0-9]/);
const DIGIT = table(/[0-9]/);
/** What can stand between the digits of one number. */
const IN_NUMBER = table(/[0-9 ./()+\-]/);
/** Longest number that is counted. */
const NUMBER_UNITS = 32;
/** No pattern starts with more digits or letters. */
const MOST_LEADING = 20;
const MOST_LETTERS = 7;

const LITERAL = 1;
const SIGN = 2;
const OPENS_NUMBER = 4;
const PAIRS = 8;

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
  private readonly byDigits: Counted<Pattern>[][] = Array.from({ length: MOST_LEADING }, () => []);
  private readonly byLetters: Counted<Pattern>[][] = Array.from({ length: MOST_LETTERS }, () => []);
  private readonly bySign = new Map<number, Counted<Pattern>[]>();
  private readonly pairs: Prepared<Pattern>[] = [];
  private readonly wordThenNumber: Prepared<Pattern>[] = [];
  private readonly around = new Map<number, Around<Pattern>[]>();
  /** What each ASCII sign may begin. */
  private readonly signs = new Uint8Array(128);
  private longestLiteral = 0;

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
    let open = Math.max(from, end - this.longestLiteral);
    for (const group of this.around.values()) {
      for (const { run, max, sign, gap } of group) {
        for (let cut = 0; cut < sign.length + gap; cut++) open = Math.min(open, runStart(run, text, end - cut, max));
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
      for (const sign of ':-') this.mark(sign, PAIRS);
    } else if (starts === 'word then number') this.wordThenNumber.push(prepared);
    else if ('lead' in starts) {
      for (const lead of starts.lead) this.addCounted(prepared, lead, starts.digits);
    } else if ('letters' in starts) {
      for (const letters of starts.letters) {
        const counted = { ...prepared, then: letters.slice(1), digits: 0 };
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
        } as const;
        this.around.set(code, [...(this.around.get(code) ?? []), { ...one, tried: -1, knownAt: -1, knownStart: -1 }]);
      }
    } else for (const literal of starts) this.addLiteral(prepared, literal);
  }

  private addCounted(prepared: Prepared<Pattern>, lead: string, digits: number): void {
    const count = /^\d+/.exec(lead)?.[0];
    if (count !== undefined) {
      this.byDigits[Number(count)]?.push({ ...prepared, then: lead.slice(count.length), digits });
      return;
    }
    const code = lead.charCodeAt(0);
    this.mark(lead, OPENS_NUMBER);
    this.bySign.set(code, [...(this.bySign.get(code) ?? []), { ...prepared, then: '', digits }]);
  }

  private addLiteral(prepared: Prepared<Pattern>, literal: string): void {
    if (literal.length < 2)
      throw new Error(`${prepared.pattern.name}: expected a start of two characters, got '${literal}'`);
    const key = (literal.charCodeAt(0) << 7) | literal.charCodeAt(1);
    if (this.byPrefix[key] === 0) this.byPrefix[key] = this.literals.push([]) - 1;
    this.literals[this.byPrefix[key] ?? 0]?.push({ literal, prepared });
    this.longestLiteral = Math.max(this.longestLiteral, literal.length);
    this.mark(literal, LITERAL);
  }

  private mark(literal: string, as: number): void {
    const code = literal.charCodeAt(0);
    this.signs[code] = (this.signs[code] ?? 0) | as;
  }

  /** Calls `visit` for each place from `from` on where a pattern may match. @param isCut more text may follow. */
  private visit(text: string, from: number, isCut: boolean, visit: Visit<Pattern>): void {
    const { signs } = this;
    for (const group of this.around.values()) for (const one of group) one.tried = one.knownAt = -1;
    let inWord = from > 0 && isIn(WORD, text.charCodeAt(from - 1)) ? 1 : 0;
    // the word that is being read, or was read last; without a digit so far.
    let wordStart = from;
    let wordEnd = -1;
    let plain = inWord === 0;
    let digitsEnd = -1;

    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 128 || WORD[code] === 0) {
        if (inWord === 1) wordEnd = i;
        inWord = 0;
        if (code < 128 && signs[code] !== 0) this.visitSign(text, i, code, isCut, visit);
        continue;
      }
      if (inWord === 0) {
        if (signs[code] !== 0) this.visitLiteral(text, i, code, visit);
        if (DIGIT[code] === 1) {
          if (this.wordThenNumber.length > 0 && i > 1 && text.charCodeAt(i - 1) === 32) {
            const start = wordBefore(text, i - 1);
            if (start < i - 1) for (const prepared of this.wordThenNumber) visit(prepared, start);
          }
          digitsEnd = this.visitNumber(text, i, isCut, visit);
          if (plain && wordEnd === i - 1 && wordEnd - wordStart < MOST_LETTERS) {
            this.visitLetters(wordStart, wordEnd - wordStart, text[i - 1] ?? '', visit);
          }
          plain = false;
        } else plain = true;
        wordStart = i;
        inWord = 1;
      } else if (plain && DIGIT[code] === 1) {
        plain = false;
        if (i - wordStart < MOST_LETTERS) this.visitLetters(wordStart, i - wordStart, '', visit);
      } else if (i < digitsEnd) i = digitsEnd - 1;
    }
  }

  private visitSign(text: string, i: number, code: number, isCut: boolean, visit: Visit<Pattern>): void {
    const may = this.signs[code] as number;
    if ((may & LITERAL) !== 0) this.visitLiteral(text, i, code, visit);
    if ((may & SIGN) !== 0) this.visitAround(text, i, code, visit);
    if ((may & PAIRS) !== 0 && i > 1 && text.charCodeAt(i + 3) === code) {
      for (const prepared of this.pairs) visit(prepared, i - 2);
    }
    if ((may & OPENS_NUMBER) === 0 || (i > 0 && isIn(WORD, text.charCodeAt(i - 1)))) return;
    const digits = digitsFrom(text, i, isCut);
    for (const counted of this.bySign.get(code) ?? []) if (digits >= counted.digits) visit(counted, i);
  }

  private visitLiteral(text: string, i: number, code: number, visit: Visit<Pattern>): void {
    const second = text.charCodeAt(i + 1);
    const group = second < 128 ? (this.byPrefix[(code << 7) | second] as number) : 0;
    if (group === 0) return;
    const literals = this.literals[group] ?? [];
    for (let k = 0; k < literals.length; k++) {
      const { literal, prepared } = literals[k] as (typeof literals)[number];
      if (text.startsWith(literal, i)) visit(prepared, i);
    }
  }

  /** Returns where the first digits end. */
  private visitNumber(text: string, start: number, isCut: boolean, visit: Visit<Pattern>): number {
    let end = start + 1;
    while (isIn(DIGIT, text.charCodeAt(end))) end++;
    const leading = end - start;
    if (leading >= MOST_LEADING) return end;
    const cutOff = isCut && end === text.length;
    if (cutOff) {
      for (let more = leading; more < MOST_LEADING; more++)
        for (const one of this.byDigits[more] ?? []) visit(one, start);
      return end;
    }
    const counted = this.byDigits[leading] as Counted<Pattern>[];
    if (counted.length === 0) return end;
    const next = text[end] ?? '';
    let digits = -1;
    for (let k = 0; k < counted.length; k++) {
      const one = counted[k] as Counted<Pattern>;
      if (one.then !== '' && !one.then.includes(next)) continue;
      if (one.digits > leading) {
        if (digits < 0) digits = digitsFrom(text, start, isCut);
        if (digits < one.digits) continue;
      }
      visit(one, start);
    }
    return end;
  }

  /** @param then what stands between the letters and the digit that follows them. */
  private visitLetters(start: number, letters: number, then: string, visit: Visit<Pattern>): void {
    for (const one of this.byLetters[letters] ?? []) if (one.then.includes(then)) visit(one, start);
  }

  private visitAround(text: string, i: number, code: number, visit: Visit<Pattern>): void {
    const next = text.charCodeAt(i + 1);
    for (const one of this.around.get(code) ?? []) {
      const { sign, run, max, gap } = one;
      if (sign.length > 1 ? !text.startsWith(sign, i) : !(isIn(WORD, next) || isIn(run, next) || next === code))
        continue;
      const end = gap === 1 && i > 0 && text.charCodeAt(i - 1) === 32 ? i - 1 : i;
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
      visit(one, start);
    }
  }
}

/** A match and the place of its pattern in the list. */
export type RankedMatch<Pattern extends DataPattern> = DataMatch<Pattern> & { readonly rank: number };

function isIn(of: Uint8Array, code: number): boolean {
  return code < 128 && of[code] === 1;
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
    if (code < 128 && WORD[code] === 0) break;
  }
  return start;
}

/** The digits of a number; those of one that goes on after the end of the text are without number. */
function digitsFrom(text: string, start: number, isCut: boolean): number {
  const end = Math.min(text.length, start + NUMBER_UNITS);
  let digits = 0;
  let i = start;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (!isIn(IN_NUMBER, code)) return digits;
    digits += DIGIT[code] as number;
  }
  return isCut && i === text.length ? Infinity : digits;
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
