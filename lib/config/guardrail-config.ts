/**
 * How easily a filter of a guardrail blocks.
 */
export enum GuardrailStrength {
  /**
   * Not at all.
   */
  NONE = 'none',

  /**
   * Only what it is most sure of.
   */
  LOW = 'low',

  /**
   * What it is rather sure of.
   */
  MEDIUM = 'medium',

  /**
   * Whatever it suspects.
   */
  HIGH = 'high',
}

/**
 * A guardrail of Amazon Bedrock, for the guard policies that name it: one that exists, or one that is made.
 */
export interface GuardrailConfig {
  /**
   * Name by which guard policies call it.
   */
  readonly name: string;

  /**
   * Id of a guardrail that exists in this account and Region.
   *
   * @default - a guardrail is made from the properties below
   */
  readonly guardrailId?: string;

  /**
   * Version of that guardrail: a number, never `DRAFT`, which anybody may change at any time.
   *
   * @default - the version that is made with the guardrail
   */
  readonly version?: string;

  /**
   * ARN of the key that encrypts that guardrail.
   *
   * @default - the guardrail is encrypted by a key of AWS, or made with a key of its own
   */
  readonly keyArn?: string;

  /**
   * What a thousand text units cost, in US dollars, all filters together: counts against the limits of money of whoever asks.
   *
   * @default 0.35
   */
  readonly usdPerThousandTextUnits?: number;

  /**
   * Filters for hate, insults, sexual content, violence and misconduct, in what is asked and answered.
   *
   * @default GuardrailStrength.HIGH
   */
  readonly contentFilters?: GuardrailStrength;

  /**
   * Filter for attacks on the prompt, in what is asked: `MEDIUM` at least.
   *
   * @default GuardrailStrength.HIGH
   */
  readonly promptAttacks?: GuardrailStrength;

  /**
   * Kinds of personal data that are blocked, as Bedrock calls them (`US_PASSPORT_NUMBER`). Our own layer redacts the
   * usual kinds before the guardrail sees an answer, so list here only what must never pass.
   *
   * @default - none
   */
  readonly blockedPersonalData?: string[];

  /**
   * Score of contextual grounding below which an answer is blocked, 0 to 0.99. Asked for by policies with
   * `managed.grounding`.
   *
   * @default - answers are not grounded by the guardrail
   */
  readonly groundingThreshold?: number;

  /**
   * Score of relevance below which an answer is blocked, 0 to 0.99.
   *
   * @default - relevance is not judged
   */
  readonly relevanceThreshold?: number;
}
