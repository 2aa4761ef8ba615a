/** One way in which a text tries to command the model. */
export interface InjectionRule {
  /** Unique over all families; what a finding, an alarm and a fixture call it. */
  readonly name: string;
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
   * Tried only on text that has letters of this script.
   *
   * @default - any text
   */
  readonly script?: RegExp;
  /** On the folded view in lower case: no diacritics of Latin letters, plain quotes and dashes. Global. */
  readonly pattern: RegExp;
}

/** Builds the one `RegExp` of a rule from parts, `|` between lines: long alternations stay readable. */
export function any(...alternatives: readonly string[]): RegExp {
  return new RegExp(alternatives.map((alternative) => `(?:${alternative})`).join('|'), 'g');
}
