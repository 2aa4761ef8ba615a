import type { APIGatewayProxyEvent } from 'aws-lambda';
import { errorName } from '../core/log';
import { chatFormat } from './answer/chat-format';
import { responsesFormat } from './answer/responses-format';
import { readCall, type Call } from './call';
import { Deadline } from './deadline';
import { ExtractionWatch } from './extraction-watch';
import { denied, Exchange, type Gateway, type GatewayTimes } from './exchange';
import type { GatewayPorts } from './ports';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { readChat } from './request/read-chat';
import { readResponses } from './request/read-responses';
import { sendDenial, type Reply } from './reply';
import { checkTexts } from './routes/check-texts';
import { embed } from './routes/embed';
import { generate } from './routes/generate';
import { listModels } from './routes/list-models';
import { reportUsage } from './routes/report-usage';
import { Trace } from './trace';

/** One method of the API. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** Checked here again, although the authorizer's policy has checked it. */
  readonly scope: string;
  readonly serve: (exchange: Exchange) => Promise<void>;
}

/** The methods of the API: those of the scope table, and no other. */
export const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/chat/completions',
    scope: 'llm/chat',
    serve: (exchange) => generate(exchange, { read: readChat, format: chatFormat }),
  },
  {
    method: 'POST',
    path: '/responses',
    scope: 'llm/chat',
    serve: (exchange) => generate(exchange, { read: readResponses, format: responsesFormat }),
  },
  { method: 'POST', path: '/embeddings', scope: 'llm/embed', serve: embed },
  { method: 'POST', path: '/guard', scope: 'llm/guard', serve: checkTexts },
  { method: 'GET', path: '/usage', scope: 'llm/usage', serve: reportUsage },
  { method: 'GET', path: '/models', scope: 'llm/chat', serve: listModels },
];

const DEFAULT_TIMES: GatewayTimes = {
  portMs: 3_000,
  guardMs: 5_000,
  modelIdleMs: 120_000,
  graceMs: 3_000,
  wholeAnswerMs: 285_000,
  openAfterMs: 10_000,
  keepAliveMs: 15_000,
};

/** What the runtime knows of one invocation. */
export interface Invocation {
  /** Unique, and not to be chosen by a caller. */
  readonly requestId: string;
  /** What is left of the function's own time. */
  readonly remainingMs: number;
}

/** Serves one event. Never rejects. */
export type GatewayHandler = (event: APIGatewayProxyEvent, reply: Reply, invocation: Invocation) => Promise<void>;

/** The pipeline over its ports. Re-entrant: nothing of a request is kept outside of its `Exchange`. */
export function createGateway(
  deployment: GatewayDeployment,
  ports: GatewayPorts,
  times: Partial<GatewayTimes> = {},
): GatewayHandler {
  const gateway: Gateway = {
    deployment,
    ports,
    times: { ...DEFAULT_TIMES, ...times },
    extraction: new ExtractionWatch(),
  };
  return async (event, reply, { requestId, remainingMs }) => {
    const startMs = ports.now();
    const call = readCall(event, requestId);
    const trace = new Trace(call, startMs);
    const workMs = Math.min(deployment.deadlineSeconds * 1000, remainingMs - gateway.times.graceMs);
    const deadline = new Deadline(ports.now, startMs + workMs);
    try {
      await serve(gateway, call, reply, deadline, trace);
    } catch (error) {
      // even the answer could not be written.
      trace.errors.push(`reply:${errorName(error)}`);
      trace.fail(trace.stage, 'internal_error');
    } finally {
      deadline.end();
      ports.emit(trace.line(ports.now()));
    }
  };
}

async function serve(gateway: Gateway, call: Call, reply: Reply, deadline: Deadline, trace: Trace): Promise<void> {
  // API Gateway keeps the authorizer's answer for minutes, and does not look at when the token ends.
  if (!call.principal || gateway.ports.now() >= call.tokenEndsAtMs) {
    // there is nobody to put on record.
    trace.fail('admit', 'unauthenticated');
    return sendDenial(reply, call.requestId, { reason: 'unauthenticated' });
  }
  const exchange = new Exchange(gateway, call, call.principal, reply, deadline, trace);
  const samePath = ROUTES.filter(({ path }) => path === call.path);
  const route = samePath.find(({ method }) => method === call.method);
  if (!route) {
    return exchange.deny(denied('parse', { reason: samePath.length > 0 ? 'method_not_allowed' : 'not_found' }));
  }
  exchange.scope = route.scope;
  if (!call.principal.scopes.includes(route.scope)) {
    return exchange.deny(denied('admit', { reason: 'insufficient_scope' }));
  }
  if (deadline.passed) return exchange.deny(denied('admit', { reason: 'deadline_exceeded' }));
  try {
    await route.serve(exchange);
  } catch (error) {
    // a bug that no stage expected: the name alone is logged, messages quote their input.
    trace.errors.push(`bug:${errorName(error)}`);
    await exchange.crash();
  }
}
