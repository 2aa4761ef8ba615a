import { createParser } from 'eventsource-parser';

/** Where requests go, and as whom. */
export interface CallerSettings {
  readonly baseUrl: string;
  readonly model: string;
  /** Asked for each request: a token may have a life of its own. */
  readonly token: () => Promise<string>;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request. */
export interface Question {
  readonly stream: boolean;
  /** Directives for the demo model, e.g. `[[n=20]][[ms=40]]`. */
  readonly directives?: string;
  /** Runs when the first word has arrived; the answer is read on when it has ended. */
  readonly onFirstWord?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** What a caller saw of its request. */
export interface Answer {
  /** Stands in the prompt, so that a model call can be told from every other. */
  readonly question: number;
  /** The API's own id of the request; absent where no answer came at all. */
  readonly requestId: string | undefined;
  readonly status: number;
  /**
   * - `whole`: a proper end
   * - `error`: an error in the OpenAI shape, as a status or in the stream
   * - `broken`: neither; no caller may ever see it
   */
  readonly end: 'whole' | 'error' | 'broken';
  readonly code: string | undefined;
  readonly text: string;
  readonly ms: number;
}

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string; readonly type?: string };
}

let questions = 0;

/** Finds the number of a question in what the model was told. */
export function questionIn(prompt: string): number | undefined {
  const number = /What is (\d+) plus one\?/.exec(prompt)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Asks like an application would, and says exactly what came back. Never throws. */
export async function ask(
  { baseUrl, model, token, headers }: CallerSettings,
  { stream, directives = '[[n=3]]', onFirstWord, signal }: Question,
): Promise<Answer> {
  questions += 1;
  const question = questions;
  const startedMs = performance.now();
  const ended = (seen: Partial<Answer>): Answer => ({
    question,
    requestId: undefined,
    status: 0,
    end: 'broken',
    code: undefined,
    text: '',
    ...seen,
    ms: Math.round(performance.now() - startedMs),
  });
  let seen: Partial<Answer> = {};
  try {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
        // a connection that an earlier fault broke must not be met again.
        connection: 'close',
        ...headers,
      },
      body: JSON.stringify({
        model,
        stream,
        max_tokens: 3000,
        messages: [{ role: 'user', content: `What is ${question} plus one? ${directives}` }],
      }),
      ...(signal ? { signal } : {}),
    });
    seen = { status: response.status, requestId: response.headers.get('x-request-id') ?? undefined };
    const streamed = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    seen = { ...seen, ...(streamed ? await readStream(response, onFirstWord) : readWhole(await response.text())) };
    return ended(seen);
  } catch (error) {
    return ended({ ...seen, end: 'broken', text: error instanceof Error ? `${error.name}: ${error.message}` : '' });
  }
}

async function readStream(response: Response, onFirstWord?: () => Promise<void>): Promise<Partial<Answer>> {
  let text = '';
  let code: string | undefined;
  let end: Answer['end'] = 'broken';
  let events = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      events += 1;
      if (data === '[DONE]') {
        if (end === 'broken') end = 'whole';
        return;
      }
      const chunk = JSON.parse(data) as ErrorBody & { choices?: { delta?: { content?: string } }[] };
      if (chunk.error) {
        code = chunk.error.code;
        end = 'error';
      }
      text += chunk.choices?.[0]?.delta?.content ?? '';
    },
  });
  const decoder = new TextDecoder();
  let told = false;
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (!told && text !== '' && events > 0) {
      told = true;
      await onFirstWord?.();
    }
  }
  return { text, code, end };
}

function readWhole(body: string): Partial<Answer> {
  const parsed = JSON.parse(body) as ErrorBody & { choices?: { message?: { content?: string } }[] };
  const { error } = parsed;
  if (error) {
    const shaped =
      typeof error.code === 'string' && typeof error.message === 'string' && typeof error.type === 'string';
    return { code: error.code, end: shaped ? 'error' : 'broken' };
  }
  const text = parsed.choices?.[0]?.message?.content;
  return text === undefined ? { end: 'broken' } : { text, end: 'whole' };
}
