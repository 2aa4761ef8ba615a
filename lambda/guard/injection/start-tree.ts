import { asciiTable, Units } from '../views/units';
import type { Beginning } from './beginnings';

const BLANK = 32;
const BREAK = 10;
/** What a unit is: a letter or digit of a word, or white space. */
const IN_WORD = 1;
const SPACE = 2;
const KINDS = asciiTable((unit) => (/[a-z0-9]/.test(unit) ? IN_WORD : /\s/.test(unit) ? SPACE : 0));

/** Where a walk sets out: at the start of a word or a sign, or within a word. */
const AT_WORD = 1;
const WITHIN_WORD = 2;

/** Told of a place where an expression may match. */
export type VisitStart = (id: number, at: number) => void;

/** One more unit of some beginnings. */
interface Node {
  readonly next: Map<number, Node>;
  /** The expressions of which a beginning ends here. */
  readonly ending: number[];
}

const newNode = (): Node => ({ next: new Map(), ending: [] });

/**
 * Finds the places of a text where any of some expressions can begin that begin with no whole word: signs, stems,
 * scripts without gaps.
 */
export class StartTree {
  private readonly atWord = newNode();
  private readonly withinWord = newNode();
  /** For each expression: its first units, and whether they may stand within a word. */
  private readonly firsts = new Map<number, { readonly unit: number; readonly where: number }[]>();
  /** Those that may begin with any word, and at the start of the text with anything. */
  private readonly anyWord: number[] = [];
  private readonly atStart: number[] = [];
  /** Where an active expression may begin, by its first unit; empty between texts. */
  private readonly marks = new Uint8Array(1 << 16);
  private readonly units = new Units();

  public add(id: number, beginnings: readonly Beginning[], atStart: boolean): void {
    if (atStart) this.atStart.push(id);
    const firsts = this.firsts.get(id) ?? [];
    this.firsts.set(id, firsts);
    // the shorter first: what goes on from one says nothing more.
    for (const { units, atWord } of [...beginnings].sort((a, b) => a.units.length - b.units.length)) {
      const unit = units.charCodeAt(0);
      if (units === '') {
        this.anyWord.push(id);
        continue;
      }
      insert(this.atWord, units, id);
      const within = !atWord && KINDS[unit] === IN_WORD;
      if (within) insert(this.withinWord, units, id);
      firsts.push({ unit, where: within ? AT_WORD | WITHIN_WORD : AT_WORD });
    }
  }

  /**
   * Tells of each place of a text, in lower case, where an active expression may match; ascending, and some twice.
   *
   * @param active one entry an expression: 1 where it is looked for.
   */
  public visit(lower: string, active: Uint8Array, visit: VisitStart): void {
    const { marks } = this;
    const { length } = lower;
    const words = this.anyWord.filter((id) => active[id] === 1);
    const tell = (ids: readonly number[], at: number): void => {
      for (let i = 0; i < ids.length; i++) if (active[ids[i] as number] === 1) visit(ids[i] as number, at);
    };
    for (const [id, firsts] of this.firsts) {
      if (active[id] === 1) for (const { unit, where } of firsts) marks[unit] = (marks[unit] as number) | where;
    }

    tell(this.atStart, 0);
    const units = this.units.of(lower);
    let inWord = 0;
    // the white space that was passed over last.
    let gapStart = 0;
    let gapEnd = 0;
    const afterGap = (at: number): number => {
      if (at >= gapStart && at < gapEnd) return gapEnd;
      gapStart = at;
      gapEnd = at;
      while (gapEnd < length && KINDS[units[gapEnd] as number] === SPACE) gapEnd++;
      return gapEnd;
    };

    for (let i = 0; i < length; i++) {
      const code = units[i] as number;
      const word = (KINDS[code] as number) & IN_WORD;
      const where = (inWord & word) === 1 ? WITHIN_WORD : AT_WORD;
      inWord = word;
      if (((marks[code] as number) & where) !== 0) {
        const first = KINDS[code] === SPACE && code !== BREAK ? BLANK : code;
        let node = (where === AT_WORD ? this.atWord : this.withinWord).next.get(first);
        let at = KINDS[code] === SPACE ? afterGap(i) : i + 1;
        while (node !== undefined) {
          tell(node.ending, i);
          if (at >= length || node.next.size === 0) break;
          const space = KINDS[units[at] as number] === SPACE;
          node = node.next.get(space ? BLANK : (units[at] as number));
          at = space ? afterGap(at) : at + 1;
        }
      }
      if (word === 1 && where === AT_WORD && words.length > 0) tell(words, i);
    }
    for (const [id, firsts] of this.firsts) if (active[id] === 1) for (const { unit } of firsts) marks[unit] = 0;
  }
}

function insert(root: Node, units: string, id: number): void {
  let node = root;
  for (let i = 0; i < units.length; i++) {
    if (node.ending.includes(id)) return;
    const code = units.charCodeAt(i);
    let next = node.next.get(code);
    if (next === undefined) node.next.set(code, (next = newNode()));
    node = next;
  }
  if (!node.ending.includes(id)) node.ending.push(id);
}
