/**
 * Where a model is served.
 */
export enum ModelProvider {
  /**
   * Amazon Bedrock, signed with the function's own role.
   */
  BEDROCK = 'bedrock',

  /**
   * Any server that speaks OpenAI's protocol. Needs `egress` and a credential in Secrets Manager.
   */
  OPENAI_COMPATIBLE = 'openai-compatible',
}

/**
 * What a model does.
 */
export enum ModelKind {
  /**
   * Answers messages.
   */
  CHAT = 'chat',

  /**
   * Turns text into vectors.
   */
  EMBEDDING = 'embedding',
}

/**
 * What a model costs. Budgets in money are reckoned with it, so it says when it was looked up.
 */
export interface ModelPriceConfig {
  /**
   * US dollars for a million input tokens.
   */
  readonly inputUsdPerMillionTokens: number;

  /**
   * US dollars for a million output tokens.
   */
  readonly outputUsdPerMillionTokens: number;

  /**
   * Day on which the price was looked up, `YYYY-MM-DD`.
   */
  readonly asOf: string;
}

/**
 * What the account may ask of a model. It is shared out fairly: no tenant can use up all of it.
 */
export interface ModelQuotaConfig {
  /**
   * Requests in any minute.
   *
   * @default - not shared out
   */
  readonly requestsPerMinute?: number;

  /**
   * Tokens in any minute, input and output together.
   *
   * @default - not shared out
   */
  readonly tokensPerMinute?: number;
}

/**
 * A model that the API offers.
 */
export interface ModelConfig {
  /**
   * Name that clients ask for.
   */
  readonly name: string;

  /**
   * Where the model is served.
   */
  readonly provider: ModelProvider;

  /**
   * Exact id at the provider: a Bedrock model or inference profile with its version, or the upstream's model name.
   */
  readonly modelId: string;

  /**
   * What the model does.
   */
  readonly kind: ModelKind;

  /**
   * Most tokens of one answer.
   */
  readonly maxOutputTokens: number;

  /**
   * Size of the context window in tokens.
   */
  readonly contextTokens: number;

  /**
   * What the model costs.
   */
  readonly price: ModelPriceConfig;

  /**
   * The account's quota of the model, as Service Quotas shows it. Models of one `modelId` share one quota.
   *
   * @default - the quota is not shared out between tenants
   */
  readonly quota?: ModelQuotaConfig;

  /**
   * Regions to which a cross-Region inference profile may send prompts. Needed for a profile, refused without one.
   *
   * Security impact: prompts leave the Region of the API.
   *
   * @default - prompts stay in the Region of the API
   */
  readonly inferenceRegions?: string[];

  /**
   * Base URL of an OpenAI-compatible upstream, ending with `/v1`.
   *
   * @default - none: the model is Bedrock's
   */
  readonly baseUrl?: string;

  /**
   * ARN of a secret of your own with the upstream's key. You rotate it; the gateway follows.
   *
   * @default - one secret an upstream is made and rotated; `llm-api secret` puts the key into it
   */
  readonly secretArn?: string;
}
