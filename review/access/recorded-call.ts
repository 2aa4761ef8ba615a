/** One call of an SDK that code made in a test. */
export interface RecordedCall {
  /** Who called: the function's bundle (`gateway`, `audit`, `identity-token-trigger`), or `command`. */
  readonly caller: string;
  /** `file:line` of the command's making. */
  readonly site: string;
  /** As the SDK's package is named: `dynamodb`, `s3`, `bedrock-runtime`. */
  readonly service: string;
  /** `GetItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}
