import { DescribeContinuousBackupsCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { pseudonymOf } from '../../lambda/core/audit/secrets';
import { contentKeyOf, trailSecrets } from '../audit/reader-keys';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';

/** What was destroyed, and what shows it. */
export interface Erasure {
  /** The tenant as the audit trail names it. */
  readonly pseudonym: string;
  readonly erasedAt: number;
  /** What there was before. */
  readonly before: 'usable' | 'erased' | 'absent';
  /** False: no earlier state of the key table can be restored. */
  readonly restorable: boolean;
}

/**
 * Destroys a tenant's data key. Ciphertext stays in the locked trail, where nobody may delete it; without the key it
 * is noise, and the chain verifies as before, because it was made over ciphertext.
 *
 * The mark that takes the key's place keeps writers from making a new one.
 */
export async function eraseContent(target: Target, services: Services, tenant: string): Promise<Erasure> {
  const { contentKeyTable, auditMacKeyArn } = target.outputs;
  const secrets = await trailSecrets(new KMSClient(target.clientConfig), auditMacKeyArn);
  const pseudonym = pseudonymOf(secrets, 'tenant', tenant);
  const before = await contentKeyOf(services.dynamodb, contentKeyTable, secrets, pseudonym);
  if (before.state !== 'erased') {
    await services.dynamodb.send(
      new PutItemCommand({
        TableName: contentKeyTable,
        Item: { pk: { S: pseudonym }, erasedAt: { N: String(Date.now()) } },
      }),
    );
  }
  const after = await contentKeyOf(services.dynamodb, contentKeyTable, secrets, pseudonym);
  if (after.state !== 'erased') throw new CommandError(`tenant '${tenant}': expected its key to be gone, it is there`);
  return {
    pseudonym,
    erasedAt: after.erasedAt,
    before: before.state,
    restorable: await isRestorable(services, contentKeyTable),
  };
}

async function isRestorable({ dynamodb }: Services, table: string): Promise<boolean> {
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: table }),
  );
  return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
}

/** The erasure as an operator reads it. */
export function erasureText(tenant: string, { pseudonym, erasedAt, before, restorable }: Erasure): string {
  const when = new Date(erasedAt).toISOString();
  const lines = {
    usable: `the data key of tenant '${tenant}' is destroyed (${when}): what it wrote and got cannot be read any more`,
    erased: `the data key of tenant '${tenant}' was destroyed at ${when} already`,
    absent: `tenant '${tenant}' had no data key: nothing of it was kept; none will be made from now on`,
  };
  return [
    lines[before],
    restorable
      ? 'the key table has point-in-time recovery: switch it off, or the key can be restored'
      : 'no earlier state of the key table can be restored',
    `its records stay, under the pseudonym ${pseudonym}; 'llm-api audit verify' shows that the chain holds`,
  ].join('\n');
}
