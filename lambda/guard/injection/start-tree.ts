import type { Beginning } from './beginnings';

/** Columns of a node: one for each ASCII character, white space of every kind in that of the blank. */
const COLUMNS = 128;
const BLANK = 32;
const COLUMN = Uint8Array.from({ length: COLUMNS }, (_, code) => (/\s/.test(String.fromCharCode(code)) ? BLANK : code));
const WORD = Uint8Array.from({ length: COLUMNS }, (_, code) => (/[a-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0));
/** So many units of a beginning are told apart. */
const DEPTH = 4;

/** Where a walk sets out: at the start of a word or a sign, or within a word. */
const AT_WORD = 0;
const WITHIN_WORD = 1;

/** Told of a place where an expression may match. */
export type VisitStart = (id: number, at: number) => void;

const NONE: readonly number[] = [];

/**
 * Finds the places of a text where any of some expressions can begin that begin with no whole word: signs, stems,
 * scripts without gaps.
 */
export class StartTree {
  private next = new Uint16Array(COLUMNS * 64);
  private nodes = 2;
  /** For each node: the expressions whose beginning ends there. */
  private readonly ending: (readonly number[])[] = [NONE, NONE];
  /** Expressions that begin with a unit that is no ASCII, by that unit. */
  private readonly foreign = new Map<number, number[]>();
  /** Those that may begin with any word, within a word, at the start of the text with anything. */
  private readonly anyWord: number[] = [];
  private readonly loose: number[] = [];
  private readonly atStart: number[] = [];

  public add(id: number, beginnings: readonly Beginning[], atStart: boolean): void {
    if (atStart) this.atStart.push(id);
    for (const { units, atWord } of beginnings) {
      const first = units.charCodeAt(0);
      if (units === '') this.anyWord.push(id);
      else if (first >= COLUMNS) this.foreign.set(first, [...(this.foreign.get(first) ?? []), id]);
      else {
        this.insert(AT_WORD, units.slice(0, DEPTH), id);
        if (atWord || WORD[first] === 0) continue;
        this.insert(WITHIN_WORD, units.slice(0, DEPTH), id);
        this.loose.push(id);
      }
    }
  }

  /**
   * Tells of each place of a text, in lower case, where an active expression may match; not in order, and some twice.
   *
   * @param active one entry an expression: 1 where it is looked for.
   */
  public visit(lower: string, active: Uint8Array, visit: VisitStart): void {
    const { next, ending } = this;
    const words = this.anyWord.filter((id) => active[id] === 1);
    const inWords = this.loose.some((id) => active[id] === 1);
    const tell = (ids: readonly number[], at: number): void => {
      for (let i = 0; i < ids.length; i++) if (active[ids[i] as number] === 1) visit(ids[i] as number, at);
    };

    tell(this.atStart, 0);
    let inWord = 0;
    for (let i = 0; i < lower.length; i++) {
      const code = lower.charCodeAt(i);
      if (code >= COLUMNS) {
        inWord = 0;
        const ids = this.foreign.get(code);
        if (ids !== undefined) tell(ids, i);
        continue;
      }
      const word = WORD[code] as number;
      const within = inWord & word;
      inWord = word;
      if (within === 1 && !inWords) continue;
      let node = next[(within === 1 ? WITHIN_WORD : AT_WORD) * COLUMNS + (COLUMN[code] as number)] as number;
      for (let at = i + 1; node !== 0; at++) {
        tell(ending[node] as readonly number[], i);
        const following = at < lower.length ? lower.charCodeAt(at) : COLUMNS;
        node = following < COLUMNS ? (next[node * COLUMNS + (COLUMN[following] as number)] as number) : 0;
      }
      if (word === 1 && within === 0) tell(words, i);
    }
  }

  private insert(root: number, units: string, id: number): void {
    let node = root;
    for (let i = 0; i < units.length; i++) {
      const cell = node * COLUMNS + (COLUMN[units.charCodeAt(i)] ?? BLANK);
      if (this.next[cell] === 0) {
        this.next[cell] = this.nodes++;
        this.ending.push(NONE);
        if (this.nodes * COLUMNS >= this.next.length) this.grow();
      }
      node = this.next[cell] as number;
    }
    const ids = this.ending[node] ?? NONE;
    if (!ids.includes(id)) this.ending[node] = [...ids, id];
  }

  private grow(): void {
    const larger = new Uint16Array(this.next.length * 2);
    larger.set(this.next);
    this.next = larger;
  }
}
