import type { ServerResponse } from 'node:http';
import { Throttled, type FunctionPool } from './function-pool';

/** What became of a streamed answer. */
export interface StreamResult {
  readonly status: number;
  readonly bytes: number;
  readonly failure?: 'timeout' | 'crash' | 'throttled';
}

interface Prelude {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
}

/** Eight zero bytes end the prelude of a streamed HTTP answer. */
const PRELUDE_END = Buffer.alloc(8);

/** How an error looks that API Gateway writes itself. */
export type GatewayError = (status: number, message: string) => void;

/**
 * Runs one invocation and writes its answer as it comes.
 *
 * A client that hangs up is not told to the function: AWS does not promise it, so nothing may depend on it.
 */
export async function invokeStreaming(
  pool: FunctionPool,
  event: unknown,
  requestId: string,
  response: ServerResponse,
  gatewayError: GatewayError,
): Promise<StreamResult> {
  let environment;
  try {
    environment = await pool.take();
  } catch (error) {
    const throttled = error instanceof Throttled;
    // a function that cannot start is a 502, one that may not start a 500 behind API Gateway's 429.
    gatewayError(throttled ? 429 : 502, throttled ? 'Too Many Requests' : 'Internal server error');
    return { status: throttled ? 429 : 502, bytes: 0, failure: throttled ? 'throttled' : 'crash' };
  }
  const taken = environment;

  return new Promise((resolve) => {
    let head: Prelude | undefined;
    let pending = Buffer.alloc(0);
    let bytes = 0;

    const settle = (result: Omit<StreamResult, 'bytes'>): void => {
      clearTimeout(timer);
      invocation.forget();
      resolve({ ...result, bytes });
    };
    const broken = (status: number, message: string, failure: 'timeout' | 'crash'): void => {
      if (head === undefined && !response.headersSent) gatewayError(status, message);
      // the status is out: a cut connection is all that AWS can say, too.
      else response.destroy();
      settle({ status: head?.statusCode ?? status, failure });
    };
    const timer = setTimeout(() => {
      taken.kill();
      broken(504, 'Endpoint request timed out', 'timeout');
    }, pool.settings.timeoutMs);

    const write = (chunk: Buffer, done: () => void): void => {
      bytes += chunk.length;
      if (chunk.length === 0 || response.destroyed || response.write(chunk)) return done();
      const settled = (): void => {
        response.off('drain', settled);
        response.off('close', settled);
        done();
      };
      response.once('drain', settled);
      response.once('close', settled);
    };
    const take = (chunk: Buffer, done: () => void): void => {
      if (head !== undefined) return write(chunk, done);
      pending = Buffer.concat([pending, chunk]);
      const end = pending.indexOf(PRELUDE_END);
      if (end < 0) return done();
      head = JSON.parse(pending.toString('utf8', 0, end)) as Prelude;
      if (!response.headersSent && !response.destroyed) {
        response.writeHead(head.statusCode ?? 200, {
          ...head.headers,
          ...(head.multiValueHeaders as Record<string, string[]> | undefined),
          ...(head.cookies ? { 'set-cookie': [...head.cookies] } : {}),
          'x-amzn-requestid': requestId,
        });
        response.flushHeaders();
      }
      write(pending.subarray(end + PRELUDE_END.length), done);
    };

    const invocation = taken.invoke(event, requestId, (outcome) => {
      if (outcome.type === 'bytes') return take(outcome.bytes, outcome.taken);
      if (outcome.type === 'error') return broken(502, 'Internal server error', 'crash');
      if (head === undefined) return broken(502, 'Internal server error', 'crash');
      response.end();
      settle({ status: head.statusCode ?? 200 });
    });
  });
}
