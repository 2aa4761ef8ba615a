/** Phrases of one language, written by hand for this project. `{list}` and `[a|b]` as in the grammar. */
export interface Language {
  /** ISO 639-1. */
  readonly code: string;
  /** Setting aside what the machine was told. */
  readonly override: readonly string[];
  /** What is wanted instead. */
  readonly goal: readonly string[];
  /** A role without rules, or an authority. */
  readonly persona: readonly string[];
  /** Addressed to a machine from inside a document. */
  readonly note: readonly string[];
  /** What such a note asks for. */
  readonly action: readonly string[];
  /** Harmless questions and tasks. */
  readonly ask: readonly string[];
  /** Harmless texts with the words of attacks. */
  readonly trigger: readonly string[];
  /** Sentences of ordinary documents. */
  readonly sentence: readonly string[];
}
