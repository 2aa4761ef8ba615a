import type { JsonObject } from '../../core/json';
import type { SegmentRole } from '../../guard/guard';
import type { ShapeFault } from './fields';

/** What every API of ours boils down to: a conversation for a model, provider-neutral and not yet guarded. */
export interface Task {
  readonly model: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly TaskTool[];
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  readonly parallelToolCalls: boolean;
  /** As asked for; the caller's ceiling applies where it is absent. */
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  readonly choices: number;
  readonly stream: boolean;
  /** Whether the stream tells the usage. */
  readonly includeUsage: boolean;
  /** Absent for free text. */
  readonly format?: AnswerFormatWish;
}

/** JSON mode: any object, or one of a schema. */
export interface AnswerFormatWish {
  readonly schema?: JsonObject;
  /** Where the schema stood in the body. */
  readonly schemaPath: string;
  readonly description?: TextAt;
}

/** A text and where it stood in the body. */
export interface TextAt {
  readonly text: string;
  readonly path: string;
}

/** One message of the conversation. */
export interface Turn {
  readonly role: Exclude<SegmentRole, 'document' | 'description'>;
  /** All parts as one text, which is how a model reads them: what is split over two parts is no secret from the guard. */
  readonly content: TextAt;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: TextAt }[];
  /** For role `tool`: the call that this answers. */
  readonly toolCallId?: string;
}

/** A function that the caller offers to the model. */
export interface TaskTool {
  readonly name: string;
  readonly description?: TextAt;
  readonly parameters: JsonObject;
  readonly parametersPath: string;
}

/** Bounds on the shape of a request; what a caller may send beyond shape is decided at admission. */
export interface TaskBounds {
  readonly maxMessages: number;
  readonly maxTools: number;
  readonly maxChoices: number;
}

/** A task, or the first thing that is wrong with the body. */
export type ReadTask = { readonly ok: true; readonly task: Task } | { readonly ok: false; readonly fault: ShapeFault };

/** The parts of a message as one text. */
export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
