import type { ErrorBody } from '../../core/error-body';
import type { AnswerFacts, AnswerFormat, FinishedAnswer, FinishedChoice } from './format';

/** Writes answers of `/responses`: the whole object, or its life in events. */
export function responsesFormat(facts: AnswerFacts): AnswerFormat {
  return new ResponsesFormat(facts);
}

class ResponsesFormat implements AnswerFormat {
  private sequence = 0;
  private said = '';
  private messageIsOpen = false;

  public constructor(private readonly facts: AnswerFacts) {}

  public whole(answer: FinishedAnswer): unknown {
    return this.response(this.output(answer), answer);
  }

  public greet(): string {
    const response = this.response([]);
    return this.event('response.created', { response }) + this.event('response.in_progress', { response });
  }

  public text(_choice: number, text: string): string {
    if (text === '') return '';
    const opening = this.messageIsOpen ? '' : this.openMessage();
    this.said += text;
    return opening + this.event('response.output_text.delta', { ...this.place(), delta: text, logprobs: [] });
  }

  public finish(answer: FinishedAnswer): string {
    const output = this.output(answer);
    const hasMessage = output.some(({ type }) => type === 'message');
    const events = [hasMessage && !this.messageIsOpen ? this.openMessage() : '', hasMessage ? this.closeMessage() : ''];
    output.forEach((item, output_index) => {
      if (item.type !== 'function_call') return;
      const at = { item_id: item.id, output_index };
      events.push(
        this.event('response.output_item.added', {
          output_index,
          item: { ...item, arguments: '', status: 'in_progress' },
        }),
        this.event('response.function_call_arguments.delta', { ...at, delta: item.arguments }),
        this.event('response.function_call_arguments.done', { ...at, name: item.name, arguments: item.arguments }),
        this.event('response.output_item.done', { output_index, item }),
      );
    });
    const response = this.response(output, answer);
    events.push(
      this.event(response.status === 'completed' ? 'response.completed' : 'response.incomplete', { response }),
    );
    return events.join('');
  }

  public fail({ error }: ErrorBody): string {
    // flat as this API has it, and as a member, which is what makes the SDKs throw.
    const { message, code, param } = error;
    return this.event('error', { message, code, param, error });
  }

  private openMessage(): string {
    this.messageIsOpen = true;
    const item = { ...this.message(''), status: 'in_progress', content: [] };
    return (
      this.event('response.output_item.added', { output_index: 0, item }) +
      this.event('response.content_part.added', { ...this.place(), part: textPart('') })
    );
  }

  private closeMessage(): string {
    return (
      this.event('response.output_text.done', { ...this.place(), text: this.said, logprobs: [] }) +
      this.event('response.content_part.done', { ...this.place(), part: textPart(this.said) }) +
      this.event('response.output_item.done', { output_index: 0, item: this.message(this.said) })
    );
  }

  private output({ choices }: FinishedAnswer): OutputItem[] {
    const [choice] = choices;
    if (!choice) return [];
    const message = choice.text === '' && choice.toolCalls.length > 0 ? [] : [this.message(choice.text)];
    return [...message, ...choice.toolCalls.map((call, i) => this.functionCall(call, i))];
  }

  private message(text: string): OutputItem {
    return {
      id: `msg_${this.facts.id}`,
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [textPart(text)],
    };
  }

  private functionCall({ id, name, argumentsJson }: FinishedChoice['toolCalls'][number], index: number): OutputItem {
    return {
      id: `fc_${this.facts.id}${index}`,
      type: 'function_call',
      status: 'completed',
      call_id: id,
      name,
      arguments: argumentsJson,
    };
  }

  private place(): object {
    return { item_id: `msg_${this.facts.id}`, output_index: 0, content_index: 0 };
  }

  private event(type: string, data: object): string {
    return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: this.sequence++, ...data })}\n\n`;
  }

  private response(output: readonly OutputItem[], answer?: FinishedAnswer) {
    const { task, request, createdSeconds, id } = this.facts;
    const reason = answer?.choices[0]?.finishReason;
    const cut = reason === 'length' ? 'max_output_tokens' : reason === 'content_filter' ? 'content_filter' : undefined;
    return {
      id: `resp_${id}`,
      object: 'response',
      created_at: createdSeconds,
      status: answer === undefined ? 'in_progress' : cut === undefined ? 'completed' : 'incomplete',
      error: null,
      incomplete_details: cut === undefined ? null : { reason: cut },
      instructions: null,
      max_output_tokens: request.maxOutputTokens,
      model: task.model,
      output,
      parallel_tool_calls: task.parallelToolCalls,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      store: false,
      temperature: task.temperature ?? null,
      text: { format: { type: task.format === undefined ? 'text' : 'json_object' } },
      tool_choice:
        typeof task.toolChoice === 'object' ? { type: 'function', ...task.toolChoice } : (task.toolChoice ?? 'auto'),
      tools: [],
      top_p: task.topP ?? null,
      truncation: 'disabled',
      usage: answer === undefined ? null : usageOf(answer),
      user: null,
      metadata: {},
      ...(answer === undefined ? {} : { guard: answer.guard }),
    };
  }
}

interface OutputItem {
  readonly id: string;
  readonly type: 'message' | 'function_call';
  readonly [member: string]: unknown;
}

function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function usageOf({ usage: { inputTokens, outputTokens } }: FinishedAnswer): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
