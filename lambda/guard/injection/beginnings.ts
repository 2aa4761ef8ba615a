/** One way in which a match of an expression begins. */
export interface Beginning {
  /**
   * Its first units; white space is one blank, however much of it and of which kind, but for a line break at the very
   * beginning. None = any word.
   */
  readonly units: string;
  /** Whether the expression asks for the start of a word before it. */
  readonly atWord: boolean;
  /** Whether `units` is a whole word of ASCII letters: no letter follows. */
  readonly isWord: boolean;
}

/** How the matches of an expression begin. */
export interface Beginnings {
  readonly found: readonly Beginning[];
  /** Whether a match at the start of the text may begin in another way. */
  readonly atStart: boolean;
}

/** A longer word is cut off, and so is what begins with no whole word. */
const MAX_UNITS = 20;
const MAX_MIXED_UNITS = 6;
/** Repetitions are written out as long as there are no more beginnings than this. */
const MAX_WRITTEN_OUT = 200;
/** A set of characters with more members is not told apart. */
const MAX_MEMBERS = 40;

/** Beginnings that may go on, each as a sign for `atWord` and its units. */
type Open = ReadonlySet<string>;
const ANYWHERE = '-';
const AT_WORD = '+';
const AT_START = '^';
/** Follows a whole word. */
const WORD_END = '\0';

/**
 * How the matches of an expression can begin, read from the expression itself.
 *
 * Never too few: where the expression is too free to say, a beginning is cut short. That is what lets a matcher look
 * at one place in twenty and miss nothing.
 *
 * @throws where a match could begin anywhere with almost anything: such a rule would be tried at every character.
 */
export function beginningsOf(source: string): Beginnings {
  const known = new Reader(source).read();
  const found = [...known]
    .filter((key) => !key.startsWith(AT_START))
    .map((key) => ({
      units: key.slice(1).replace(WORD_END, ''),
      atWord: key.startsWith(AT_WORD),
      isWord: key.endsWith(WORD_END),
    }));
  if (found.some(({ units, atWord }) => units === '' && !atWord)) {
    throw new Error(`rule: expected a beginning that says something, got ${source.slice(0, 60)}`);
  }
  return { found, atStart: known.has(AT_START) };
}

/** Reads the part of the syntax of regular expressions that rules use. */
class Reader {
  private at = 0;
  /** Beginnings after which nothing more is known. */
  private readonly closed = new Set<string>();

  public constructor(private readonly source: string) {}

  public read(): ReadonlySet<string> {
    for (const key of this.alternatives(new Set([ANYWHERE]))) this.closed.add(key);
    return this.closed;
  }

  /** Extends `before` by each alternative, up to the end or to the group's closing bracket. */
  private alternatives(before: Open): Open {
    const out = new Set(this.sequence(before));
    while (this.source[this.at] === '|') {
      this.at++;
      for (const key of this.sequence(before)) out.add(key);
    }
    return out;
  }

  private sequence(before: Open): Open {
    let open = before;
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      open = this.term(open);
    }
    return open;
  }

  private term(before: Open): Open {
    const start = this.at;
    const once = this.atom(before);
    const { fewest, most } = this.times();
    const after = most <= 1 ? once : this.repeated(once, start, fewest === most ? most : Infinity);
    return fewest === 0 ? new Set([...before, ...after]) : after;
  }

  /** What follows a part that is repeated: it is read again, where that ends. */
  private repeated(once: Open, start: number, times: number): Open {
    const end = this.at;
    let open = once;
    let count = 1;
    for (; count < Math.min(times, 3) && open.size <= MAX_WRITTEN_OUT; count++) {
      this.at = start;
      const more = this.atom(open);
      // white space upon white space is white space.
      if ([...more].every((key) => open.has(key))) {
        count = times;
        break;
      }
      open = more;
      if (times === Infinity) break;
    }
    this.at = end;
    if (count === times) return open;
    this.close(once);
    return NONE;
  }

  /** Reads the quantifier at hand. */
  private times(): { readonly fewest: number; readonly most: number } {
    const sign = this.source[this.at] ?? '';
    if (!'?*+{'.includes(sign) || sign === '') return { fewest: 1, most: 1 };
    const end = sign === '{' ? this.source.indexOf('}', this.at) : this.at;
    const [fewest = '', most = fewest] = this.source.slice(this.at + 1, end).split(',');
    this.at = end + 1;
    if (this.source[this.at] === '?') this.at++;
    if (sign !== '{') return { fewest: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    return { fewest: Number(fewest), most: most === '' ? Infinity : Number(most) };
  }

  private atom(before: Open): Open {
    const character = this.source[this.at++] ?? '';
    switch (character) {
      case '(':
        return this.group(before);
      case '[':
        return this.extend(before, this.characterClass());
      case '\\':
        return this.escape(before);
      case '^':
        if (!before.has(ANYWHERE)) return before;
        this.closed.add(AT_START);
        return new Set([...before].filter((key) => key !== ANYWHERE));
      case '$':
        return before;
      case '.':
        return this.extend(before, undefined);
      default:
        return this.extend(before, character);
    }
  }

  private group(before: Open): Open {
    const rest = this.source.slice(this.at, this.at + 3);
    const look = /^\?<?[=!]/.exec(rest)?.[0];
    this.at += look?.length ?? (rest.startsWith('?:') ? 2 : 0);
    const inner = this.alternatives(look === undefined ? before : NONE);
    this.at++;
    return look === undefined ? inner : before;
  }

  /** The members of a class, in one string; `undefined` for one that is too large to tell apart. */
  private characterClass(): string | undefined {
    const from = this.at;
    let end = from;
    while (this.source[end] !== ']' || end === from) end += this.source[end] === '\\' ? 2 : 1;
    const body = this.source.slice(from, end);
    this.at = end + 1;
    let members = '';
    for (let i = 0; i < body.length; i++) {
      const unit = body[i] ?? '';
      const last = body[i + 1] === '-' ? body[i + 2] : undefined;
      if ((unit === '^' && i === 0) || unit > '\x7f') return undefined;
      if (unit === '\\') {
        const kind = body[++i] ?? '';
        if (/[dwDWSpu]/.test(kind)) return undefined;
        members += ESCAPED[kind] ?? kind;
      } else if (last !== undefined) {
        for (let code = unit.charCodeAt(0); code <= last.charCodeAt(0); code++) members += String.fromCharCode(code);
        i += 2;
      } else members += unit;
    }
    return members.length > MAX_MEMBERS ? undefined : members;
  }

  private escape(before: Open): Open {
    const kind = this.source[this.at++] ?? '';
    switch (kind) {
      case 'b':
        return this.boundary(before);
      case 'B':
        return before;
      case 's':
      case 'n':
      case 't':
      case 'r':
        return this.extend(before, ESCAPED[kind]);
      case 'd':
        return this.extend(before, '0123456789');
      case 'w':
      case 'W':
      case 'S':
      case 'D':
        return this.extend(before, undefined);
      case 'u': {
        const code = /^\{([0-9a-f]+)\}|^([0-9a-f]{4})/i.exec(this.source.slice(this.at, this.at + 8));
        this.at += code?.[0].length ?? 0;
        return this.extend(before, String.fromCodePoint(Number.parseInt(code?.[1] ?? code?.[2] ?? '', 16)));
      }
      default:
        return this.extend(before, kind);
    }
  }

  /** `\b`: the start of a word, or its end. */
  private boundary(before: Open): Open {
    const out = new Set<string>();
    for (const key of before) {
      if (isLetters(key)) this.closed.add(key + WORD_END);
      else out.add(key === ANYWHERE ? AT_WORD : key);
    }
    return out;
  }

  private close(open: Open): void {
    for (const key of open) this.closed.add(key);
  }

  private extend(before: Open, members: string | undefined): Open {
    if (members === undefined) {
      this.close(before);
      return NONE;
    }
    const units = [...members].map((member) => (isSpace(member) ? member : (member[0] as string)));
    const out = new Set<string>();
    for (const key of before) {
      const word = key.startsWith(AT_WORD) && isLetters(key);
      const full = key.length > (word ? MAX_UNITS : MAX_MIXED_UNITS);
      const first = key.length === 1;
      for (const unit of units) {
        if (word && !isLetter(unit)) this.closed.add(key + WORD_END);
        else if (full) this.closed.add(key);
        else if (!isSpace(unit)) out.add(key + unit);
        else if (first) out.add(key + (unit === '\n' ? unit : ' '));
        else out.add(isSpace(key[key.length - 1] as string) ? key : `${key} `);
      }
    }
    return out;
  }
}

function isLetter(unit: string): boolean {
  return unit >= 'a' && unit <= 'z';
}

function isSpace(unit: string): boolean {
  return unit <= ' ' && unit !== WORD_END;
}

/** Whether a beginning is letters so far. */
function isLetters(key: string): boolean {
  for (let i = 1; i < key.length; i++) if (!isLetter(key[i] as string)) return false;
  return key.length > 1;
}

const NONE: Open = new Set();
/** What the escapes of white space stand for: a line break is told apart. */
const ESCAPED: Readonly<Record<string, string>> = { s: ' \n', n: '\n', t: ' ', r: ' ' };
