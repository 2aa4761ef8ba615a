import { randomUUID } from 'node:crypto';
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../close-server';
import { accessLogLine } from './access-log';
import type { FunctionPool } from './function-pool';
import { gatewayResponses, type GatewayAnswer, type GatewayResponseProperties } from './gateway-responses';
import { invokeStreaming } from './invoke-streaming';
import type { UsageKeys } from './usage-key';
import type { WebAclVerdict } from './web-acl';
import type { WebRequest } from './web-request';

/** A method whose integration streams. */
export interface StreamRoute {
  readonly method: string;
  /** Resource path of the template, e.g. `/chat/completions`. */
  readonly resource: string;
  readonly pool: FunctionPool;
}

/** Everything the edge is told; all of it comes from the synthesized template and its deployment. */
export interface EdgeSettings {
  readonly port: number;
  readonly emulator: URL;
  readonly apiId: string;
  readonly stageName: string;
  /** Host of the API in AWS: what a web ACL rule on the host sees. */
  readonly apiHost: string;
  /** Host of the user pool's domain: `/oauth2/` goes there. */
  readonly tokenHost: string | undefined;
  readonly webAcl: ((request: WebRequest, nowMs: number) => WebAclVerdict) | undefined;
  readonly inspectedBytes: number;
  /** What the template associates the web ACL with. */
  readonly webAclGuards: { readonly api: boolean; readonly userPool: boolean };
  readonly usageKeys: UsageKeys | undefined;
  readonly routes: readonly StreamRoute[];
  readonly gatewayResponses: readonly GatewayResponseProperties[];
  /** Header and value by which the answer of the echo function is known. */
  readonly echo: { readonly header: string; readonly value: string };
  readonly accessLogFormat: string | undefined;
  readonly onAccess: (line: string) => void;
  /** A line when something broke that the caller is told nothing of. */
  readonly onTrouble: (line: string) => void;
}

/** A running edge. */
export interface Edge {
  readonly url: string;
  close(): Promise<void>;
}

/** API Gateway takes no larger body. */
const MOST_BODY_BYTES = 10 * 1024 * 1024;

/** Names that belong to one hop. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te']);

/**
 * A test says with this header which address it calls from; it never goes further.
 * The edge listens on loopback only, so every caller may.
 */
export const SOURCE_IP_HEADER = 'x-local-source-ip';

/** Starts the part of AWS that the emulator lacks: web ACL, usage-plan key, response streaming, access log. */
export async function startEdge(settings: EdgeSettings): Promise<Edge> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const respond = gatewayResponses(settings.gatewayResponses);
  // Node.js drops the second of two Authorization headers; API Gateway hands both on.
  const server = createServer({ joinDuplicateHeaders: true }, (request, response) => {
    // RFC 9112 section 3.2: more than one Host is a bad request; Node joins them, so nobody else would say so.
    if (request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
      return void response.writeHead(400, { connection: 'close' }).end();
    }
    serve(request, response).catch((error: unknown) => {
      settings.onTrouble(`edge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else send(response, respond('DEFAULT_5XX', randomUUID()));
    });
  });
  // a slow upload is the caller's right: API Gateway's own limit is the integration's.
  server.requestTimeout = 60_000;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedMs = Date.now();
    const requestId = randomUUID();
    const { path, query } = splitUrl(request.url ?? '/');
    const sourceIp = headerOf(request, SOURCE_IP_HEADER) ?? request.socket.remoteAddress ?? '127.0.0.1';
    const { bytes: body, complete } = await readBody(request);
    const log = accessLogger(settings, request, response, { startedMs, requestId, sourceIp, path });

    const forUserPool = path.startsWith('/oauth2/');
    const host = forUserPool ? (settings.tokenHost ?? settings.apiHost) : settings.apiHost;
    const guarded = forUserPool ? settings.webAclGuards.userPool : settings.webAclGuards.api;
    const web = {
      method: request.method ?? 'GET',
      path,
      query,
      headers: { ...webHeaders(request), host },
      body,
      sourceIp,
    };
    const verdict = guarded
      ? settings.webAcl?.({ ...web, inspectedBytes: settings.inspectedBytes }, startedMs)
      : undefined;
    if (verdict?.action === 'BLOCK') {
      const own = respond('WAF_FILTERED', requestId);
      const given = verdict.response;
      const answer = given && given.body !== '' ? given : { ...own, status: given?.status ?? own.status };
      send(response, { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } });
      return log({ wafResponseCode: 'WAF_BLOCK', 'waf.status': 403, 'error.responseType': 'WAF_FILTERED' });
    }
    if (!complete) {
      send(response, respond('REQUEST_TOO_LARGE', requestId));
      return log({ 'error.responseType': 'REQUEST_TOO_LARGE' });
    }
    if (forUserPool) return forwardToken(request, response, body);

    const headers = forwardedHeaders(request, sourceIp);
    const below = path === `/${settings.stageName}` ? '/' : path.replace(`/${settings.stageName}/`, '/');
    const key = await settings.usageKeys?.keyOf({
      method: request.method ?? 'GET',
      path: below,
      headers: webHeaders(request),
    });
    if (settings.usageKeys) delete headers['x-api-key'];
    if (key !== undefined) headers['x-api-key'] = key;
    headers.host = `${settings.apiId}.execute-api.localhost:${settings.emulator.port}`;
    const answer = await forward(request.method ?? 'GET', request.url ?? '/', headers, body);
    if (answer.headers[settings.echo.header] !== settings.echo.value) {
      await relay(answer, response);
      return log({});
    }

    const event = JSON.parse((await readBody(answer)).bytes.toString('utf8')) as ProxyEvent;
    const route = settings.routes.find(
      ({ method, resource }) => method === event.httpMethod && resource === event.resource,
    );
    if (!route) throw new Error(`edge: expected a streaming method ${event.httpMethod} ${event.resource}, got none`);
    const prepared = prepareEvent(event, sourceIp, settings.apiHost);
    const integrationMs = Date.now();
    const result = await invokeStreaming(route.pool, prepared, requestIdOf(event) ?? requestId, response, (status) => {
      const type = status === 504 ? 'INTEGRATION_TIMEOUT' : 'DEFAULT_5XX';
      send(
        response,
        respond(type, requestIdOf(event) ?? requestId, status === 504 ? undefined : status === 429 ? 500 : status),
      );
    });
    if (result.failure !== undefined)
      settings.onTrouble(`${route.pool.settings.name}: ${result.failure} (${requestId})`);
    log({
      ...contextOf(event),
      integrationLatency: Date.now() - integrationMs,
      integrationStatus: result.status,
      responseLength: result.bytes,
    });
  };

  const forward = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = settings.emulator;
      const outgoing = httpRequest({ hostname, port, method, path, agent, headers }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const forwardToken = async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const headers = forwardedHeaders(request, '127.0.0.1');
    if (settings.tokenHost !== undefined) headers.host = settings.tokenHost;
    await relay(await forward(request.method ?? 'GET', request.url ?? '/', headers, body), response);
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      const closed = closeServer(server);
      agent.destroy();
      for (const pool of new Set(settings.routes.map((route) => route.pool))) pool.close();
      return closed;
    },
  };
}

/** The proxy event, as the emulator's echo function gives it back. */
interface ProxyEvent {
  readonly httpMethod: string;
  readonly resource: string;
  readonly headers: Record<string, string> | null;
  readonly multiValueHeaders: Record<string, string[]> | null;
  readonly requestContext?: {
    readonly requestId?: string;
    readonly identity?: Record<string, unknown>;
    readonly authorizer?: Readonly<Record<string, unknown>>;
  };
}

function requestIdOf(event: ProxyEvent): string | undefined {
  return event.requestContext?.requestId;
}

/** The event as API Gateway would make it: no key in the headers, the caller's own address and the API's host. */
function prepareEvent(event: ProxyEvent, sourceIp: string, host: string): ProxyEvent {
  const key = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'x-api-key')?.[1];
  const clean = <Value>(headers: Record<string, Value> | null, hostValue: Value): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(headers ?? {})
        .filter(([name]) => name.toLowerCase() !== 'x-api-key')
        .map(([name, value]) => [name, name.toLowerCase() === 'host' ? hostValue : value]),
    );
  return {
    ...event,
    headers: clean(event.headers, host),
    multiValueHeaders: clean(event.multiValueHeaders, [host]),
    requestContext: {
      ...event.requestContext,
      identity: { ...event.requestContext?.identity, sourceIp, ...(key === undefined ? {} : { apiKey: key }) },
    },
  };
}

function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Reads a body to its end; what is over API Gateway's limit is read and thrown away, so that the caller gets an answer. */
async function readBody(message: IncomingMessage): Promise<{ readonly bytes: Buffer; readonly complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), complete: length <= MOST_BODY_BYTES };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Headers as a web ACL and an authorizer see them. */
function webHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.keys(request.headers)
      .filter((name) => name !== SOURCE_IP_HEADER)
      .map((name) => [name, headerOf(request, name) ?? '']),
  );
}

function forwardedHeaders(request: IncomingMessage, sourceIp: string): Record<string, string> {
  const kept = Object.entries(webHeaders(request)).filter(([name]) => !HOP_HEADERS.has(name));
  const chain = headerOf(request, 'x-forwarded-for');
  return {
    ...Object.fromEntries(kept),
    'x-forwarded-for': chain === undefined ? sourceIp : `${chain}, ${sourceIp}`,
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
  };
}

function send(response: ServerResponse, { status, headers, body }: GatewayAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !HOP_HEADERS.has(name)));
  response.writeHead(answer.statusCode ?? 502, headers);
  for await (const chunk of answer as AsyncIterable<Buffer>) response.write(chunk);
  response.end();
}

/** `$context.authorizer.*` and what else only the event knows. */
function contextOf(event: ProxyEvent): Record<string, string> {
  const fields: Record<string, string> = { resourcePath: event.resource };
  for (const [name, value] of Object.entries(event.requestContext?.authorizer ?? {}))
    fields[`authorizer.${name}`] = String(value);
  return fields;
}

function accessLogger(
  { accessLogFormat, onAccess, apiId, stageName, apiHost }: EdgeSettings,
  request: IncomingMessage,
  response: ServerResponse,
  known: { readonly startedMs: number; readonly requestId: string; readonly sourceIp: string; readonly path: string },
): (more: Readonly<Record<string, string | number>>) => void {
  return (more) => {
    if (accessLogFormat === undefined) return;
    const requestId = String(response.getHeader('x-amzn-requestid') ?? known.requestId);
    onAccess(
      accessLogLine(accessLogFormat, {
        requestId,
        extendedRequestId: requestId,
        apiId,
        stage: stageName,
        domainName: apiHost,
        httpMethod: request.method,
        path: known.path,
        resourcePath: known.path,
        protocol: `HTTP/${request.httpVersion}`,
        requestTime: new Date(known.startedMs).toISOString(),
        requestTimeEpoch: known.startedMs,
        status: response.statusCode,
        responseLatency: Date.now() - known.startedMs,
        responseLength: Number(response.getHeader('content-length') ?? 0),
        wafResponseCode: 'WAF_ALLOW',
        'identity.sourceIp': known.sourceIp,
        'identity.userAgent': headerOf(request, 'user-agent'),
        ...more,
      }),
    );
  };
}
