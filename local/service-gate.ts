import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer } from './close-server';

/** One call of a handler to an AWS service. */
export interface ServiceCall {
  /** Service in the signature: `dynamodb`, `kms`, `s3` …; `jwks` for an issuer's keys, which are fetched unsigned. */
  readonly service: string;
  /** Operation, where the protocol names it: `PutItem`; else method and path. */
  readonly operation: string;
}

/** What happens to calls of a service, until it is set back. */
export interface ServiceFault {
  readonly service: string;
  /** Only calls whose operation or body contains this, e.g. a table's name. */
  readonly match?: string;
  /**
   * `down` cuts the connection, `slow` waits and then does what was asked, `throttle` answers with an error, `wrong`
   * with success and nonsense, as a broken proxy does.
   */
  readonly mode: 'down' | 'slow' | 'throttle' | 'wrong';
  readonly delayMs?: number;
}

/** A running gate. */
export interface ServiceGate {
  readonly url: string;
  readonly calls: readonly ServiceCall[];
  setFaults(faults: readonly ServiceFault[]): void;
  /** Says what `/_gate/NAME` does; the runner adds what only it can do. */
  control(name: string, act: () => void | Promise<void>): void;
  close(): Promise<void>;
}

const MOST_CALLS = 10_000;

/** What the log agent sends: no call of a function, and so not counted as one. */
const AGENT_SERVICES = new Set(['logs', 'monitoring']);

/**
 * Stands between the gateway function and the emulator, so that a test can take a service away while
 * requests run, and can say which calls were made.
 */
export async function startServiceGate(emulator: URL): Promise<ServiceGate> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const calls: ServiceCall[] = [];
  let faults: readonly ServiceFault[] = [];
  const controls = new Map<string, () => void | Promise<void>>([['clear', () => void (calls.length = 0)]]);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.url?.startsWith('/_gate/') === true) return control(request.url, body, response);
    const call = describe(request);
    if (!AGENT_SERVICES.has(call.service)) calls.push(call);
    if (calls.length > MOST_CALLS) calls.shift();
    const text = faults.length > 0 ? `${call.operation} ${request.url ?? ''} ${body.toString('latin1')}` : '';
    const fault = faults.find(
      ({ service, match }) => service === call.service && (match === undefined || text.includes(match)),
    );
    if (fault?.mode === 'slow') await sleep(fault.delayMs ?? 5_000);
    else if (fault) return refuse(fault, response);
    await pass(request, body, response);
  };

  const control = async (url: string, body: Buffer, response: ServerResponse): Promise<void> => {
    if (url === '/_gate/faults') faults = JSON.parse(body.toString('utf8')) as ServiceFault[];
    else await controls.get(url.slice('/_gate/'.length))?.();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ faults, calls }));
  };

  const pass = (request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> =>
    new Promise((resolve) => {
      const { hostname, port } = emulator;
      const headers = { ...request.headers, host: `${hostname}:${port}` };
      const outgoing = httpRequest(
        { hostname, port, method: request.method, path: request.url, headers, agent },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.on('close', resolve);
        },
      );
      outgoing.on('error', () => {
        response.destroy();
        resolve();
      });
      outgoing.end(body);
    });

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    setFaults: (next) => (faults = next),
    control: (name, act) => void controls.set(name, act),
    close: () => {
      const closed = closeServer(server);
      agent.destroy();
      return closed;
    },
  };
}

/** Service and operation, from the signature's scope and the target header. */
function describe({ headers, method, url }: IncomingMessage): ServiceCall {
  const signed = /\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  const service = signed ?? (url?.endsWith('/.well-known/jwks.json') === true ? 'jwks' : 'unknown');
  const target = headers['x-amz-target'];
  const named = typeof target === 'string' ? target.split('.').at(-1) : undefined;
  return { service, operation: named ?? `${method} ${(url ?? '').split('?')[0]}` };
}

function refuse({ mode }: ServiceFault, response: ServerResponse): void {
  if (mode === 'down') {
    response.destroy();
    return;
  }
  if (mode === 'wrong') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>not what was asked for</html>');
    return;
  }
  const type = 'ThrottlingException';
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ __type: type, message: `${type} (simulated)` }));
}
