import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { logLine } from '../core/log';
import { parseDeployment, parseEnv } from './config';
import { createGateway } from './gateway';
import { firstGuard, openAudit, openBudget, roleDirectory } from './interim';
import { lambdaReply, type OpenResponse, type ResponseStream } from './lambda-reply';
import { bedrockProvider } from './models/bedrock';
import { createModels } from './models/models';
import { openAiProvider } from './models/openai';
import { secretCache } from './models/secrets';

/** What the Lambda runtime offers a streaming handler. */
declare const awslambda: {
  readonly streamifyResponse: (
    handler: (event: APIGatewayProxyEvent, stream: ResponseStream, context: Context) => Promise<void>,
  ) => unknown;
  readonly HttpResponseStream: { readonly from: OpenResponse };
};

// composition root: the only file here that sees the environment, the SDK or the clock.
parseEnv(process.env);
const deployment = parseDeployment(
  readFileSync(path.join(process.env.LAMBDA_TASK_ROOT ?? '.', 'deployment.json'), 'utf8'),
);

const secretsManager = new SecretsManagerClient({ maxAttempts: 2 });
const secrets = secretCache(async (SecretId) => {
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
  if (SecretString === undefined) throw new Error('secret: expected a text, got bytes');
  return SecretString;
}, Date.now);

const serve = createGateway(deployment, {
  now: Date.now,
  newId: () => randomBytes(16).toString('hex'),
  emit: (line) => void process.stdout.write(`${logLine(line)}\n`),
  directory: roleDirectory(deployment),
  budget: openBudget,
  audit: openAudit,
  guardFor: () => firstGuard,
  models: createModels(deployment.models, {
    // a failed call is repeated once at most: the caller's own SDK retries too, and each attempt may be charged.
    bedrock: bedrockProvider(new BedrockRuntimeClient({ maxAttempts: 2 })),
    'openai-compatible': openAiProvider({ fetch, ...secrets }),
  }),
});

/** The gateway function: one streaming handler for every method of the API. */
export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const reply = lambdaReply(stream, awslambda.HttpResponseStream.from, deployment.maxAbandonedSeconds * 1000);
  await serve(event, reply, context.getRemainingTimeInMillis());
});
