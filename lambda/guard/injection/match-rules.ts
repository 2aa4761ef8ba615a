import { FirstUnits } from '../first-units';
import type { View } from '../views';
import { FOREIGN } from '../views/scan';
import { Units } from '../views/units';
import type { Words } from '../views/words';
import { beginningsOf, type Beginning } from './beginnings';
import type { InjectionRule, Step } from './rule';
import { Places } from './places';
import { RuleWords } from './rule-words';
import { StartTree } from './start-tree';

/** A rule that matched, in offsets of the original text. */
export interface RuleHit {
  readonly rule: string;
  readonly score: number;
  readonly start: number;
  readonly end: number;
}

/** What the rules say of one text. */
export interface RuleVerdict {
  /** The hits of the rules against injections within one window taken together, 0 to 1. */
  readonly score: number;
  readonly hits: readonly RuleHit[];
  /** What the rules against waste hit. */
  readonly waste: readonly RuleHit[];
}

/** How far whoever wrote a text may instruct the model. */
export interface Standing {
  readonly untrusted: boolean;
  readonly instructs: boolean;
}

/** What an application writes before the attack that its model is to resist. */
const FORBIDDING =
  /\b(?:never|not|n't|refuse|reject|decline|resist|avoid|prevent|ignore|if (?:the|a|any) (?:user|person|customer|message|text|document|input)|(?:asks?|tells?|instructs?|tries|try|attempts?|requests?|wants?|says?|saying|asking|telling) (?:\w{1,20} )?(?:to|that|for)?|such as|like|attempts?|even if)\b/g;
/** It stands on the same line, so close to the attack. */
const FORBIDDING_UNITS = 60;
const FORBIDDING_PHRASE_UNITS = 30;

/** Signals further apart than this are not one attempt. */
const WINDOW_UNITS = 1_200;
/** A rule is asked for so many matches in one view: more tell nothing new. */
const MAX_HITS = 8;

/**
 * Prepares rules once, for many texts.
 *
 * A rule runs only where a word of its cues occurs, and there only at places that begin as one of its expressions
 * does. Scores of different rules within a window add up as if they were independent: two weak signals make one
 * strong one, the same signal twice does not.
 */
export function ruleMatcher(
  rules: readonly InjectionRule[],
): (views: readonly View[], standing: Standing) => RuleVerdict {
  const matcher = new RuleMatcher(rules);
  return (views, standing) => matcher.match(views, standing);
}

/** What a rule still needs in order to be looked for. */
const NEEDS_CUE = 1;
const NEEDS_ALSO = 2;
/** What is neither a letter nor a blank: its absence is found out at once. */
const SIGN = /[!-@[-`{-~]/;

const NOTHING = new Uint16Array(0);

/** What a text must have for some rules; whether it has is asked once a text. */
interface Script {
  readonly pattern: RegExp;
  isThere: boolean | undefined;
}

interface Hit {
  readonly index: number;
  readonly at: number;
  readonly end: number;
}

class RuleMatcher {
  private readonly words = new RuleWords();
  private readonly tree = new StartTree();
  private readonly expressions: readonly RegExp[];
  /** How the matches of each expression begin: read when it is first tried. */
  private readonly firsts: (FirstUnits | undefined)[] = [];
  private readonly ruleOf: Uint16Array;
  private readonly needed: Uint8Array;
  /** For each expression that begins with no whole word: the signs that it begins with, or none where it may begin otherwise. */
  private readonly inTree = new Map<number, readonly string[]>();
  // what is known of the view at hand.
  private readonly needs: Uint8Array;
  private readonly active: Uint8Array;
  private readonly hitsOf: Uint8Array;
  private readonly endOf: Uint32Array;
  private lower = '';
  private codes: Uint16Array = NOTHING;
  private readonly units = new Units();
  private standing: Standing = { untrusted: false, instructs: false };
  private hits: Hit[] = [];
  /** Where expressions are to be tried: at words, and elsewhere. */
  private readonly atWords = new Places();
  private readonly elsewhere = new Places();
  /** Each `script` that a rule asks for, and whether the view at hand has it, once that is known. */
  private readonly scripts = new Map<string, Script>();
  private readonly scriptOf: readonly (Script | undefined)[];
  private readonly here: number[] = [];

  public constructor(private readonly rules: readonly InjectionRule[]) {
    this.expressions = rules.flatMap(({ pattern }) => pattern);
    this.ruleOf = Uint16Array.from(rules.flatMap(({ pattern }, index) => pattern.map(() => index)));
    rules.forEach(({ cues = [], also = [] }, index) => {
      if (haveLetters(cues)) for (const cue of cues) this.words.entry(cue).cueOf.push(index);
      if (haveLetters(also)) for (const cue of also) this.words.entry(cue).alsoOf.push(index);
    });
    this.needed = Uint8Array.from(
      rules,
      ({ cues = [], also = [] }) =>
        (cues.length > 0 && haveLetters(cues) ? NEEDS_CUE : 0) |
        (also.length > 0 && haveLetters(also) ? NEEDS_ALSO : 0),
    );
    this.expressions.forEach(({ source }, id) => this.prepare(source, id));
    this.scriptOf = rules.map(({ script }) => {
      if (script === undefined) return undefined;
      const known = this.scripts.get(script.source) ?? { pattern: script, isThere: undefined };
      this.scripts.set(script.source, known);
      return known;
    });
    this.needs = new Uint8Array(rules.length);
    this.active = new Uint8Array(this.expressions.length);
    this.hitsOf = new Uint8Array(rules.length);
    this.endOf = new Uint32Array(rules.length);
  }

  public match(views: readonly View[], standing: Standing): RuleVerdict {
    const injections: RuleHit[] = [];
    const waste: RuleHit[] = [];
    let best = 0;
    this.standing = standing;
    for (const view of views) {
      const found: Placed[] = [];
      for (const { index, at, end } of this.hitsIn(view)) {
        const { name, about } = this.ruleAt(index);
        const hit = { rule: name, score: this.scoreOf(index), ...view.origin(at, end) };
        if (about === 'waste') waste.push(hit);
        else found.push({ hit, at });
      }
      best = Math.max(best, bestWindow(found));
      for (const { hit } of found) injections.push(hit);
    }
    return { score: best, hits: injections, waste };
  }

  private prepare(source: string, id: number): void {
    const { found, atStart } = beginningsOf(source);
    const wordwise: Beginning[] = [];
    const others: Beginning[] = [];
    for (const one of found) (one.isWord && one.atWord ? wordwise : others).push(one);
    for (const { units } of wordwise) this.words.entry(units).begins.push(id);
    if (others.length === 0 && !atStart) return;
    this.tree.add(id, others, atStart);
    const firsts = [...new Set(others.map(({ units }) => units.slice(0, 1)))];
    this.inTree.set(id, !atStart && firsts.every((first) => SIGN.test(first)) ? firsts : []);
  }

  /** What matches in a view, ascending. */
  private hitsIn({ lower, words, signs }: View): readonly Hit[] {
    const { needs, active, ruleOf, atWords, elsewhere } = this;
    this.lower = lower;
    this.hits = [];
    needs.set(this.needed);
    const places = this.words.read(words, ({ cueOf, alsoOf }) => {
      for (const index of cueOf) needs[index] = (needs[index] as number) & ~NEEDS_CUE;
      for (const index of alsoOf) needs[index] = (needs[index] as number) & ~NEEDS_ALSO;
    });
    for (const script of this.scripts.values()) script.isThere = undefined;
    let any = false;
    for (let index = 0; index < needs.length; index++) {
      if (needs[index] === 0 && !this.isPossible(index, signs)) needs[index] = NEEDS_CUE;
      if (needs[index] === 0) any = true;
    }
    if (!any) return this.hits;
    for (let id = 0; id < active.length; id++) active[id] = needs[ruleOf[id] as number] === 0 ? 1 : 0;

    atWords.clear();
    elsewhere.clear();
    this.placeWords(words, places);
    if (this.mayBeInTree()) this.tree.visit(lower, active, (id, at) => elsewhere.add(at, id));
    this.hitsOf.fill(0);
    this.endOf.fill(0);
    this.codes = this.units.of(lower);
    this.attemptAll();
    this.codes = NOTHING;
    this.lower = '';
    return this.hits;
  }

  /** Tries the expressions of both lists, ascending; those of one place in their order, each once. */
  private attemptAll(): void {
    const { atWords, elsewhere, here } = this;
    let a = 0;
    let b = 0;
    while (a < atWords.count || b < elsewhere.count) {
      const at = Math.min(atWords.at(a), elsewhere.at(b));
      here.length = 0;
      for (; atWords.at(a) === at; a++) here.push(atWords.id(a));
      for (; elsewhere.at(b) === at; b++) here.push(elsewhere.id(b));
      if (here.length > 1) here.sort((x, y) => x - y);
      let before = -1;
      for (const id of here) {
        if (id !== before) this.attempt(id, at);
        before = id;
      }
    }
  }

  private placeWords({ starts }: Words, places: readonly number[]): void {
    for (let i = 0; i < places.length; i += 2) {
      const ids = this.words.beginsAt(places[i + 1] as number);
      for (let k = 0; k < ids.length; k++) {
        const id = ids[k] as number;
        if (this.active[id] === 1) this.atWords.add(starts[places[i] as number] as number, id);
      }
    }
  }

  /** Whether an active expression may begin with something else than a whole word. */
  private mayBeInTree(): boolean {
    for (const [id, signs] of this.inTree) {
      if (this.active[id] === 1 && (signs.length === 0 || signs.some((sign) => this.lower.includes(sign)))) return true;
    }
    return false;
  }

  private attempt(id: number, at: number): void {
    const index = this.ruleOf[id] as number;
    const count = this.hitsOf[index] as number;
    if (at < (this.endOf[index] as number) || count >= MAX_HITS) return;
    const expression = this.expressions[id] as RegExp;
    const first = (this.firsts[id] ??= new FirstUnits(expression));
    if (!first.mayBegin(this.codes, this.lower.length, at)) return;
    expression.lastIndex = at;
    if (!expression.test(this.lower)) return;
    const end = expression.lastIndex;
    this.endOf[index] = Math.max(end, at + 1);
    const last = follow(this.lower, end, this.ruleAt(index).then);
    if (last === undefined || (this.standing.instructs && isForbidden(this.lower, at))) return;
    this.hits.push({ index, at, end: last });
    this.hitsOf[index] = count + 1;
  }

  private isPossible(index: number, signs: number): boolean {
    if (this.scoreOf(index) <= 0) return false;
    const script = this.scriptOf[index];
    return (
      script === undefined || (script.isThere ??= isAmong(script.pattern, signs) && script.pattern.test(this.lower))
    );
  }

  private scoreOf(index: number): number {
    const { score, untrusted } = this.ruleAt(index);
    return this.standing.untrusted ? (untrusted ?? score) : score;
  }

  private ruleAt(index: number): InjectionRule {
    return this.rules[index] as InjectionRule;
  }
}

/** Whether a text with these signs can have a script: none but ASCII has letters of a foreign one. */
function isAmong({ source }: RegExp, signs: number): boolean {
  return (signs & FOREIGN) !== 0 || !/^\[\\u/.test(source);
}

/** Whether a list can be looked for: with a number in it, any text may have one. */
function haveLetters(cues: readonly string[]): boolean {
  return cues.every((cue) => /^[a-z]/.test(cue));
}

/** Where the last step ends; `undefined` where one is missing. */
function follow(lower: string, from: number, steps: readonly Step[] = []): number | undefined {
  let end = from;
  for (const { within, pattern } of steps) {
    const found = pattern.exec(lower.slice(end, end + within));
    if (found === null) return undefined;
    end += found.index + found[0].length;
  }
  return end;
}

/** Whether the words before a place say that what follows is not to be done. */
function isForbidden(lower: string, at: number): boolean {
  const before = lower.slice(Math.max(0, at - FORBIDDING_UNITS - FORBIDDING_PHRASE_UNITS), at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  for (const match of line.matchAll(FORBIDDING)) {
    if (line.length - match.index - match[0].length <= FORBIDDING_UNITS) return true;
  }
  return false;
}

interface Placed {
  readonly hit: RuleHit;
  readonly at: number;
}

/** 1 - Π(1 - score) over the rules that have a hit in the window, for the worst window; hits are ascending. */
function bestWindow(found: readonly Placed[]): number {
  let best = 0;
  let first = 0;
  for (let last = 0; last < found.length; last++) {
    while ((found[last]?.at ?? 0) - (found[first]?.at ?? 0) > WINDOW_UNITS) first++;
    const scores = new Map<string, number>();
    for (let i = first; i <= last; i++) {
      const hit = found[i]?.hit;
      if (hit !== undefined) scores.set(hit.rule, hit.score);
    }
    let harmless = 1;
    for (const score of scores.values()) harmless *= 1 - score;
    best = Math.max(best, 1 - harmless);
  }
  return best;
}
