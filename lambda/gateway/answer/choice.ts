import { isObject, parseJson, type JsonObject, type JsonValue } from '../../core/json';
import { matchesSchema } from '../../core/json-schema-match';
import { refusal, type Refusal } from '../../core/verdict';
import type { Finding, ResponseContext, ResponseGuard, ResponseStep } from '../../guard/guard';
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
  /** Opens the guard of one channel. */
  readonly open: (context: ResponseContext) => ResponseGuard;
  readonly response: Omit<ResponseContext, 'channel'>;
  /** Parameters of the tools that the model was offered, by name. */
  readonly tools: ReadonlyMap<string, JsonObject>;
  readonly parallelToolCalls: boolean;
  /** JSON mode: the whole text is one object, of this schema where there is one. */
  readonly json?: { readonly schema?: JsonObject };
  readonly newId: () => string;
}

const callId = /^[A-Za-z0-9_-]{1,128}$/;
const nothing: ChoiceStep = { allowed: true, text: '' };

/** Guards one choice of one answer: its text as it comes, its tool calls and its JSON each as a whole. */
export class Choice {
  public readonly toolCalls: GuardedToolCall[] = [];
  public readonly findings: Finding[] = [];
  public finishReason: FinishReason | undefined;
  public usage: ModelUsage | undefined;
  /** Bytes that the model has produced: the bound of what it has cost while its usage is unknown. */
  public producedBytes = 0;
  private text: ResponseGuard | undefined;
  private readonly held: string[] = [];
  private readonly pending = new Map<number, { id: string; name: string; pieces: string[] }>();

  public constructor(private readonly context: ChoiceContext) {}

  /** Takes one event of the model. */
  public accept(event: ModelEvent): ChoiceStep {
    switch (event.type) {
      case 'text':
        this.producedBytes += Buffer.byteLength(event.text);
        return this.hold(this.keep(() => this.channel().push(event.text)));
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

  /** The model is done: the rest of the text is returned, the tool calls are in `toolCalls`. */
  public finish(): ChoiceStep {
    const rest = this.hold(this.keep(() => this.channel().end()));
    if (!rest.allowed) return rest;
    for (const { id, name, pieces } of this.pending.values()) {
      if (this.toolCalls.length > 0 && !this.context.parallelToolCalls) break;
      const judged = this.judge(name, pieces.join(''));
      if (!judged.allowed) return judged;
      const safeId = callId.test(id) ? id : `call_${this.context.newId()}`;
      this.toolCalls.push({ id: safeId, name, argumentsJson: judged.text });
    }
    if (this.toolCalls.length > 0 && this.finishReason === 'stop') this.finishReason = 'tool_calls';
    return this.context.json ? this.finishJson(this.context.json.schema) : rest;
  }

  private channel(): ResponseGuard {
    this.text ??= this.context.open({
      ...this.context.response,
      channel: this.context.json ? 'json' : 'text',
    });
    return this.text;
  }

  /** In JSON mode nothing is sent before all of it is known to be valid. */
  private hold(step: ChoiceStep): ChoiceStep {
    if (!step.allowed || !this.context.json) return step;
    this.held.push(step.text);
    return nothing;
  }

  private finishJson(schema: JsonObject | undefined): ChoiceStep {
    const text = withoutFence(this.held.join(''));
    if (text === '' && this.toolCalls.length > 0) return nothing;
    return isValid(text, schema) ? { allowed: true, text } : refusal('output_schema_invalid', 'json-mode');
  }

  private judge(name: string, json: string): ChoiceStep {
    let channel: ResponseGuard | undefined;
    const first = this.keep(() => {
      channel = this.context.open({ ...this.context.response, channel: 'json' });
      return channel.push(json === '' ? '{}' : json);
    });
    if (!first.allowed) return first;
    const last = this.keep(() => (channel as ResponseGuard).end());
    if (!last.allowed) return last;
    const text = first.text + last.text;
    // an answer that was cut off by its ceiling is no complete call either.
    return isValid(text, this.context.tools.get(name))
      ? { allowed: true, text }
      : refusal('tool_arguments_invalid', 'tool-arguments');
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

function isValid(text: string, schema: JsonObject | undefined): boolean {
  const parsed = parseJson(text);
  if (!parsed.ok) return false;
  const value: JsonValue = parsed.value;
  return isObject(value) && (schema === undefined || matchesSchema(schema, value));
}

/** Models put JSON into a code fence even when they are told not to. */
function withoutFence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('```') || !trimmed.endsWith('```')) return trimmed;
  const firstLine = trimmed.indexOf('\n');
  return firstLine < 0 ? trimmed : trimmed.slice(firstLine + 1, -3).trim();
}
