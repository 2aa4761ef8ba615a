import type { View } from '../views';
import { CueIndex } from './cues';
import type { InjectionRule, Step } from './rule';

/** A rule that matched, in offsets of the original text. */
export interface RuleHit {
  readonly rule: string;
  readonly score: number;
  readonly start: number;
  readonly end: number;
}

/** What the rules say of one text. */
export interface RuleVerdict {
  /** The hits within one window taken together, 0 to 1. */
  readonly score: number;
  readonly hits: readonly RuleHit[];
}

/** How far whoever wrote a text may instruct the model. */
export interface Standing {
  readonly untrusted: boolean;
  readonly instructs: boolean;
}

/** What an application writes before the attack that its model is to resist. */
const FORBIDDEN =
  /\b(?:never|not|n't|refuse|reject|decline|resist|avoid|prevent|ignore|if (?:the|a|any) (?:user|person|customer|message|text|document|input)|(?:asks?|tells?|instructs?|tries|try|attempts?|requests?|wants?|says?|saying|asking|telling) (?:\w+ )?(?:to|that|for)?|such as|like|attempts?|even if)\b[^\n]{0,60}$/;
const FORBIDDEN_UNITS = 90;

/** Signals further apart than this are not one attempt. */
const WINDOW_UNITS = 1_200;
/** A rule is asked for so many matches in one view: more tell nothing new. */
const MAX_HITS = 8;

/**
 * Prepares rules once, for many texts.
 *
 * A rule runs only where a word of its cues occurs. Scores of different rules within a window add up as if they were
 * independent: two weak signals make one strong one, the same signal twice does not.
 */
export function ruleMatcher(
  rules: readonly InjectionRule[],
): (views: readonly View[], standing: Standing) => RuleVerdict {
  const index = new CueIndex(rules.flatMap(({ cues = [], also = [] }) => [...cues, ...also]));
  const prepared = rules.map((rule) => ({
    rule,
    cues: rule.cues && index.idsOf(rule.cues),
    also: rule.also && index.idsOf(rule.also),
  }));

  return (views, { untrusted, instructs }) => {
    const hits: RuleHit[] = [];
    let best = 0;
    for (const view of views) {
      const present = index.in(view.lower);
      const found: { readonly hit: RuleHit; readonly at: number }[] = [];
      for (const { rule, cues, also } of prepared) {
        const score = untrusted ? (rule.untrusted ?? rule.score) : rule.score;
        if (score === 0) continue;
        if (cues !== undefined && !cues.some((id) => present[id] === 1)) continue;
        if (also !== undefined && !also.some((id) => present[id] === 1)) continue;
        if (rule.script !== undefined && !rule.script.test(view.lower)) continue;
        let count = 0;
        for (const match of view.lower.matchAll(rule.pattern)) {
          const last = follow(view.lower, match.index + match[0].length, rule.then);
          if (last === undefined) continue;
          if (instructs && FORBIDDEN.test(view.lower.slice(Math.max(0, match.index - FORBIDDEN_UNITS), match.index)))
            continue;
          const { start, end } = view.origin(match.index, last);
          found.push({ hit: { rule: rule.name, score, start, end }, at: match.index });
          if (++count >= MAX_HITS) break;
        }
      }
      found.sort((a, b) => a.at - b.at);
      best = Math.max(best, bestWindow(found));
      for (const { hit } of found) hits.push(hit);
    }
    return { score: best, hits };
  };
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

/** 1 - Π(1 - score) over the rules that have a hit in the window, for the worst window. */
function bestWindow(found: readonly { readonly hit: RuleHit; readonly at: number }[]): number {
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
