/** So many units of a match are told apart. */
export const PLACES = 12;
/** What stands for every unit that is not ASCII, and for what is beyond the end of the text. */
export const NOT_ASCII = 128;
export const BEYOND = 129;
/** Numbers of a set of units, a bit each. */
const SET = 5;

/**
 * Which units can stand at the first places of a match of an expression, and right before it.
 *
 * Read from the expression itself, and never too few: what stands beside a match is looked at only where it is one unit
 * before it. Nearly all places where a pattern is tried are told from a match by their first units, at a fiftieth of what
 * trying costs.
 */
export class FirstUnits {
  /** The unit before the match, then those of the match. */
  private readonly sets = new Int32Array(SET * (PLACES + 1));

  /**
   * @param digits matches that begin with so many digits and no more.
   * @throws where the expression uses syntax that is not known here.
   */
  public constructor(expression: RegExp, digits?: number) {
    this.sets.fill(-1, 0, SET);
    const ends = new Reader(expression, this.sets, digits).read();
    // once a match may be over anything may follow.
    for (let place = 0; place < PLACES; place++) {
      if ((ends & ((2 << place) - 1)) !== 0) this.sets.fill(-1, SET * (place + 1), SET * (place + 2));
    }
  }

  /** Whether a unit can stand at a place; `-1` is before the match. */
  public has(place: number, unit: number): boolean {
    return (((this.sets[SET * (place + 1) + (unit >> 5)] as number) >> (unit & 31)) & 1) === 1;
  }

  /** Whether a match can begin at `at`: false only where none does. */
  public mayBegin(units: Uint16Array, length: number, at: number): boolean {
    const { sets } = this;
    let set = 0;
    if (at > 0) {
      const before = units[at - 1] as number;
      const unit = before < NOT_ASCII ? before : NOT_ASCII;
      if ((((sets[unit >> 5] as number) >> (unit & 31)) & 1) === 0) return false;
    }
    for (let i = at; i < at + PLACES; i++) {
      set += SET;
      if (i >= length) return (((sets[set + (BEYOND >> 5)] as number) >> (BEYOND & 31)) & 1) === 1;
      const code = units[i] as number;
      const unit = code < NOT_ASCII ? code : NOT_ASCII;
      if ((((sets[set + (unit >> 5)] as number) >> (unit & 31)) & 1) === 0) return false;
    }
    return true;
  }
}

/** Places at which a part of an expression may begin or end, a bit each; what is further on is forgotten. */
type Places = number;
const ALL_PLACES = (1 << PLACES) - 1;

/** Walks through an expression with all the places at which each part of it may stand. */
class Reader {
  private readonly source: string;
  private readonly anyCase: boolean;
  private at = 0;
  /** Where the groups that capture begin: a reference to one is what it may be. */
  private readonly groups: number[] = [];
  /** Those that a match may have passed over: a reference to one may be nothing at all. */
  private readonly optional = new Set<number>();

  public constructor(
    { source, flags }: RegExp,
    private readonly sets: Int32Array,
    private readonly digits = -1,
  ) {
    // a character would be one unit or two.
    if (/[uv]/.test(flags))
      throw new Error(`expression: expected one without the flag u or v, got /${source}/${flags}`);
    this.source = source;
    this.anyCase = flags.includes('i');
  }

  /** Returns where a match may end. */
  public read(): Places {
    let ends = this.sequence(1);
    while (this.source[this.at] === '|') {
      // what must not stand before one alternative may before another.
      this.sets.fill(-1, 0, SET);
      this.passOver(0);
      this.at++;
      ends |= this.sequence(1);
    }
    if (this.at < this.source.length) throw new Error(`expression: unexpected ${this.source.slice(this.at)}`);
    return ends;
  }

  private alternatives(from: Places): Places {
    const start = this.at;
    let ends = this.sequence(from);
    while (this.source[this.at] === '|') {
      this.passOver(start);
      this.at++;
      ends |= this.sequence(from);
      this.passOver(start);
    }
    return ends;
  }

  /** Notes that the groups from `start` up to here may have no part in a match. */
  private passOver(start: number): void {
    for (const group of this.groups) if (group >= start && group < this.at) this.optional.add(group);
  }

  private sequence(from: Places): Places {
    let places = from;
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      places = this.term(places);
    }
    return places;
  }

  private term(from: Places): Places {
    const start = this.at;
    let ends = this.atom(from);
    const { fewest, most } = this.times();
    const after = this.at;
    if (fewest === 0) this.passOver(start);
    let all = fewest === 0 ? from | ends : fewest === 1 ? ends : 0;
    for (let count = 2; count <= most && ends !== 0; count++) {
      this.at = start;
      ends = this.atom(ends);
      if (count >= fewest) {
        if ((all | ends) === all) break;
        all |= ends;
      }
    }
    this.at = after;
    return most === 0 ? from : all;
  }

  private times(): { readonly fewest: number; readonly most: number } {
    const found = /^(?:[?*+]|\{(\d+)(,(\d*))?\})\??/.exec(this.source.slice(this.at, this.at + 12));
    if (found === null) return { fewest: 1, most: 1 };
    this.at += found[0].length;
    if (found[1] === undefined) {
      return { fewest: found[0].startsWith('+') ? 1 : 0, most: found[0].startsWith('?') ? 1 : Infinity };
    }
    const fewest = Number(found[1]);
    return { fewest, most: found[2] === undefined ? fewest : found[3] === '' ? Infinity : Number(found[3]) };
  }

  private atom(from: Places): Places {
    const unit = this.source[this.at++] ?? '';
    switch (unit) {
      case '(':
        return this.group(from);
      case '[':
        return this.put(from, this.characterClass());
      case '.':
        return this.put(from, ANYTHING);
      case '^':
      case '$':
        return from;
      case '\\':
        return this.escape(from);
      default:
        return this.put(from, setOf(unit, this.anyCase));
    }
  }

  private group(from: Places): Places {
    const sign = /^\?(?:<?[=!]|:|<\w+>)/.exec(this.source.slice(this.at, this.at + 24))?.[0];
    if (sign === undefined || /^\?<\w/.test(sign)) {
      if (!this.groups.includes(this.at)) this.groups.push(this.at);
    }
    const start = this.at;
    this.at += sign?.length ?? 0;
    if (sign === undefined && this.source[start] === '?')
      throw new Error(`expression: cannot read (${this.source.slice(start)}`);
    if (sign === '?<!' && start === 1) this.forbidBefore();
    const look = sign !== undefined && /[=!]$/.test(sign);
    const ends = this.alternatives(look ? 0 : from);
    if (this.source[this.at] !== ')') throw new Error(`expression: expected ), got ${this.source.slice(start)}`);
    this.at++;
    return look ? from : ends;
  }

  /** One class of ASCII units must not stand before a match. */
  private forbidBefore(): void {
    if (!/^\[(?:[\w.,+%/@:' -]|\\[wd\\-])+\]\)/.test(this.source.slice(this.at))) return;
    const back = this.at++;
    const forbidden = this.characterClass();
    this.at = back;
    for (let i = 0; i < SET; i++) this.sets[i] = (this.sets[i] as number) & ~(forbidden[i] as number);
  }

  private characterClass(): Int32Array {
    const out = new Int32Array(SET);
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    while (this.source[this.at] !== ']') {
      const first = this.member();
      const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
      if (typeof first !== 'string' || !isRange) {
        addAll(out, typeof first === 'string' ? setOf(first, this.anyCase) : first);
        continue;
      }
      this.at++;
      const last = this.member();
      if (typeof last !== 'string') throw new Error(`expression: expected the end of a range`);
      addRange(out, first, last, this.anyCase);
    }
    this.at++;
    return negated ? complement(out) : out;
  }

  /** One character of a class, or all those that an escape stands for. */
  private member(): string | Int32Array {
    const unit = this.source[this.at++];
    if (unit === undefined) throw new Error('expression: expected ]');
    return unit === '\\' ? this.escaped() : unit;
  }

  private escape(from: Places): Places {
    const kind = this.source[this.at] ?? '';
    if (kind === 'b' || kind === 'B') {
      this.at++;
      return from;
    }
    if (/[1-9]/.test(kind)) {
      const group = this.groups[Number(kind) - 1];
      if (group === undefined) throw new Error(`expression: expected a group ${kind}`);
      const after = this.at + 1;
      this.at = group;
      const ends = this.alternatives(from);
      this.at = after;
      return this.optional.has(group) ? from | ends : ends;
    }
    const escaped = this.escaped();
    return this.put(from, typeof escaped === 'string' ? setOf(escaped, this.anyCase) : escaped);
  }

  /** The character, or the units, that an escape stands for. */
  private escaped(): string | Int32Array {
    const kind = this.source[this.at++] ?? '';
    const known = classOf(kind);
    if (known !== undefined) return known;
    const code = /^(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/.exec(this.source.slice(this.at - 1, this.at + 4));
    if (code !== null) {
      this.at += code[0].length - 1;
      return String.fromCharCode(Number.parseInt(code[0].slice(1), 16));
    }
    const control = { n: '\n', r: '\r', t: '\t', v: '\v', f: '\f' }[kind];
    if (control === undefined && /[a-z0-9]/i.test(kind)) throw new Error(`expression: cannot read \\${kind}`);
    return control ?? kind;
  }

  /** Lets some units stand at some places; returns the places after them. */
  private put(from: Places, set: Int32Array): Places {
    let possible = 0;
    for (let place = 0; place < PLACES; place++) {
      if (((from >> place) & 1) === 0) continue;
      const at = SET * (place + 1);
      let some = 0;
      for (let i = 0; i < SET; i++) {
        const units = (set[i] as number) & this.mask(place, i);
        some |= units;
        this.sets[at + i] = (this.sets[at + i] as number) | units;
      }
      if (some !== 0) possible |= 1 << place;
    }
    return (possible << 1) & ALL_PLACES;
  }

  /** Which units can stand at a place at all, once it is known with how many digits a match begins. */
  private mask(place: number, i: number): number {
    if (place > this.digits) return -1;
    return place === this.digits ? ~(DIGIT_UNITS[i] as number) : (DIGIT_UNITS[i] as number);
  }
}

function complement(set: Int32Array): Int32Array {
  const out = set.map((bits) => ~bits);
  // whether one unit that is not ASCII is in the set says nothing of the others.
  out[NOT_ASCII >> 5] = (out[NOT_ASCII >> 5] as number) | (1 << (NOT_ASCII & 31));
  out[BEYOND >> 5] = (out[BEYOND >> 5] as number) & ~(1 << (BEYOND & 31));
  return out;
}

function addAll(set: Int32Array, others: Int32Array): void {
  for (let i = 0; i < SET; i++) set[i] = (set[i] as number) | (others[i] as number);
}

function addUnit(set: Int32Array, code: number): void {
  const unit = code < NOT_ASCII ? code : NOT_ASCII;
  set[unit >> 5] = (set[unit >> 5] as number) | (1 << (unit & 31));
}

function addRange(set: Int32Array, first: string, last: string, anyCase: boolean): void {
  const to = last.charCodeAt(0);
  for (let code = first.charCodeAt(0); code <= to && code < NOT_ASCII; code++) {
    addCased(set, String.fromCharCode(code), anyCase);
  }
  if (to >= NOT_ASCII) addUnit(set, NOT_ASCII);
}

function addCased(set: Int32Array, unit: string, anyCase: boolean): void {
  addUnit(set, unit.charCodeAt(0));
  if (!anyCase) return;
  addUnit(set, unit.toLowerCase().charCodeAt(0));
  addUnit(set, unit.toUpperCase().charCodeAt(0));
}

function setOf(units: string, anyCase: boolean): Int32Array {
  const set = new Int32Array(SET);
  for (const unit of units) addCased(set, unit, anyCase);
  return set;
}

const WORD_UNITS = setOf('0123456789_abcdefghijklmnopqrstuvwxyz', true);
const DIGIT_UNITS = setOf('0123456789', false);
const SPACE_UNITS = setOf(' \t\n\r\v\f\u00a0', false);
const ANYTHING = complement(new Int32Array(SET));

function classOf(kind: string): Int32Array | undefined {
  switch (kind) {
    case 'w':
      return WORD_UNITS;
    case 'd':
      return DIGIT_UNITS;
    case 's':
      return SPACE_UNITS;
    case 'W':
      return complement(WORD_UNITS);
    case 'D':
      return complement(DIGIT_UNITS);
    case 'S':
      return complement(SPACE_UNITS);
    default:
      return undefined;
  }
}
