import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { AuditPorts } from '../../../lambda/gateway/audit/ports';
import type { GatewayPorts, ModelRequest } from '../../../lambda/gateway/ports';
import { mandatoryGuardrails } from '../../../lib/gateway/guardrail-use';
import { deploymentDocument } from '../../../lib/gateway/deployment-document';
import type { LlmApiConfig } from '../../../lib/config/llm-api-config';
import { drain, drive, type Exercise, loadRoot, setEnvironment } from './exercise';
import type { Reply } from '../sdk-recorder';

const PRINCIPAL = { tenant: 'acme', client: 'client-1', user: '', roles: [], scopes: [] };
const LIMITS = { tenantLimits: { requestsPerMinute: 10 }, clientLimits: {} };

const reply: Reply = ({ operation, input }) => {
  switch (operation) {
    case 'Converse':
      return {
        output: { message: { content: [{ text: 'hello' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 1 },
      };
    case 'ConverseStream':
      return {
        stream: (async function* () {
          yield { messageStop: { stopReason: 'end_turn' } };
          yield { metadata: { usage: { inputTokens: 1, outputTokens: 1 } } };
        })(),
      };
    case 'InvokeModel':
      return { body: new TextEncoder().encode('{"embedding":[0.1],"inputTextTokenCount":1}') };
    case 'GetSecretValue':
      return { SecretString: 'sk-example' };
    case 'GenerateMac':
      return { Mac: new Uint8Array(32) };
    case 'BatchGetItem':
      return { Responses: { [Object.keys(input.RequestItems as object)[0]!]: [] } };
    case 'PutItem':
      return input.ConditionExpression === undefined
        ? {}
        : new ConditionalCheckFailedException({ $metadata: {}, message: 'taken', Item: {} });
    default:
      return {};
  }
};

/** The gateway: every port that its composition root wires, with each model of the config. */
export function gatewayExercise(config: LlmApiConfig): Exercise {
  return {
    construct: 'Gateway/Handler',
    entry: 'lambda/gateway/handler.ts',
    async run(recorder, environment) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'llm-api-access-'));
      fs.writeFileSync(path.join(folder, 'deployment.json'), JSON.stringify(deploymentDocument(config)));
      setEnvironment(environment, { LAMBDA_TASK_ROOT: folder });
      let ports!: GatewayPorts;
      let audit!: AuditPorts;
      const streaming = { streamifyResponse: (handler: unknown) => handler, HttpResponseStream: { from: () => ({}) } };
      Object.assign(globalThis, { awslambda: streaming });
      loadRoot('lambda/gateway/handler.ts', {
        'lambda/gateway/gateway.ts': { createGateway: (_: unknown, wired: GatewayPorts) => (ports = wired) },
        'lambda/gateway/audit/audit-trail.ts': { createAuditTrail: (wired: AuditPorts) => (audit = wired) },
      });
      fs.rmSync(folder, { recursive: true });

      const item = { chain: 'c'.repeat(32), seq: 1, text: '{}', digest: 'd'.repeat(64) };
      const reservation = { requestId: 'r1', principal: PRINCIPAL, ...LIMITS, tokens: 1, microUsd: 1 };
      const models = config.models.map(({ name, kind }) => ({ name, kind: kind ?? 'chat' }));
      const mandatory = mandatoryGuardrails(config);
      const ask = (model: string, isStream: boolean): ModelRequest => ({
        guardrail: mandatory.get(model)?.[0],
        model,
        system: ['be brief'],
        messages: [{ role: 'user', text: 'hello' }],
        tools: [],
        maxOutputTokens: 10,
        streaming: isStream,
        signal: AbortSignal.timeout(5_000),
      });
      await recorder.as('gateway', reply, () =>
        drive(
          () => ports.directory.accessOf(PRINCIPAL),
          () => ports.budget.reserve({ ...reservation, expiresAtMs: Date.now() + 60_000, idempotencyKey: 'once' }),
          () => ports.budget.reserve({ ...reservation, requestId: 'r2', expiresAtMs: Date.now() + 60_000 }),
          () =>
            ports.budget.settle({
              requestId: 'r1',
              principal: PRINCIPAL,
              tokens: 1,
              microUsd: 1,
              use: { model: models[0]!.name, inputTokens: 1, outputTokens: 1 },
            }),
          () => new Promise((resolve) => setTimeout(resolve, 10)),
          () => ports.budget.usageOf(PRINCIPAL, LIMITS),
          () =>
            ports.approvals.use(
              'a'.repeat(64),
              { tenant: 'acme', client: 'client-1', tool: 'send', argumentsDigest: 'd' },
              'r1',
            ),
          () => audit.journal.put(item),
          () => audit.late.put(`late/2026-01-01T00:00:00.000Z-${item.chain}-${item.digest.slice(0, 16)}.jsonl`, '{}\n'),
          () => audit.contentKeys.get('acme'),
          () => audit.contentKeys.putIfAbsent({ tenant: 'acme', name: 'k1', wrapped: new Uint8Array(60) }),
          () => audit.head.aliveAt(),
          () => audit.secret(),
          ...(config.guardrails ?? []).map(
            ({ name }) =>
              () =>
                ports.managed.judge({
                  guardrail: name,
                  source: 'request',
                  texts: ['hello'],
                  signal: AbortSignal.timeout(5_000),
                }),
          ),
          ...models.flatMap(({ name, kind }): (() => unknown)[] =>
            kind === 'embedding'
              ? [() => ports.models.embed({ model: name, inputs: ['hello'], signal: AbortSignal.timeout(5_000) })]
              : [
                  () => drain(ports.models.stream(ask(name, true))),
                  () => drain(ports.models.stream(ask(name, false))),
                  () => ports.models.countTokens(ask(name, false)),
                ],
          ),
        ),
      );
    },
  };
}
