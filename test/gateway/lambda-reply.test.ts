import { Writable } from 'node:stream';
import { lambdaReply, type OpenResponse } from '../../lambda/gateway/lambda-reply';

const headers = { 'content-type': 'text/plain' };
const open: OpenResponse = (stream) => stream;

/** A stream whose reader takes pieces when told. */
function slowStream() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _encoding, done) => {
      taken.push(chunk.toString());
      waiting.push(done);
    },
  });
  return { stream, taken, read: () => waiting.shift()?.() };
}

test('writes status and headers once, before the body', async () => {
  const opened: unknown[] = [];
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  const reply = lambdaReply(
    stream,
    (own, prelude) => {
      opened.push(prelude);
      return own;
    },
    100,
  );
  await reply.send(404, headers, 'gone');
  expect(opened).toEqual([{ statusCode: 404, headers }]);
  expect(chunks).toEqual(['gone']);
  expect(stream.writableFinished).toBe(true);
  await expect(reply.send(200, headers, 'again')).rejects.toThrow('expected one answer');
});

test('waits for a reader that is slow', async () => {
  const { stream, read } = slowStream();
  const sink = lambdaReply(stream, open, 1_000).open(200, headers);
  let written = false;
  const write = sink.write('a').then((ok) => (written = ok));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(written).toBe(false);
  read();
  await write;
  expect(written).toBe(true);
});

test('a reader that takes nothing for too long has gone', async () => {
  const { stream } = slowStream();
  const sink = lambdaReply(stream, open, 20).open(200, headers);
  expect(await sink.write('a')).toBe(false);
  await sink.end();
});

test.each(['close', 'error'] as const)('a reader that leaves is noticed: %s', async (how) => {
  const { stream } = slowStream();
  const sink = lambdaReply(stream, open, 5_000).open(200, headers);
  const write = sink.write('a');
  stream.destroy(how === 'error' ? new Error('reset') : undefined);
  expect(await write).toBe(false);
  expect(await sink.write('b')).toBe(false);
  await sink.end();
});
