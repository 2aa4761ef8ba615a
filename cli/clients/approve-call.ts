import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { approvalKey } from '../../lambda/core/approval';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';

/** A call of a write tool, as its refusal named it. */
export interface CallToApprove {
  readonly tenant: string;
  readonly client: string;
  readonly tool: string;
  readonly argumentsDigest: string;
  readonly minutes: number;
}

/** An approval: shown once, kept nowhere. */
export interface GivenApproval {
  readonly token: string;
  readonly expiresAt: string;
}

/**
 * Approves one call of a write tool, for a short time and one use.
 *
 * @throws when the digest or the time is none
 */
export async function approveCall(
  target: Target,
  { dynamodb }: Services,
  call: CallToApprove,
  nowMs: number,
): Promise<GivenApproval> {
  if (!/^[0-9a-f]{64}$/.test(call.argumentsDigest)) {
    throw new CommandError(
      `--digest: expected 64 hex digits, as the refusal names them, got ${call.argumentsDigest.length}`,
    );
  }
  if (!(call.minutes > 0 && call.minutes <= 1440)) {
    throw new CommandError(`--minutes: expected a time up to 1440, got ${call.minutes}`);
  }
  const token = randomBytes(32).toString('hex');
  const expiresAtMs = nowMs + call.minutes * 60_000;
  await dynamodb.send(
    new PutItemCommand({
      TableName: target.outputs.budgetTable,
      Item: {
        pk: { S: approvalKey(token) },
        tenant: { S: call.tenant },
        client: { S: call.client },
        tool: { S: call.tool },
        argumentsDigest: { S: call.argumentsDigest },
        expiresAtMs: { N: String(expiresAtMs) },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return { token, expiresAt: new Date(expiresAtMs).toISOString() };
}
