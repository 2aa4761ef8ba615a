import { dataIn, type DataMatch, type DataPattern } from './data-pattern';

interface Prepared<Pattern extends DataPattern> {
  readonly pattern: Pattern;
  readonly rank: number;
  /** Matches at one place only. */
  readonly sticky: RegExp;
  /** Where it was tried last; a run that holds its sign many times is tried once. */
  tried: number;
}

interface Around<Pattern extends DataPattern> {
  readonly prepared: Prepared<Pattern>;
  readonly sign: string;
  readonly run: Uint8Array;
  readonly max: number;
}

const table = (of: RegExp): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (of.test(String.fromCharCode(code)) ? 1 : 0));

const WORD = table(/[A-Za-z0-9]/);
const DIGIT = table(/[0-9]/);
/** What can stand between the digits of one number. */
const IN_NUMBER = table(/[0-9 ./()+\-]/);
/** Longest number that is counted. */
const NUMBER_UNITS = 32;
/** A code has a digit within so many characters of its start. */
const CODE_UNITS = 7;

/**
 * Many patterns over one text in one pass: each is tried only where it can start.
 *
 * Of matches that overlap the pattern that is listed first counts, so the surer ones stand first. Linear: at each place
 * a bounded number of patterns is tried, and each reads a bounded stretch.
 */
export class PatternSet<Pattern extends DataPattern> {
  /** By the first two characters of the literal: an index into `prefixed`, 0 = none. */
  private readonly byPrefix = new Uint16Array(1 << 14);
  private readonly prefixed: { readonly literal: string; readonly prepared: Prepared<Pattern> }[][] = [[]];
  private readonly numbers: { readonly digits: number; readonly prepared: Prepared<Pattern> }[] = [];
  private readonly codes: Prepared<Pattern>[] = [];
  private readonly pairs: Prepared<Pattern>[] = [];
  private readonly around = new Map<number, Around<Pattern>[]>();
  private readonly signs = new Uint8Array(128);
  private readonly needing: { readonly needs: readonly string[]; readonly prepared: Prepared<Pattern> }[] = [];
  private readonly fewestDigits: number;

  public constructor(patterns: readonly Pattern[]) {
    patterns.forEach((pattern, rank) => {
      const { source, flags } = pattern.pattern;
      this.add({ pattern, rank, sticky: new RegExp(source, flags.replace('g', 'y')), tried: -1 });
    });
    this.fewestDigits = Math.min(Infinity, ...this.numbers.map(({ digits }) => digits));
  }

  /** Every match, ascending, none over another. */
  public find(text: string): DataMatch<Pattern>[] {
    const found: Ranked<Pattern>[] = [];
    const attempt = (prepared: Prepared<Pattern>, at: number): void => {
      const { pattern, rank, sticky } = prepared;
      sticky.lastIndex = at;
      const match = sticky.exec(text);
      if (match === null) return;
      const data = dataIn(pattern, match, text);
      if (data !== undefined) found.push({ pattern, rank, ...data });
    };
    for (const group of this.around.values()) for (const { prepared } of group) prepared.tried = -1;

    let inWord = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 128) {
        inWord = 0;
        continue;
      }
      if (inWord === 0) this.attemptAtWord(text, i, code, attempt);
      if (this.signs[code] === 1) this.attemptAround(text, i, code, attempt);
      inWord = WORD[code] ?? 0;
    }
    if (this.needing.length > 0) this.attemptAnywhere(text, found);
    return withoutOverlaps(found);
  }

  private add(prepared: Prepared<Pattern>): void {
    const { name, starts } = prepared.pattern;
    if (starts === 'code') this.codes.push(prepared);
    else if (starts === 'pairs') this.pairs.push(prepared);
    else if ('digits' in starts) this.numbers.push({ digits: starts.digits, prepared });
    else if ('needs' in starts) this.needing.push({ needs: starts.needs.map((need) => need.toLowerCase()), prepared });
    else if ('around' in starts) {
      const code = starts.around.charCodeAt(0);
      this.signs[code] = 1;
      const one = { prepared, sign: starts.around, run: table(starts.run), max: starts.max };
      this.around.set(code, [...(this.around.get(code) ?? []), one]);
    } else {
      for (const literal of starts) {
        if (literal.length < 2) throw new Error(`${name}: expected a start of two characters, got '${literal}'`);
        const key = (literal.charCodeAt(0) << 7) | literal.charCodeAt(1);
        if (this.byPrefix[key] === 0) this.byPrefix[key] = this.prefixed.push([]) - 1;
        this.prefixed[this.byPrefix[key] ?? 0]?.push({ literal, prepared });
      }
    }
  }

  private attemptAtWord(
    text: string,
    i: number,
    code: number,
    attempt: (prepared: Prepared<Pattern>, at: number) => void,
  ): void {
    const second = text.charCodeAt(i + 1);
    const starting = second < 128 ? (this.byPrefix[(code << 7) | second] ?? 0) : 0;
    if (starting > 0) {
      for (const { literal, prepared } of this.prefixed[starting] ?? []) {
        if (text.startsWith(literal, i)) attempt(prepared, i);
      }
    }
    if (WORD[code] === 0 && code !== 43 && code !== 40) return;
    if (this.pairs.length > 0) {
      const sign = text.charCodeAt(i + 2);
      if ((sign === 58 || sign === 45) && text.charCodeAt(i + 5) === sign)
        for (const prepared of this.pairs) attempt(prepared, i);
    }
    if (DIGIT[code] === 1 || code === 43 || code === 40) {
      if (this.numbers.length === 0) return;
      const digits = digitsFrom(text, i);
      if (digits < this.fewestDigits) return;
      for (const { digits: fewest, prepared } of this.numbers) if (digits >= fewest) attempt(prepared, i);
    } else if (this.codes.length > 0 && hasDigitSoon(text, i)) {
      for (const prepared of this.codes) attempt(prepared, i);
    }
  }

  private attemptAround(
    text: string,
    i: number,
    code: number,
    attempt: (prepared: Prepared<Pattern>, at: number) => void,
  ): void {
    const next = text.charCodeAt(i + 1);
    for (const { prepared, sign, run, max } of this.around.get(code) ?? []) {
      if (sign.length > 1 ? !text.startsWith(sign, i) : !(next < 128 && (WORD[next] === 1 || next === code))) continue;
      let start = i;
      const limit = Math.max(0, i - max);
      while (start > limit && isIn(run, text.charCodeAt(start - 1))) start--;
      // a longer run than any match has is none; the rest of it must not be tried from every sign again.
      if (prepared.tried === start || (start > 0 && start === limit && isIn(run, text.charCodeAt(start - 1)))) continue;
      prepared.tried = start;
      attempt(prepared, start);
    }
  }

  private attemptAnywhere(text: string, found: Ranked<Pattern>[]): void {
    const lower = text.toLowerCase();
    const has = new Map<string, boolean>();
    const hasOne = (literal: string): boolean => {
      let known = has.get(literal);
      if (known === undefined) has.set(literal, (known = lower.includes(literal)));
      return known;
    };
    for (const { needs, prepared } of this.needing) {
      if (!needs.some(hasOne)) continue;
      const { pattern, rank } = prepared;
      for (const match of text.matchAll(pattern.pattern)) {
        const data = dataIn(pattern, match, text);
        if (data !== undefined) found.push({ pattern, rank, ...data });
      }
    }
  }
}

type Ranked<Pattern extends DataPattern> = DataMatch<Pattern> & { readonly rank: number };

function isIn(of: Uint8Array, code: number): boolean {
  return code < 128 && of[code] === 1;
}

function digitsFrom(text: string, start: number): number {
  const end = Math.min(text.length, start + NUMBER_UNITS);
  let digits = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (!isIn(IN_NUMBER, code)) break;
    digits += DIGIT[code] ?? 0;
  }
  return digits;
}

function hasDigitSoon(text: string, start: number): boolean {
  const end = Math.min(text.length, start + CODE_UNITS);
  for (let i = start + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isIn(DIGIT, code)) return true;
    if (!isIn(WORD, code) && code !== 32 && code !== 45) return false;
  }
  return false;
}

function withoutOverlaps<Pattern extends DataPattern>(found: Ranked<Pattern>[]): DataMatch<Pattern>[] {
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || a.rank - b.rank);
  const kept: Ranked<Pattern>[] = [];
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
