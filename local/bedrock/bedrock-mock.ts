import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerResponse } from 'node:http2';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { BedrockFault, countTokens, type AnswerPiece, type ConverseRequest, type LocalModel } from './converse';
import { ConnectionCut, Nonsense, releaseAnswers } from './demo-model';
import { embed, type EmbeddingRequest } from './embedding';
import { parseDirectives } from './directives';
import { eventFrame, exceptionFrame } from './event-stream';
import { applyGuardrail, type GuardrailRequest } from './guardrail';

/** One call that reached the model: what a test needs to say that a refused prompt never did. */
export interface ModelCall {
  readonly operation: 'converse' | 'converse-stream' | 'count-tokens' | 'invoke' | 'apply-guardrail';
  readonly modelId: string;
  readonly request: ConverseRequest;
}

/** What fails, until it is set back: `{}` is a healthy model. */
export interface MockFault {
  /** Every call fails with this error. */
  readonly error?: { readonly code: string; readonly status: number };
  /** Every call waits this long first. */
  readonly delayMs?: number;
  /** No call is ever answered. */
  readonly hang?: boolean;
  /** Every call loses its connection. */
  readonly cut?: boolean;
  /** Every call is answered with success and nonsense. */
  readonly nonsense?: boolean;
}

/** A running Bedrock mock. */
export interface BedrockMock {
  readonly url: string;
  readonly calls: readonly ModelCall[];
  setFault(fault: MockFault): void;
  clearCalls(): void;
  close(): Promise<void>;
}

/** Calls kept for the tests; more would grow for as long as the mock serves. */
const MOST_CALLS = 2_000;

/** Longer than a frame's head, so that a reader of frames has to judge it. */
const NONSENSE = '<html>not what was asked for</html>'.repeat(4);

type Answer = Pick<ServerResponse, 'writeHead' | 'write' | 'end' | 'destroy' | 'on'>;

/**
 * Starts a Bedrock runtime on loopback: Converse and ConverseStream, progressive, with HTTP/1.1 and HTTP/2
 * without TLS on one port, because `BedrockRuntimeClient` speaks the latter.
 */
export async function startBedrockMock(model: LocalModel, port = 0): Promise<BedrockMock> {
  const calls: ModelCall[] = [];
  const sockets = new Set<Socket>();
  let fault: MockFault = {};

  const serve = (request: IncomingMessage, response: Answer): void => {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    handle(request, response, abort.signal).catch((error: unknown) => fail(response, error));
  };

  const handle = async (request: IncomingMessage, response: Answer, signal: AbortSignal): Promise<void> => {
    const path = decodeURIComponent(request.url ?? '');
    if (path.startsWith('/_mock/')) return control(path, await bodyOf(request), response);
    const [, guardrailId, version] = /^\/guardrail\/(.+)\/version\/(\w+)\/apply$/.exec(path) ?? [];
    if (guardrailId !== undefined && version !== undefined) {
      return judge(`${guardrailId}:${version}`, JSON.parse(await bodyOf(request)) as GuardrailRequest, response);
    }
    const [, modelId, operation] = /^\/model\/(.+)\/(converse|converse-stream|count-tokens|invoke)$/.exec(path) ?? [];
    if (modelId === undefined || operation === undefined) throw new BedrockFault('UnknownOperationException', 404);
    const body = JSON.parse(await bodyOf(request)) as ConverseRequest & { input?: { converse?: ConverseRequest } };
    const converse = { ...(body.input?.converse ?? body), modelId };
    calls.push({ operation: operation as ModelCall['operation'], modelId, request: converse });
    if (calls.length > MOST_CALLS) calls.shift();
    if (fault.hang === true) return;
    if (fault.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.cut === true) throw new ConnectionCut();
    if (fault.nonsense === true) throw new Nonsense();
    if (fault.error) throw new BedrockFault(fault.error.code, fault.error.status);
    if (operation === 'count-tokens') return json(response, 200, { inputTokens: countTokens(converse) });
    if (operation === 'invoke') return json(response, 200, embed(body as unknown as EmbeddingRequest));
    const pieces = model.answer(converse, signal);
    await (operation === 'converse' ? sendWhole(pieces, response) : sendStream(pieces, response, signal));
  };

  const judge = async (guardrail: string, asked: GuardrailRequest, response: Answer): Promise<void> => {
    const texts = asked.content.map(({ text }) => ({ text: text?.text ?? '' }));
    const request = { modelId: guardrail, messages: [{ role: 'user' as const, content: texts }] };
    calls.push({ operation: 'apply-guardrail', modelId: guardrail, request });
    const said = texts.map(({ text }) => text).join('\n');
    const { guardrailFails, guardrailSlowMs } = parseDirectives(said);
    if (guardrailSlowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, guardrailSlowMs));
    if (guardrailFails) throw new BedrockFault('InternalServerException', 500);
    json(response, 200, applyGuardrail(asked));
  };

  const control = (path: string, body: string, response: Answer): void => {
    if (path === '/_mock/fault') fault = JSON.parse(body) as MockFault;
    else if (path === '/_mock/clear') calls.length = 0;
    else if (path === '/_mock/release') releaseAnswers();
    else if (path !== '/_mock/calls') return json(response, 404, { message: `no such control: ${path}` });
    json(response, 200, { fault, calls });
  };

  const http1 = createHttpServer(serve);
  const http2 = createHttp2Server((request, response) =>
    serve(request as unknown as IncomingMessage, response as unknown as Answer),
  );
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (!first) {
        socket.destroy();
        return;
      }
      socket.unshift(first);
      // the preface of HTTP/2 starts with PRI; no method of HTTP/1.1 does.
      (first.toString('latin1', 0, 3) === 'PRI' ? http2 : http1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`,
    calls,
    setFault: (next) => (fault = next),
    clearCalls: () => (calls.length = 0),
    close: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function json(response: Answer, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function fail(response: Answer, error: unknown): void {
  try {
    if (error instanceof Nonsense) {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(NONSENSE);
      return;
    }
    if (error instanceof BedrockFault)
      return json(response, error.status, { message: error.message }, { 'x-amzn-errortype': error.code });
    cut(response);
  } catch {
    // the head is out already: all that is left is to cut the connection.
    cut(response);
  }
}

/** Breaks the connection; closing the one stream of HTTP/2 would look like a proper end. */
function cut(response: Answer): void {
  const { stream } = response as unknown as Partial<Http2ServerResponse>;
  if (stream?.session) stream.session.destroy();
  else response.destroy();
}

const usage = (inputTokens: number, outputTokens: number): object => ({
  inputTokens,
  outputTokens,
  totalTokens: inputTokens + outputTokens,
});

async function sendWhole(pieces: AsyncIterable<AnswerPiece>, response: Answer): Promise<void> {
  const content: object[] = [];
  let text = '';
  for await (const piece of pieces) {
    if (piece.type === 'text') text += piece.text;
    else if (piece.type === 'tool')
      content.push({ toolUse: { toolUseId: piece.id, name: piece.name, input: JSON.parse(piece.input) as unknown } });
    else
      json(response, 200, {
        output: { message: { role: 'assistant', content: text === '' ? content : [{ text }, ...content] } },
        stopReason: piece.stopReason,
        usage: usage(piece.inputTokens, piece.outputTokens),
        metrics: { latencyMs: 1 },
      });
  }
}

async function sendStream(pieces: AsyncIterable<AnswerPiece>, response: Answer, signal: AbortSignal): Promise<void> {
  let started = false;
  let block = -1;
  let inText = false;
  const send = (type: string, payload: unknown): void => void response.write(eventFrame(type, payload));
  const start = (): void => {
    if (started) return;
    started = true;
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    send('messageStart', { role: 'assistant' });
  };
  const closeText = (): void => {
    if (inText) send('contentBlockStop', { contentBlockIndex: block });
    inText = false;
  };
  try {
    for await (const piece of pieces) {
      if (signal.aborted) return;
      start();
      if (piece.type === 'text') {
        if (!inText) block += 1;
        inText = true;
        send('contentBlockDelta', { contentBlockIndex: block, delta: { text: piece.text } });
      } else if (piece.type === 'tool') {
        closeText();
        block += 1;
        send('contentBlockStart', {
          contentBlockIndex: block,
          start: { toolUse: { toolUseId: piece.id, name: piece.name } },
        });
        const half = Math.ceil(piece.input.length / 2);
        for (const input of [piece.input.slice(0, half), piece.input.slice(half)])
          send('contentBlockDelta', { contentBlockIndex: block, delta: { toolUse: { input } } });
        send('contentBlockStop', { contentBlockIndex: block });
      } else {
        closeText();
        send('messageStop', { stopReason: piece.stopReason });
        send('metadata', { usage: usage(piece.inputTokens, piece.outputTokens), metrics: { latencyMs: 1 } });
        response.end();
      }
    }
  } catch (error) {
    if (started && error instanceof Nonsense) {
      response.end(NONSENSE);
      return;
    }
    if (!started || error instanceof ConnectionCut || !(error instanceof BedrockFault)) throw error;
    // Bedrock names an exception in a stream in lower camel case.
    response.write(exceptionFrame(error.code.charAt(0).toLowerCase() + error.code.slice(1), error.message));
    response.end();
  }
}
