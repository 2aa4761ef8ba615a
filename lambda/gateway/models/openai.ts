import { createParser } from 'eventsource-parser';
import { isObject, parseJson, type JsonObject, type JsonValue } from '../../core/json';
import type { ModelDeployment } from '../../../lib/gateway/deployment';
import {
  ModelError,
  type EmbeddingAnswer,
  type FinishReason,
  type ModelEvent,
  type ModelRequest,
  type ModelUsage,
} from '../ports';
import { openAiBody } from './openai-request';
import type { Provider } from './provider';
import type { UpstreamKeys } from './upstream-keys';

/** What the adapter reaches outside of itself. */
export interface OpenAiPorts extends UpstreamKeys {
  readonly fetch: typeof fetch;
}

/** The key in memory, the current one, the one before it. */
const MOST_KEYS = 3;

/** No event and no whole answer of an upstream is longer. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Models behind an API that speaks OpenAI's protocol. */
export function openAiProvider(ports: OpenAiPorts): Provider {
  return {
    stream: (model, request) => stream(ports, model, request),
    embed: async (model, { inputs, dimensions, signal }) => {
      const answer = await call(
        ports,
        model,
        '/embeddings',
        { model: model.modelId, input: inputs, ...(dimensions === undefined ? {} : { dimensions }) },
        signal,
      );
      return embeddingOf(await wholeBody(answer), inputs.length);
    },
    countTokens: async () => undefined,
  };
}

async function* stream(ports: OpenAiPorts, model: ModelDeployment, request: ModelRequest): AsyncGenerator<ModelEvent> {
  const answer = await call(ports, model, '/chat/completions', openAiBody(model.modelId, request), request.signal);
  const reader = new Chunks();
  if (!request.streaming) {
    yield* reader.whole(await wholeBody(answer));
    return;
  }
  for await (const data of eventsOf(answer)) {
    if (data === '[DONE]') break;
    yield* reader.chunk(objectOf(data));
  }
  yield reader.end();
}

async function call(
  ports: OpenAiPorts,
  { baseUrl, secretArn }: ModelDeployment,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Response> {
  if (baseUrl === undefined) throw new ModelError('upstream_unavailable', 'the model has no base URL');
  const send = (key?: string): Promise<Response> =>
    ports.fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body),
      // a redirect would carry the prompt to a host that nobody listed.
      redirect: 'error',
      signal,
    });
  let answer: Response;
  try {
    answer = secretArn === undefined ? await send() : await sendWithKey(ports, secretArn, send);
  } catch {
    throw signal.aborted
      ? new ModelError('upstream_timeout', 'the model did not answer in time')
      : new ModelError('upstream_unavailable', 'the model cannot be reached');
  }
  if (answer.ok) return answer;
  throw await refused(answer);
}

/** A call whose key was refused was neither served nor charged: it is sent again with the next key that there is. */
async function sendWithKey(
  { keyOf, insteadOf }: UpstreamKeys,
  arn: string,
  send: (key: string) => Promise<Response>,
): Promise<Response> {
  const tried = new Set<string>();
  let key: string | undefined = await keyOf(arn);
  for (;;) {
    tried.add(key);
    const answer = await send(key);
    if (answer.status !== 401 || tried.size === MOST_KEYS) return answer;
    key = await insteadOf(arn, key);
    if (key === undefined || tried.has(key)) return answer;
    await answer.body?.cancel().catch(() => undefined);
  }
}

async function refused(answer: Response): Promise<ModelError> {
  const { status } = answer;
  if (status === 429) {
    await answer.body?.cancel().catch(() => undefined);
    const seconds = Number(answer.headers.get('retry-after'));
    return new ModelError('upstream_throttled', 'throttled', seconds > 0 ? seconds : undefined);
  }
  if (status === 400 || status === 413 || status === 422) {
    const parsed = parseJson(await textWithin(answer).catch(() => ''));
    const error = parsed.ok && isObject(parsed.value) && isObject(parsed.value.error) ? parsed.value.error : {};
    if (error.code === 'context_length_exceeded' || /context length|too long/i.test(String(error.message ?? ''))) {
      return new ModelError('context_length_exceeded', 'the prompt does not fit');
    }
    if (error.code === 'content_filter') return new ModelError('content_filter', 'filtered by the upstream');
    return new ModelError('upstream_rejected', 'the model refused the request');
  }
  await answer.body?.cancel().catch(() => undefined);
  if (status === 408 || status === 504) return new ModelError('upstream_timeout', 'the model did not answer in time');
  if (status === 401 || status === 403 || status === 404 || status === 503) {
    return new ModelError('upstream_unavailable', 'the model is not available');
  }
  return new ModelError('upstream_error', 'the model failed');
}

/** The data of each event; bounded, since an upstream is not to be trusted with our memory. */
async function* eventsOf(answer: Response): AsyncGenerator<string> {
  const ready: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => ready.push(data) });
  let pending = 0;
  for await (const text of textOf(answer)) {
    parser.feed(text);
    pending = ready.length > 0 ? 0 : pending + text.length;
    if (pending > MAX_BYTES) throw new ModelError('upstream_error', 'an event is too long');
    yield* ready.splice(0);
  }
}

async function* textOf(answer: Response): AsyncGenerator<string> {
  if (!answer.body) throw new ModelError('upstream_error', 'no body');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) {
      yield decoder.decode(bytes, { stream: true });
    }
  } catch {
    throw new ModelError('upstream_error', 'the stream broke');
  }
}

async function textWithin(answer: Response): Promise<string> {
  let text = '';
  for await (const piece of textOf(answer)) {
    text += piece;
    if (text.length > MAX_BYTES) throw new ModelError('upstream_error', 'the answer is too long');
  }
  return text;
}

async function wholeBody(answer: Response): Promise<JsonObject> {
  return objectOf(await textWithin(answer));
}

function objectOf(text: string): JsonObject {
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) throw new ModelError('upstream_error', 'the answer is no JSON object');
  if (isObject(parsed.value.error)) throw new ModelError('upstream_error', 'the model failed in mid-stream');
  return parsed.value;
}

/** Turns OpenAI's chunks into events of ours. */
class Chunks {
  private finishReason: FinishReason | undefined;
  private usage: ModelUsage | undefined;
  private readonly started = new Set<number>();

  public *whole(body: JsonObject): Generator<ModelEvent> {
    const [choice] = listOf(body.choices);
    if (!isObject(choice) || !isObject(choice.message)) throw new ModelError('upstream_error', 'no choice');
    yield* this.delta(choice.message);
    this.note(choice.finish_reason, body.usage);
    yield this.end();
  }

  public *chunk(body: JsonObject): Generator<ModelEvent> {
    const [choice] = listOf(body.choices);
    if (isObject(choice) && isObject(choice.delta)) yield* this.delta(choice.delta);
    this.note(isObject(choice) ? choice.finish_reason : undefined, body.usage);
  }

  public end(): ModelEvent {
    if (!this.finishReason || !this.usage) throw new ModelError('upstream_error', 'the answer has no end');
    return { type: 'end', finishReason: this.finishReason, usage: this.usage };
  }

  private *delta({ content, tool_calls }: JsonObject): Generator<ModelEvent> {
    if (typeof content === 'string' && content !== '') yield { type: 'text', text: content };
    for (const [position, call] of listOf(tool_calls).entries()) {
      if (!isObject(call)) continue;
      const index = typeof call.index === 'number' ? call.index : position;
      const fn = isObject(call.function) ? call.function : {};
      if (!this.started.has(index)) {
        this.started.add(index);
        yield { type: 'tool_start', index, id: textOr(call.id), name: textOr(fn.name) };
      }
      if (typeof fn.arguments === 'string' && fn.arguments !== '') {
        yield { type: 'tool_arguments', index, json: fn.arguments };
      }
    }
  }

  private note(reason: JsonValue | undefined, usage: JsonValue | undefined): void {
    if (reason === 'stop' || reason === 'length' || reason === 'tool_calls' || reason === 'content_filter') {
      this.finishReason = reason;
    }
    if (isObject(usage) && typeof usage.prompt_tokens === 'number' && typeof usage.completion_tokens === 'number') {
      this.usage = { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
    }
  }
}

function embeddingOf(body: JsonObject, count: number): EmbeddingAnswer {
  const vectors = listOf(body.data).map((item) => {
    const vector = isObject(item) ? listOf(item.embedding) : [];
    if (!vector.every((number) => typeof number === 'number')) throw new ModelError('upstream_error', 'no vector');
    return vector as readonly number[];
  });
  const inputTokens = isObject(body.usage) ? body.usage.prompt_tokens : undefined;
  if (vectors.length !== count || typeof inputTokens !== 'number') throw new ModelError('upstream_error', 'no vectors');
  return { vectors, inputTokens };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function textOr(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
