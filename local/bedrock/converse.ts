/** The part of Bedrock's Converse request that the local model looks at. */
export interface ConverseRequest {
  readonly modelId: string;
  readonly system?: readonly { readonly text?: string }[];
  readonly messages: readonly ConverseMessage[];
  readonly inferenceConfig?: {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly topP?: number;
    readonly stopSequences?: readonly string[];
  };
  /** Given where a guardrail judges inside of the call. */
  readonly guardrailConfig?: { readonly guardrailIdentifier: string; readonly guardrailVersion: string };
  readonly toolConfig?: {
    readonly tools: readonly ConverseTool[];
    readonly toolChoice?: { readonly auto?: object; readonly any?: object; readonly tool?: { readonly name: string } };
  };
}

export interface ConverseTool {
  readonly toolSpec?: {
    readonly name: string;
    readonly description?: string;
    readonly inputSchema: { readonly json: unknown };
  };
}

export interface ConverseMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ConverseBlock[];
}

export interface ConverseBlock {
  readonly text?: string;
  readonly toolUse?: { readonly toolUseId: string; readonly name: string; readonly input: unknown };
  readonly toolResult?: {
    readonly toolUseId: string;
    readonly content: readonly { readonly text?: string; readonly json?: unknown }[];
  };
}

export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'stop_sequence' | 'guardrail_intervened';

/** One piece of an answer, in the order in which a model says it; `end` is last. */
export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool'; readonly id: string; readonly name: string; readonly input: string }
  | {
      readonly type: 'end';
      readonly stopReason: StopReason;
      readonly inputTokens: number;
      readonly outputTokens: number;
    };

/** What stands behind the Bedrock mock: the demo model or a real server. */
export interface LocalModel {
  answer(request: ConverseRequest, signal: AbortSignal): AsyncIterable<AnswerPiece>;
}

/** A failure with the name and status that Bedrock would give it. */
export class BedrockFault extends Error {
  public constructor(
    public readonly code: string,
    public readonly status: number,
    message = `${code} (simulated)`,
  ) {
    super(message);
    this.name = code;
  }
}

/** Text of all blocks of a message, tool results included. */
export function textOf(message: ConverseMessage | undefined): string {
  return (message?.content ?? [])
    .map((block) => block.text ?? (block.toolResult?.content ?? []).map((part) => part.text ?? '').join(' '))
    .join('\n');
}

/** A rough count, four characters a token: stable, so that tests can compare. */
export function countTokens(request: ConverseRequest): number {
  const text = [...(request.system ?? []).map((part) => part.text ?? ''), ...request.messages.map(textOf)].join('\n');
  return Math.max(1, Math.ceil(text.length / 4));
}
