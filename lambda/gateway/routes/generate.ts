import type { JsonObject } from '../../core/json';
import { Answering } from '../answer/answering';
import type { AnswerFacts, AnswerFormat } from '../answer/format';
import { clear } from '../clear';
import type { Exchange } from '../exchange';
import type { ReadTask, Task, TaskBounds } from '../request/task';

/** What differs between the APIs that ask a model for words. */
export interface GenerateApi {
  readonly read: (body: JsonObject, bounds: TaskBounds) => ReadTask;
  readonly format: (facts: AnswerFacts) => AnswerFormat;
}

/** Answers `/chat/completions` and `/responses`: the way of one request, from its bytes to its last event. */
export async function generate(exchange: Exchange, { read, format }: GenerateApi): Promise<void> {
  const cleared = await clear(exchange, read);
  if (!cleared.ok) return exchange.deny(cleared);
  const { task, access, request } = cleared.value;
  const opened = await exchange.open(access.auditContent ? contentOf(task) : undefined);
  if (!opened.ok) return exchange.abort(opened);
  const { ports } = exchange.gateway;
  const facts = { task, request, createdSeconds: Math.floor(ports.now() / 1000), id: ports.newId() };
  await new Answering(exchange, cleared.value, format(facts)).run();
}

/** The guarded texts of a conversation, for the record of a tenant that asked for it. */
function contentOf({ turns }: Task): string {
  return JSON.stringify(
    turns.map(({ role, content, toolCalls }) => ({
      role,
      text: content.text,
      toolCalls: toolCalls.map(({ name, arguments: { text } }) => ({ name, arguments: text })),
    })),
  );
}
