import { createHash, randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createAuditTrail } from '../lambda/gateway/audit/audit-trail';
import { REASONS } from '../lambda/core/reason';
import { awsAuditPorts } from '../lambda/gateway/audit/aws-audit-ports';
import type { AuditOutcome, AuditTrail } from '../lambda/gateway/ports';
import { CommandError } from './command-error';
import type { Services, Target } from './target';

/** What an operator did. */
export interface Operation {
  /** Command and subcommand, e.g. `tenant disable`. */
  readonly action: string;
  readonly tenant: string;
  readonly client?: string;
  /** What was asked for, without secrets; only its digest is recorded. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Does what an operator asked for, on record: the intent is written before anything is changed, the outcome after it.
 *
 * The same chain, seals and verifier as for requests, with the operator's AWS identity in place of a user. An intent
 * that cannot be recorded is not carried out; one without an outcome says that the command died on the way.
 */
export async function onRecord<Result>(
  target: Target,
  services: Services,
  operation: Operation,
  deed: () => Promise<Result>,
): Promise<Result> {
  const { Arn } = await new STSClient(target.clientConfig).send(new GetCallerIdentityCommand({}));
  const intent = await trailOf(target, services).open({
    requestId: `operator-${randomBytes(16).toString('hex')}`,
    atMs: Date.now(),
    principal: {
      tenant: operation.tenant,
      client: operation.client ?? 'operator',
      user: Arn ?? 'unknown',
      roles: [],
      scopes: [],
    },
    route: `operator ${operation.action}`,
    model: null,
    promptDigest: digestOf(operation),
    policyName: null,
    policyVersion: null,
  });
  let result: Result;
  try {
    result = await deed();
  } catch (error) {
    await intent.close(outcomeOf(error instanceof CommandError ? 'invalid_request' : 'internal_error'));
    throw error;
  }
  await intent.close(outcomeOf(null));
  return result;
}

function outcomeOf(reason: 'invalid_request' | 'internal_error' | null): AuditOutcome {
  return {
    atMs: Date.now(),
    status: reason === null ? 200 : REASONS[reason].status,
    reason,
    check: null,
    findings: [],
    answerDigest: null,
    inputTokens: 0,
    outputTokens: 0,
    microUsd: 0,
  };
}

function trailOf({ clientConfig, outputs, where }: Target, { dynamodb }: Services): AuditTrail {
  return createAuditTrail(
    awsAuditPorts({
      dynamodb,
      s3: new S3Client({ ...clientConfig, forcePathStyle: where === 'local' }),
      kms: new KMSClient(clientConfig),
      auditTable: outputs.auditTable,
      auditBucket: outputs.auditBucket,
      contentKeyTable: outputs.contentKeyTable,
      macKeyArn: outputs.auditMacKeyArn,
      now: () => Date.now(),
      newId: () => randomBytes(16).toString('hex'),
    }),
  );
}

function digestOf(operation: Operation): string {
  return createHash('sha256').update(JSON.stringify(operation)).digest('hex');
}
