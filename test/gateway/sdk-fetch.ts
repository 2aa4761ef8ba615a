import type { GatewayHandler } from '../../lambda/gateway/gateway';
import type { Headers as ReplyHeaders, Reply } from '../../lambda/gateway/reply';
import { event } from './fakes';

/** A `fetch` that asks the pipeline instead of the network, so that a real SDK can be the client. */
export function sdkFetch(serve: GatewayHandler): typeof fetch {
  let calls = 0;
  return (async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(String(input));
    const path = url.pathname.replace(/^\/v1/, '');
    const headers = [...new Headers(init?.headers).entries()];
    return new Promise<Response>((resolve, reject) => {
      const reply: Reply = {
        send: async (status, answerHeaders, body) =>
          resolve(new Response(body, { status, headers: plain(answerHeaders) })),
        open: (status, answerHeaders) => {
          let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
          const body = new ReadableStream<Uint8Array>({ start: (own) => void (controller = own) });
          resolve(new Response(body, { status, headers: plain(answerHeaders) }));
          return {
            write: async (text) => {
              controller?.enqueue(new TextEncoder().encode(text));
              return true;
            },
            end: async () => controller?.close(),
          };
        },
      };
      serve(
        event(init?.body ?? '', {
          httpMethod: init?.method ?? 'GET',
          resource: path,
          multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
        }),
        reply,
        { requestId: `sdk-${++calls}`, remainingMs: 60_000 },
      ).catch(reject);
    });
  }) as typeof fetch;
}

function plain(headers: ReplyHeaders): Record<string, string> {
  return { ...headers };
}
