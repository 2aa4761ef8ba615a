// One Lambda execution environment for a streaming function: the real bundle under an `awslambda` shim.
// Plain JavaScript, because it runs on the Node of the Lambda runtime, not under the tool that runs the edge.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const PRELUDE_END = new Uint8Array(8);

/** The globals that Lambda's Node runtime gives to a handler. */
function installShim() {
  globalThis.awslambda = {
    streamifyResponse: (handler, options) => {
      if (options?.highWaterMark) handler[HIGH_WATER_MARK] = options.highWaterMark;
      return handler;
    },
    HttpResponseStream: class {
      static from(stream, prelude) {
        stream.setContentType('application/vnd.awslambda.http-integration-response');
        stream.prelude = JSON.stringify(prelude);
        return stream;
      }
    },
  };
}

async function load({ code, handler }) {
  installShim();
  const [module, name] = handler.split('.');
  const file = ['.mjs', '.js', '.cjs'].map((extension) => join(code, module + extension)).find(existsSync);
  if (!file) throw new Error(`handler: expected a module ${module} in ${code}, got none`);
  const loaded = await import(pathToFileURL(file).href);
  return loaded[name] ?? loaded.default?.[name];
}

const acknowledgements = new Map();
let sequence = 0;

/** Sends bytes to the edge; `done` is called when the edge took them, which is what gives back-pressure. */
function sendBytes(invocation, bytes, done) {
  sequence += 1;
  acknowledgements.set(sequence, done);
  process.send({ type: 'bytes', invocation, sequence, bytes });
}

async function invoke(handler, { invocation, event, context }) {
  const deadline = Date.now() + context.timeoutMs;
  let first = true;
  const prelude = () => {
    if (!first) return;
    first = false;
    if (stream.prelude === undefined) return;
    sendBytes(invocation, Buffer.concat([Buffer.from(stream.prelude), PRELUDE_END]), () => {});
  };
  const stream = new Writable({
    highWaterMark: handler[HIGH_WATER_MARK] ?? 16_384,
    write(chunk, _encoding, done) {
      prelude();
      sendBytes(invocation, chunk, done);
    },
    final(done) {
      prelude();
      done();
    },
  });
  stream.setContentType = (type) => {
    stream.contentType = type;
  };
  const finished = new Promise((resolve, reject) => {
    stream.on('finish', resolve);
    stream.on('error', reject);
  });
  // a stream that fails while the handler still runs must not end the process unseen.
  finished.catch(() => {});
  try {
    await handler(event, stream, {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    if (!stream.writableEnded) stream.end();
    await finished;
    process.send({ type: 'end', invocation });
  } catch (error) {
    stream.destroy();
    process.send({ type: 'error', invocation, name: error?.name ?? 'Error', message: String(error?.message ?? error) });
  }
}

// the edge is gone: nothing may outlive it.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the edge ends its environments in order.
process.on('SIGINT', () => {});

let handler;
process.on('message', (message) => {
  if (message.type === 'ack') {
    acknowledgements.get(message.sequence)?.();
    acknowledgements.delete(message.sequence);
  } else if (message.type === 'invoke') void invoke(handler, message);
});

load(JSON.parse(process.env.LOCAL_EDGE_FUNCTION)).then(
  (loaded) => {
    handler = loaded;
    process.send({ type: 'ready' });
  },
  (error) => {
    process.send({ type: 'init-error', name: error.name, message: error.message });
  },
);
