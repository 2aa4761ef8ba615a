import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { stackLog } from '../core/log';
import { createGuards } from '../guard/guards';
import { shippedDetector } from '../guard/model/shipped-detector';
import { expiredShadows } from '../guard/shadow';
import { parseDeployment, parseEnv, parseGuardrails, withUpstreamSecrets } from './config';
import { approvalTable } from './approvals/approval-table';
import { awsAuditPorts } from './audit/aws-audit-ports';
import { createAuditTrail } from './audit/audit-trail';
import { createGateway } from './gateway';

import { createLimits } from './limits';
import { lambdaReply, type OpenResponse, type ResponseStream } from './lambda-reply';
import { bedrockGuardrails } from './managed/bedrock-guardrails';
import { bedrockProvider } from './models/bedrock';
import { createModels } from './models/models';
import { openAiProvider } from './models/openai';
import { upstreamKeys } from './models/upstream-keys';

/** What the Lambda runtime offers a streaming handler. */
declare const awslambda: {
  readonly streamifyResponse: (
    handler: (event: APIGatewayProxyEvent, stream: ResponseStream, context: Context) => Promise<void>,
  ) => unknown;
  readonly HttpResponseStream: { readonly from: OpenResponse };
};

// composition root: the only file here that sees the environment, the SDK or the clock.
const env = parseEnv(process.env);
const deployment = parseDeployment(
  readFileSync(path.join(process.env.LAMBDA_TASK_ROOT ?? '.', 'deployment.json'), 'utf8'),
);

const now = Date.now;
// a store that is slow is down: the pipeline refuses sooner than a client gives up.
const quick = {
  maxAttempts: 3,
  // without the last of these the SDK only warns of a time that has passed.
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};
const secretsManager = new SecretsManagerClient({ ...quick, maxAttempts: 2 });
const keys = upstreamKeys(async (SecretId, VersionStage) => {
  try {
    return (await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  } catch (error) {
    // no version has this label.
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}, now);

const newId = (): string => randomBytes(16).toString('hex');
const emit = stackLog(env.STACK_NAME, (line) => void process.stdout.write(line));
const dynamodb = new DynamoDBClient(quick);
const audit = createAuditTrail(
  awsAuditPorts({
    dynamodb,
    s3: new S3Client(quick),
    kms: new KMSClient(quick),
    auditTable: env.AUDIT_TABLE,
    auditBucket: env.AUDIT_BUCKET,
    contentKeyTable: env.CONTENT_KEY_TABLE,
    macKeyArn: env.AUDIT_MAC_KEY_ARN,
    now,
    newId,
  }),
);

const guardrails = parseGuardrails(env.GUARDRAILS);
// a failed call is repeated once at most: the caller's own SDK retries too, and each attempt may be charged.
const bedrock = new BedrockRuntimeClient({ maxAttempts: 2 });

const serve = createGateway(deployment, {
  now,
  newId,
  emit,
  audit,
  ...createLimits({
    dynamodb,
    budgetTable: env.BUDGET_TABLE,
    tenantTable: env.TENANT_TABLE,
    deployment,
    now,
    emit,
  }),
  approvals: approvalTable(dynamodb, env.BUDGET_TABLE, now),
  managed: bedrockGuardrails(bedrock, guardrails),
  guardFor: createGuards(deployment.guardPolicies, shippedDetector),
  models: createModels(withUpstreamSecrets(deployment.models, env.UPSTREAMS), {
    bedrock: bedrockProvider(bedrock, guardrails),
    // naming `fetch` loads it: that is a tenth of a cold start, and most deployments never need it.
    'openai-compatible': openAiProvider({ fetch: (...call) => fetch(...call), ...keys }),
  }),
});

for (const shadow of expiredShadows(deployment.guardPolicies, now())) {
  emit({ level: 'WARN', event: 'shadow_expired', ...shadow });
}

/** The gateway function: one streaming handler for every method of the API. */
export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const reply = lambdaReply(stream, awslambda.HttpResponseStream.from, deployment.maxAbandonedSeconds * 1000);
  await serve(event, reply, {
    requestId: context.awsRequestId,
    remainingMs: context.getRemainingTimeInMillis(),
  });
});
