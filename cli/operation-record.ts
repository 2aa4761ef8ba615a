import { createHash, randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createAuditTrail } from '../lambda/gateway/audit/audit-trail';
import { awsAuditPorts } from '../lambda/gateway/audit/aws-audit-ports';
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
 * Writes one record of an operator's deed into the audit trail of the API: the same chain, seals and verifier as for
 * requests, with the operator's AWS identity in place of a user.
 */
export async function recordOperation(target: Target, services: Services, operation: Operation): Promise<void> {
  const { clientConfig, outputs } = target;
  const now = Date.now();
  const { Arn } = await new STSClient(clientConfig).send(new GetCallerIdentityCommand({}));
  const trail = createAuditTrail(
    awsAuditPorts({
      dynamodb: services.dynamodb,
      s3: new S3Client({ ...clientConfig, forcePathStyle: target.where === 'local' }),
      kms: new KMSClient(clientConfig),
      auditTable: outputs.auditTable,
      auditBucket: outputs.auditBucket,
      contentKeyTable: outputs.contentKeyTable,
      macKeyArn: outputs.auditMacKeyArn,
      now: () => Date.now(),
      newId: () => randomBytes(16).toString('hex'),
    }),
  );
  const digest = createHash('sha256').update(JSON.stringify(operation)).digest('hex');
  await trail.refuse(
    {
      requestId: `operator-${randomBytes(16).toString('hex')}`,
      atMs: now,
      principal: {
        tenant: operation.tenant,
        client: operation.client ?? 'operator',
        user: Arn ?? 'unknown',
        roles: [],
        scopes: [],
      },
      route: `operator ${operation.action}`,
      model: null,
      promptDigest: digest,
      policyName: null,
      policyVersion: null,
    },
    {
      atMs: now,
      status: 200,
      reason: null,
      check: null,
      findings: [],
      answerDigest: null,
      inputTokens: 0,
      outputTokens: 0,
      microUsd: 0,
    },
  );
}
