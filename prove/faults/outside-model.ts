import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeServer } from '../../local/close-server';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { localAws } from '../../local/aws';
import { FunctionPool } from '../../local/edge/function-pool';
import { invokeStreaming } from '../../local/edge/invoke-streaming';
import type { LocalEndpoint } from '../../local/endpoint';
import { questionIn } from './caller';

/** The gateway with one more model: one outside AWS, whose credential is in Secrets Manager. */
export interface OutsideModel {
  readonly baseUrl: string;
  readonly model: string;
  /** Numbers of the questions that reached the model. */
  readonly questions: readonly number[];
  recycle(): void;
  /** Lets the answers go on: each waits in its middle. */
  release(): void;
  close(): Promise<void>;
}

const MODEL = 'outside';
const KEY = 'outside-model-key';

/**
 * Runs the API's own function beside the running API, over the same stores and the same gate.
 *
 * The template that is deployed has no model outside AWS. So its function is started once more, with the deployment
 * document that it would have with one, behind a server that hands it the events of an authorized caller.
 */
export async function startOutsideModel(endpoint: LocalEndpoint): Promise<OutsideModel> {
  const questions: number[] = [];
  const waiting = new Set<() => void>();
  const upstream = await listen((request, response, body) => {
    if (request.headers.authorization !== `Bearer ${KEY}`) return void response.writeHead(401).end('{}');
    questions.push(questionIn(body) ?? 0);
    const held = body.includes('[[hold=') ? new Promise<void>((resolve) => waiting.add(resolve)) : Promise.resolve();
    void answer(response, (JSON.parse(body) as { stream?: boolean }).stream === true, held);
  });

  const secrets = new SecretsManagerClient(localAws(endpoint.awsEndpoint, endpoint.region));
  const { ARN } = await secrets.send(
    new CreateSecretCommand({ Name: `outside-model-${Date.now()}`, SecretString: JSON.stringify({ apiKey: KEY }) }),
  );
  secrets.destroy();

  const { gateway } = endpoint;
  const root = mkdtempSync(join(tmpdir(), 'outside-model-'));
  cpSync(gateway.code, root, { recursive: true });
  writeFileSync(join(root, 'deployment.json'), JSON.stringify(withModel(gateway.code, upstream.url, ARN ?? '')));
  const pool = new FunctionPool(
    { ...gateway, code: root, environment: { ...gateway.environment, LAMBDA_TASK_ROOT: root } },
    { environments: 2, invocationsEach: 8 },
    () => undefined,
    () => undefined,
  );

  let served = 0;
  const api = await listen((_request, response, body) => {
    served += 1;
    void invokeStreaming(pool, eventOf(endpoint, body), `outside-${Date.now()}-${served}`, response, (status) => {
      response.writeHead(status).end();
    });
  });
  return {
    baseUrl: `${api.url}/v1`,
    model: MODEL,
    questions,
    recycle: () => pool.recycle(),
    release: () => {
      for (const goOn of waiting) goOn();
      waiting.clear();
    },
    close: async () => {
      pool.close();
      await Promise.all([api.close(), upstream.close()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const PIECES = 26;
const HELD_AT = 25;
const WORDS = 100;

async function answer(response: Parameters<Serve>[1], stream: boolean, held: Promise<void>): Promise<void> {
  const usage = { prompt_tokens: 9, completion_tokens: PIECES * WORDS, total_tokens: 9 + PIECES * WORDS };
  if (!stream) {
    const choice = { index: 0, message: { role: 'assistant', content: 'tok0' }, finish_reason: 'stop' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [choice], usage }));
    return;
  }
  const send = (chunk: object): void => void response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let piece = 0; piece < PIECES; piece++) {
    if (piece === HELD_AT) await held;
    send({ choices: [{ index: 0, delta: { content: `tok${piece} `.repeat(WORDS) } }] });
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage });
  response.end('data: [DONE]\n\n');
}

function withModel(code: string, baseUrl: string, secretArn: string): GatewayDeployment {
  const deployed = JSON.parse(readFileSync(join(code, 'deployment.json'), 'utf8')) as GatewayDeployment;
  const price = { inputMicroUsdPerMillionTokens: 1, outputMicroUsdPerMillionTokens: 1, asOf: '2026-09-01' };
  return {
    ...deployed,
    models: [
      ...deployed.models,
      {
        name: MODEL,
        provider: 'openai-compatible',
        modelId: 'm',
        baseUrl: `${baseUrl}/v1`,
        secretArn,
        kind: 'chat',
        maxOutputTokens: 5000,
        contextTokens: 100_000,
        price,
      },
    ],
    roles: deployed.roles.map((role) => ({ ...role, models: [...role.models, MODEL] })),
  };
}

/** What API Gateway hands to the function for a caller whom the authorizer let in. */
function eventOf({ tenant, clientId }: LocalEndpoint, body: string): object {
  return {
    httpMethod: 'POST',
    resource: '/chat/completions',
    path: '/chat/completions',
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
    requestContext: {
      authorizer: {
        tenant,
        client: clientId,
        user: '',
        roles: 'builder assistant',
        scopes: 'llm/chat',
        exp: String(Math.floor(Date.now() / 1000) + 600),
      },
    },
  };
}

type Serve = (request: IncomingMessage, response: Parameters<typeof invokeStreaming>[3], body: string) => void;

async function listen(serve: Serve): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => serve(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  };
}
