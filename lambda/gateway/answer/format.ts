import type { ErrorBody } from '../../core/error-body';
import type { FinishReason, ModelRequest, ModelUsage } from '../ports';
import type { Task } from '../request/task';
import type { GuardedToolCall } from './choice';

/** What the guard decided about an answer, for the reader of its last event. */
export interface GuardNote {
  /** `name@version` of the policy. */
  readonly policy: string;
  readonly request: 'passed' | 'modified';
  readonly response: 'passed' | 'modified';
  /** Names of the checks that found something. */
  readonly checks: readonly string[];
  /** `name@version` of the guardrail that judged too; absent where the policy has none. */
  readonly managed?: string;
  /** How many of the answer's figures, quotations and citations the tools' answers support; absent without any. */
  readonly grounding?: { readonly score: number; readonly unsupported: number };
}

/** One finished choice. */
export interface FinishedChoice {
  readonly text: string;
  readonly toolCalls: readonly GuardedToolCall[];
  readonly finishReason: FinishReason;
}

/** A finished answer; in a stream the texts were sent already. */
export interface FinishedAnswer {
  readonly choices: readonly FinishedChoice[];
  readonly usage: ModelUsage;
  readonly guard: GuardNote;
}

/** How one API of OpenAI writes an answer. All its state is of one request. */
export interface AnswerFormat {
  /** The whole answer. */
  whole(answer: FinishedAnswer): unknown;
  /** First events of a stream. */
  greet(): string;
  /** A piece of text of a choice. */
  text(choice: number, text: string): string;
  /** Everything that follows the last piece of text. */
  finish(answer: FinishedAnswer): string;
  /** An error after the headers were sent; the stream ends with it. */
  fail(error: ErrorBody): string;
}

/** Facts of a request that its answer repeats. */
export interface AnswerFacts {
  readonly task: Task;
  readonly request: ModelRequest;
  readonly createdSeconds: number;
  /** An unguessable part of the answer's id. */
  readonly id: string;
}

/** A server-sent event; JSON has no line breaks, so one line is enough. */
export function dataEvent(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
