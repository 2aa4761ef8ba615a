import { createHash } from 'node:crypto';
import { SignCommand } from '@aws-sdk/client-kms';
import { dynamoJournal } from '../../lambda/audit/aws-journal';
import { s3Late, s3Segments } from '../../lambda/audit/aws-segments';
import { dynamoState } from '../../lambda/audit/aws-state';
import { createSealer, type Sealer } from '../../lambda/audit/sealer';
import type { EmulatedStores } from './emulated-stores';

/** The sealer over the stores of a proof: its own code, with its own adapters. */
export function emulatedSealer({ dynamodb, s3, kms, auditTable, auditBucket, signingKeyArn }: EmulatedStores): Sealer {
  return createSealer(
    {
      signingKey: signingKeyArn,
      staleAfterMs: 60 * 60_000,
      tableRetentionMs: 60 * 60_000,
      maxRecords: 200,
      maxBytes: 16 * 1024 * 1024,
      outageMs: 60 * 60_000,
    },
    {
      now: Date.now,
      journal: dynamoJournal(dynamodb, auditTable),
      late: s3Late(s3, auditBucket),
      segments: s3Segments(s3, auditBucket),
      state: dynamoState(dynamodb, auditTable),
      async sign(bytes) {
        const { Signature } = await kms.send(
          new SignCommand({
            KeyId: signingKeyArn,
            Message: createHash('sha256').update(bytes).digest(),
            MessageType: 'DIGEST',
            SigningAlgorithm: 'ECDSA_SHA_256',
          }),
        );
        return Signature!;
      },
      settle: () => Promise.resolve(),
      emit: () => undefined,
    },
  );
}
