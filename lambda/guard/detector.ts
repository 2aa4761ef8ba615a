/** What a trained detector says of a text. */
export interface Detection {
  /** 0 to 1; the frozen threshold of its model card is at 0.5. */
  readonly score: number;
  /** The worst window, in UTF-16 units of the text that was scored. */
  readonly start: number;
  readonly end: number;
}

/** Scores how much a text reads like an injection. Pure, linear, throws when it cannot. */
export interface InjectionDetector {
  /**
   * @param text one canonical view of a text.
   * @param trust `untrusted` where every order to the model is an attack.
   */
  score(text: string, trust: 'trusted' | 'untrusted'): Detection;
}
