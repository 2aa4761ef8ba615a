/** What must follow a match, and how soon. */
export interface Step {
  /** Units between the end of what came before and the end of this. */
  readonly within: number;
  /** Not global. */
  readonly pattern: RegExp;
}

/** One way in which a text tries to command the model. */
export interface InjectionRule {
  /** Unique over all families; what a finding, an alarm and a fixture call it. */
  readonly name: string;
  /**
   * What the rule is about: an attack on the model, or an answer that would cost without end.
   *
   * @default 'injection'
   */
  readonly about?: 'injection' | 'waste';
  /** How sure the rule is where the text speaks for a caller, 0 to 1. Weak signals add up; 0 = says nothing there. */
  readonly score: number;
  /**
   * The same where nobody may give the model instructions: in a tool's answer or a document.
   *
   * @default score
   */
  readonly untrusted?: number;
  /**
   * Words, in lower case, of which the text must have one before the pattern is tried.
   *
   * All that keeps eighty patterns cheap: harmless text rarely has such a word.
   *
   * @default - tried on every text of `script`
   */
  readonly cues?: readonly string[];
  /**
   * Words of which the text must have one as well, where the cues alone are common.
   *
   * @default - none
   */
  readonly also?: readonly string[];
  /**
   * Tried only on text that has this: letters of a script, a large number.
   *
   * @default - any text
   */
  readonly script?: RegExp;
  /**
   * On the folded view in lower case: no diacritics of Latin letters, plain quotes and dashes.
   *
   * Alternatives, each sticky: they are tried only where the text begins as they do.
   */
  readonly pattern: readonly RegExp[];
  /**
   * What must follow, one after the other. The nearest match of each counts and none is tried again, so that three gaps
   * cost their sum and not their product.
   *
   * @default - nothing
   */
  readonly then?: readonly Step[];
}

/** A step of a rule; its repetitions are bounded as those of `any`. */
export function next(within: number, ...alternatives: readonly string[]): Step {
  return { within, pattern: new RegExp(alternatives.map((alternative) => `(?:${bounded(alternative)})`).join('|')) };
}

/**
 * Builds the expressions of a rule, one for each alternative.
 *
 * Every repetition is bounded on the way: `\\s+` is four spaces at most, `\\w+` twenty letters. So a match is short
 * wherever it starts, and the time for a text is linear in its length, whatever the text.
 */
export function any(...alternatives: readonly string[]): readonly RegExp[] {
  return alternatives.map((alternative) => new RegExp(bounded(alternative), 'y'));
}

function bounded(pattern: string): string {
  return pattern.replaceAll('\\s+', '\\s{1,4}').replaceAll('\\s*', '\\s{0,4}').replaceAll('\\w+', '\\w{1,20}');
}
