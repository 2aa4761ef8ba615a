/**
 * Whether a tool changes something.
 */
export enum ToolKind {
  /**
   * Reads only.
   */
  READ = 'read',

  /**
   * Changes something: each call needs an approval.
   */
  WRITE = 'write',
}

/**
 * A tool that holders of a role may offer to a model.
 */
export interface ToolConfig {
  /**
   * Name of the tool's function.
   */
  readonly name: string;

  /**
   * Whether the tool changes something.
   */
  readonly kind: ToolKind;

  /**
   * Most rounds of calls in one conversation.
   *
   * @default - the gateway's own ceiling
   */
  readonly maxRounds?: number;
}

/**
 * A role: the most that its holders may do. Without a role, nothing is allowed.
 */
export interface RoleConfig {
  /**
   * Name of the role, also of its group in the user pool.
   */
  readonly name: string;

  /**
   * OAuth scopes that the role grants, e.g. `llm/chat`.
   */
  readonly scopes: string[];

  /**
   * Names of the models that the role may ask for.
   */
  readonly models: string[];

  /**
   * Tools that the role may offer to a model.
   *
   * @default - no tool
   */
  readonly tools?: ToolConfig[];

  /**
   * Most tokens of one answer.
   */
  readonly maxOutputTokens: number;

  /**
   * Largest prompt in bytes.
   */
  readonly maxPromptBytes: number;

  /**
   * Name of the guard policy that judges the role's requests.
   */
  readonly guardPolicy: string;
}
