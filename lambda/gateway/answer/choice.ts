import { isObject, parseJson } from '../../core/json';
import { refusal, type Refusal } from '../../core/verdict';
import type { Finding, Guard, ResponseContext, ResponseGuard, ResponseStep } from '../../guard/guard';
import type { FinishReason, ModelEvent, ModelUsage } from '../ports';

/** A tool call that was judged as a whole. */
export interface GuardedToolCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
}

/** What may be sent after an event of the model, or a refusal after which nothing more is sent. */
export type ChoiceStep = { readonly allowed: true; readonly text: string } | Refusal;

/** What the guarding of one choice depends on. */
export interface ChoiceContext {
  readonly guard: Guard;
  readonly response: Omit<ResponseContext, 'channel'>;
  /** Names of the tools that the model was offered. */
  readonly tools: ReadonlySet<string>;
  readonly parallelToolCalls: boolean;
  /** JSON mode: the whole text is one JSON object. */
  readonly json: boolean;
  readonly newId: () => string;
}

const callId = /^[A-Za-z0-9_-]{1,128}$/;

/** Guards one choice of one answer: its text as it comes, its tool calls each as a whole. */
export class Choice {
  public readonly toolCalls: GuardedToolCall[] = [];
  public readonly findings: Finding[] = [];
  public finishReason: FinishReason | undefined;
  public usage: ModelUsage | undefined;
  /** Bytes that the model has produced: the bound of what it has cost while its usage is unknown. */
  public producedBytes = 0;
  private readonly text: ResponseGuard;
  private readonly pending = new Map<number, { id: string; name: string; pieces: string[] }>();

  public constructor(private readonly context: ChoiceContext) {
    this.text = context.guard.openResponse({ ...context.response, channel: context.json ? 'json' : 'text' });
  }

  /** Takes one event of the model. */
  public accept(event: ModelEvent): ChoiceStep {
    switch (event.type) {
      case 'text':
        this.producedBytes += Buffer.byteLength(event.text);
        return this.keep(() => this.text.push(event.text));
      case 'tool_start':
        if (!this.context.tools.has(event.name)) return refusal('tool_not_allowed', 'offered-tools');
        if (this.pending.has(event.index)) return refusal('upstream_error', 'tool-call-order');
        this.pending.set(event.index, { id: event.id, name: event.name, pieces: [] });
        return nothing;
      case 'tool_arguments': {
        this.producedBytes += Buffer.byteLength(event.json);
        const call = this.pending.get(event.index);
        if (!call) return refusal('upstream_error', 'tool-call-order');
        call.pieces.push(event.json);
        return nothing;
      }
      case 'end':
        this.finishReason = event.finishReason;
        this.usage = event.usage;
        return nothing;
    }
  }

  /** The model is done: the rest of the text, and the tool calls in `toolCalls`. */
  public finish(): ChoiceStep {
    const rest = this.keep(() => this.text.end());
    if (!rest.allowed) return rest;
    for (const { id, name, pieces } of this.pending.values()) {
      if (this.toolCalls.length > 0 && !this.context.parallelToolCalls) break;
      const judged = this.judge(pieces.join(''));
      if (!judged.allowed) return judged;
      this.toolCalls.push({
        id: callId.test(id) ? id : `call_${this.context.newId()}`,
        name,
        argumentsJson: judged.text,
      });
    }
    if (this.toolCalls.length > 0 && this.finishReason === 'stop') this.finishReason = 'tool_calls';
    return rest;
  }

  private judge(json: string): ChoiceStep {
    const channel = this.context.guard.openResponse({ ...this.context.response, channel: 'json' });
    const first = this.keep(() => channel.push(json === '' ? '{}' : json));
    if (!first.allowed) return first;
    const last = this.keep(() => channel.end());
    if (!last.allowed) return last;
    const text = first.text + last.text;
    const parsed = parseJson(text);
    // an answer that was cut off by its ceiling is no complete call either.
    if (!parsed.ok || !isObject(parsed.value)) return refusal('tool_arguments_invalid', 'tool-arguments-json');
    return { allowed: true, text };
  }

  private keep(run: () => ResponseStep): ChoiceStep {
    let step: ResponseStep;
    try {
      step = run();
    } catch {
      return refusal('guard_failed', 'response-guard');
    }
    if (step.allowed) this.findings.push(...step.findings);
    return step;
  }
}

const nothing: ChoiceStep = { allowed: true, text: '' };
