import type { Writable } from 'node:stream';
import type { Headers, Reply, Sink } from './reply';

/** A response stream of the Lambda runtime. */
export type ResponseStream = Writable;

/** Puts status and headers before the first byte (`awslambda.HttpResponseStream.from`). */
export type OpenResponse = (
  stream: ResponseStream,
  prelude: { readonly statusCode: number; readonly headers: Headers },
) => ResponseStream;

/**
 * The way back to the caller over Lambda's response stream.
 *
 * @param stallMs a reader that takes nothing for so long has gone, whether or not the connection says so
 */
export function lambdaReply(stream: ResponseStream, open: OpenResponse, stallMs: number): Reply {
  let begun = false;
  const begin = (statusCode: number, headers: Headers): Sink => {
    if (begun) throw new Error('reply: expected one answer, got a second');
    begun = true;
    return sinkOf(open(stream, { statusCode, headers }), stallMs);
  };
  return {
    open: begin,
    send: async (status, headers, body) => {
      const sink = begin(status, headers);
      await sink.write(body);
      await sink.end();
    },
  };
}

function sinkOf(stream: ResponseStream, stallMs: number): Sink {
  let gone = false;
  // without a listener an error of the stream would end the process, and all its other requests.
  stream.on('error', () => (gone = true));
  stream.on('close', () => (gone = true));
  return {
    write: async (text) => {
      if (gone || stream.destroyed || stream.writableEnded) return false;
      if (stream.write(text)) return true;
      return drained(stream, stallMs);
    },
    end: async () => {
      if (gone || stream.destroyed) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, stallMs);
        const done = (): void => {
          clearTimeout(timer);
          resolve();
        };
        stream.once('close', done);
        stream.once('error', done);
        stream.end(done);
      });
    },
  };
}

function drained(stream: ResponseStream, stallMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (read: boolean) => (): void => {
      clearTimeout(timer);
      for (const [event, listener] of listeners) stream.off(event, listener);
      resolve(read);
    };
    const timer = setTimeout(settle(false), stallMs);
    const listeners = [
      ['drain', settle(true)],
      ['close', settle(false)],
      ['error', settle(false)],
    ] as const;
    for (const [event, listener] of listeners) stream.once(event, listener);
  });
}
