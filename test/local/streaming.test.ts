import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamingFunction } from '../../local/edge/execution-environment';
import { FunctionPool } from '../../local/edge/function-pool';
import { invokeStreaming, type StreamResult } from '../../local/edge/invoke-streaming';
import { lambdaNode } from '../../local/node24';

const HANDLER = `
import { writeFileSync } from 'node:fs';
export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const { mode, file } = event;
  if (mode === 'crash') throw new Error('before the head');
  if (mode === 'exit') process.exit(3);
  if (mode === 'spin') for (;;);
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-node': process.version } });
  for (let piece = 0; piece < 5; piece += 1) {
    stream.write('piece' + piece + ' ');
    if (mode === 'crash-late' && piece === 2) throw new Error('after the head');
    await new Promise((resolve) => setTimeout(resolve, mode === 'slow' ? 100 : 1));
  }
  if (mode === 'large') stream.write('x'.repeat(3_000_000));
  if (file) writeFileSync(file, 'finished with ' + (context.getRemainingTimeInMillis() > 0));
  stream.end();
  console.log('line of ' + mode);
});
`;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly complete: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When each piece came, in ms. */
  readonly times: readonly number[];
}

describe('a streaming function behind the edge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-api-streaming-'));
  const lines: string[] = [];
  let reserved: number | undefined;
  let pool: FunctionPool;
  let server: Server;
  let results: StreamResult[];

  beforeAll(async () => {
    writeFileSync(join(folder, 'index.mjs'), HANDLER);
    const settings: StreamingFunction = {
      name: 'streaming',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:streaming',
      code: folder,
      handler: 'index.handler',
      memoryMiB: 128,
      timeoutMs: 1_500,
      environment: { PATH: process.env.PATH ?? '' },
      node: lambdaNode().path,
    };
    pool = new FunctionPool(
      settings,
      { environments: 2, invocationsEach: 4 },
      () => reserved,
      (line) => lines.push(line),
    );
    server = createServer((incoming, response) => {
      const event = JSON.parse(decodeURIComponent(incoming.url?.slice(1) ?? '{}')) as unknown;
      const gatewayError = (status: number, message: string) => void response.writeHead(status).end(message);
      void invokeStreaming(pool, event, 'request-1', response, gatewayError).then((result) => results.push(result));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    reserved = undefined;
    results = [];
  });
  afterAll(async () => {
    pool.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (event: object, cutAfterMs?: number): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const started = Date.now();
      const times: number[] = [];
      const path = `/${encodeURIComponent(JSON.stringify(event))}`;
      const outgoing = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path }, (answer) => {
        const chunks: Buffer[] = [];
        const done = () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            complete: answer.complete,
            times,
          });
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          times.push(Date.now() - started);
        });
        answer.on('close', done);
        answer.on('error', done);
        if (cutAfterMs !== undefined) setTimeout(() => outgoing.destroy(), cutAfterMs);
      });
      outgoing.on('error', (error) => (cutAfterMs === undefined ? reject(error) : undefined));
      outgoing.end();
    });

  test('streams with the status and headers of its prelude', async () => {
    const answer = await call({ mode: 'slow' });
    expect(answer).toMatchObject({ status: 201, body: 'piece0 piece1 piece2 piece3 piece4 ', complete: true });
    expect(answer.headers).toMatchObject({ 'x-amzn-requestid': 'request-1' });
    expect((answer.times.at(-1) ?? 0) - (answer.times[0] ?? 0)).toBeGreaterThan(200);
    expect(lines).toContain('line of slow');
  });

  test('sends a large answer whole', async () => {
    expect((await call({ mode: 'large' })).body).toHaveLength(3_000_000 + 35);
  });

  test.each([['crash'], ['exit']])('that ends by %s before its head is a 502', async (mode) => {
    expect(await call({ mode })).toMatchObject({ status: 502 });
    // the next one gets a working environment.
    expect(await call({ mode: 'plain' })).toMatchObject({ status: 201, complete: true });
  });

  test('that crashes after its head cuts the connection', async () => {
    expect(await call({ mode: 'crash-late' })).toMatchObject({ status: 201, complete: false });
  });

  test('that runs too long is ended, and is a 504', async () => {
    expect(await call({ mode: 'spin' })).toMatchObject({ status: 504 });
    expect(results).toMatchObject([{ failure: 'timeout' }]);
  });

  test('is not told that its client hung up', async () => {
    const file = join(folder, 'finished');
    await call({ mode: 'slow', file }, 150);
    await sleep(700);
    expect(readFileSync(file, 'utf8')).toBe('finished with true');
  });

  test('runs no more at once than is reserved, and nothing at zero', async () => {
    reserved = 0;
    expect(await call({ mode: 'plain' })).toMatchObject({ status: 429, body: 'Too Many Requests' });
    reserved = 1;
    const both = await Promise.all([call({ mode: 'slow' }), sleep(100).then(() => call({ mode: 'plain' }))]);
    expect(both.map(({ status }) => status)).toEqual([201, 429]);
  });

  test('an environment that is to end answers first, and takes nothing new', async () => {
    const slow = call({ mode: 'slow' });
    await sleep(150);
    expect(pool.active).toBe(1);
    pool.recycle();
    expect(pool.active).toBe(1);
    const [old, next] = await Promise.all([slow, call({ mode: 'plain' })]);
    expect([old, next].map(({ status, complete }) => [status, complete])).toEqual([
      [201, true],
      [201, true],
    ]);
    expect(pool.active).toBe(0);
  });

  test('shares environments when all are busy', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => call({ mode: 'slow' })));
    expect(answers.every(({ status, complete }) => status === 201 && complete)).toBe(true);
  });
});
