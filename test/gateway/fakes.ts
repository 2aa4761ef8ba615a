import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import type { Guard, ResponseGuard, Segment } from '../../lambda/guard/guard';
import { createGateway } from '../../lambda/gateway/gateway';
import type { GatewayTimes } from '../../lambda/gateway/exchange';
import {
  type Access,
  type AuditOutcome,
  type AuditSubject,
  type GatewayPorts,
  type ModelEvent,
  type ModelRequest,
  type Reservation,
  type Settlement,
  type UsageReport,
} from '../../lambda/gateway/ports';
import type { Headers, Reply } from '../../lambda/gateway/reply';

/** A deployment with one chat model and one embedding model. */
export const deployment: GatewayDeployment = {
  version: 1,
  models: [
    {
      name: 'small',
      provider: 'bedrock',
      modelId: 'amazon.nova-lite-v1:0',
      kind: 'chat',
      maxOutputTokens: 1000,
      contextTokens: 100_000,
      price: {
        inputMicroUsdPerMillionTokens: 1_000_000,
        outputMicroUsdPerMillionTokens: 2_000_000,
        asOf: '2026-11-01',
      },
    },
    {
      name: 'big',
      provider: 'bedrock',
      modelId: 'amazon.nova-pro-v1:0',
      kind: 'chat',
      maxOutputTokens: 1000,
      contextTokens: 100_000,
      price: {
        inputMicroUsdPerMillionTokens: 1_000_000,
        outputMicroUsdPerMillionTokens: 2_000_000,
        asOf: '2026-11-01',
      },
    },
    {
      name: 'vectors',
      provider: 'bedrock',
      modelId: 'amazon.titan-embed-text-v2:0',
      kind: 'embedding',
      maxOutputTokens: 1,
      contextTokens: 8_000,
      price: { inputMicroUsdPerMillionTokens: 20_000, outputMicroUsdPerMillionTokens: 0, asOf: '2026-11-01' },
    },
  ],
  roles: [],
  tiers: [],
  guardPolicies: {},
  systemPrompts: ['You are the assistant of Example Corp.'],
  maxBodyBytes: 1_000_000,
  maxMessages: 100,
  deadlineSeconds: 60,
  maxAbandonedSeconds: 1,
};

export const access: Access = {
  tenant: 't1',
  tier: 'gold',
  models: ['small', 'vectors'],
  tools: [
    { name: 'get_weather', kind: 'read', maxRounds: 3 },
    { name: 'send_mail', kind: 'write' },
  ],
  maxOutputTokens: 500,
  scopes: ['llm/chat', 'llm/embed', 'llm/guard', 'llm/usage'],
  maxPromptBytes: 100_000,
  guardPolicy: 'standard',
  tenantLimits: {},
  clientLimits: {},
  auditContent: false,
};

const usage = Object.fromEntries(
  [
    'requestsPerMinute',
    'tokensPerMinute',
    'tokensPerDay',
    'tokensPerMonth',
    'microUsdPerDay',
    'microUsdPerMonth',
    'concurrentRequests',
  ].map((name) => [name, { used: 1 }]),
) as UsageReport;

/** A guard that lets everything pass unchanged. */
export const openGuard: Guard = {
  policyName: 'standard',
  policyVersion: '7',
  pipeline: { extractionScore: 0.8, grounding: 'flag', groundingScore: 0.5, managed: null },
  inspectRequest: (segments: readonly Segment[]) => ({
    allowed: true,
    segments,
    findings: [],
    pseudonyms: new Map(),
    untrustedContent: segments.some(({ role }) => role === 'tool'),
  }),
  openResponse: (): ResponseGuard => ({
    push: (text) => ({ allowed: true, text, findings: [] }),
    end: () => ({ allowed: true, text: '', findings: [] }),
  }),
};

/** The end of an answer that used ten tokens in and five out. */
export const END: ModelEvent = { type: 'end', finishReason: 'stop', usage: { inputTokens: 10, outputTokens: 5 } };

export const say = (...texts: string[]): readonly ModelEvent[] => [
  ...texts.map((text): ModelEvent => ({ type: 'text', text })),
  END,
];

/** What happened in a harness, in order. */
export interface Seen {
  readonly steps: string[];
  readonly reservations: Reservation[];
  readonly settlements: Settlement[];
  readonly opened: AuditSubject[];
  readonly closed: AuditOutcome[];
  readonly refused: { readonly subject: AuditSubject; readonly outcome: AuditOutcome }[];
  readonly requests: ModelRequest[];
  readonly lines: Readonly<Record<string, unknown>>[];
}

/** An answer as a client would see it. */
export interface Received {
  status: number;
  headers: Headers;
  body: string;
  ended: boolean;
}

/** Overrides of single ports. */
export type Overrides = Partial<Omit<GatewayPorts, 'models'>> & {
  readonly models?: Partial<GatewayPorts['models']>;
  readonly script?: (request: ModelRequest) => AsyncIterable<ModelEvent> | Iterable<ModelEvent>;
  readonly deployment?: Partial<GatewayDeployment>;
  readonly times?: Partial<GatewayTimes>;
  readonly access?: Partial<Access>;
};

/** The pipeline over fakes that note what they were asked. */
export function harness(overrides: Overrides = {}) {
  const seen: Seen = {
    steps: [],
    reservations: [],
    settlements: [],
    opened: [],
    closed: [],
    refused: [],
    requests: [],
    lines: [],
  };
  let id = 0;
  let calls = 0;
  const ports: GatewayPorts = {
    now: Date.now,
    newId: () => (++id).toString(16).padStart(32, 'c'),
    emit: (line) => void seen.lines.push(line),
    directory: {
      accessOf: async () => {
        seen.steps.push('directory');
        return { ...access, ...overrides.access };
      },
    },
    budget: {
      reserve: async (reservation) => {
        seen.steps.push('reserve');
        seen.reservations.push(reservation);
        return { allowed: true, rateLimit: { limitRequests: 60, remainingRequests: 59, resetRequestsSeconds: 1 } };
      },
      settle: async (settlement) => {
        seen.steps.push('settle');
        seen.settlements.push(settlement);
      },
      usageOf: async () => {
        seen.steps.push('usage');
        return { client: usage, tenant: { ...usage, tokensPerDay: { used: 900, limit: 1000, resetSeconds: 60 } } };
      },
    },
    audit: {
      open: async (subject) => {
        seen.steps.push('open');
        seen.opened.push(subject);
        return {
          close: async (outcome) => {
            seen.steps.push('close');
            seen.closed.push(outcome);
          },
        };
      },
      refuse: async (subject, outcome) => {
        seen.steps.push('refuse');
        seen.refused.push({ subject, outcome });
      },
    },
    approvals: { use: async () => false },
    managed: { versionOf: () => undefined, judge: () => Promise.reject(new Error('no guardrail')) },
    guardFor: () => ({
      ...openGuard,
      inspectRequest: (segments) => {
        seen.steps.push('guard');
        return openGuard.inspectRequest(segments);
      },
    }),
    ...withoutExtras(overrides),
    models: {
      stream: (request) => {
        seen.steps.push('model');
        seen.requests.push(request);
        return asyncOf((overrides.script ?? (() => say('Hello', ' world')))(request));
      },
      embed: async (request) => {
        seen.steps.push('model');
        return { vectors: request.inputs.map(() => [0.5, -0.25]), inputTokens: 7 };
      },
      countTokens: async () => undefined,
      ...overrides.models,
    },
  };
  const serve = createGateway({ ...deployment, ...overrides.deployment }, ports, overrides.times);
  const send = async (event: APIGatewayProxyEvent, remainingMs = 60_000, reply?: Reply): Promise<Received> => {
    const received: Received = { status: 0, headers: {}, body: '', ended: false };
    await serve(event, reply ?? replyTo(received, seen), { requestId: `r-${++calls}`, remainingMs });
    return received;
  };
  return { seen, send, serve };
}

function withoutExtras(overrides: Overrides): Partial<GatewayPorts> {
  const own: (keyof GatewayPorts)[] = [
    'now',
    'newId',
    'emit',
    'directory',
    'budget',
    'audit',
    'approvals',
    'guardFor',
    'managed',
  ];
  return Object.fromEntries(own.filter((name) => overrides[name]).map((name) => [name, overrides[name]]));
}

/** A reply that keeps what it is told. */
export function replyTo(received: Received, seen?: Seen): Reply {
  const begin = (status: number, headers: Headers): void => {
    if (received.status !== 0) throw new Error('answered twice');
    received.status = status;
    received.headers = headers;
  };
  return {
    send: async (status, headers, body) => {
      begin(status, headers);
      seen?.steps.push('sent');
      received.body = body;
      received.ended = true;
    },
    open: (status, headers) => {
      begin(status, headers);
      seen?.steps.push('opened');
      return {
        write: async (text) => {
          received.body += text;
          return true;
        },
        end: async () => {
          seen?.steps.push('ended');
          received.ended = true;
        },
      };
    },
  };
}

async function* asyncOf(events: AsyncIterable<ModelEvent> | Iterable<ModelEvent>): AsyncGenerator<ModelEvent> {
  yield* events;
}

/** An event of API Gateway. */
export function event(body: unknown, changes: Readonly<Record<string, unknown>> = {}): APIGatewayProxyEvent {
  return {
    httpMethod: 'POST',
    resource: '/chat/completions',
    path: '/chat/completions',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    multiValueHeaders: { 'Content-Type': ['application/json'] },
    requestContext: {
      requestId: 'req-1',
      authorizer: {
        tenant: 't1',
        client: 'c1',
        user: '',
        exp: '4102444800',
        roles: 'developer',
        scopes: 'llm/chat llm/embed llm/guard llm/usage',
      },
    },
    ...changes,
  } as unknown as APIGatewayProxyEvent;
}

/** A chat request. */
export function chat(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'small', messages: [{ role: 'user', content: 'Say hello.' }], ...changes };
}

/** The data of each server-sent event, parsed; `[DONE]` stays a text. */
export function eventsOf(body: string): unknown[] {
  return body
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => block.slice(block.indexOf('data: ') + 6))
    .map((data) => (data === '[DONE]' ? data : (JSON.parse(data) as unknown)));
}
