import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { type Approval, approve, type Approved } from './approve';
import { parseApproveConfig } from './config';
import { getBytes, listKeys, putIfAbsent } from './s3-objects';

// composition root: the only file here that sees the environment, the SDK clients or the clock.
const { DATASET_BUCKET, SIGNING_KEY_ARN } = parseApproveConfig(process.env);
const s3 = new S3Client({});
const kms = new KMSClient({});

/** Signs the next version of a dataset for whoever may invoke this function. */
export function handler(approval: Approval): Promise<Approved> {
  return approve(approval, {
    now: Date.now,
    list: (prefix) => listKeys(s3, DATASET_BUCKET, prefix),
    async read(key) {
      const bytes = await getBytes(s3, DATASET_BUCKET, key);
      if (bytes === undefined) throw new Error(`${key}: expected an object, got none`);
      return bytes;
    },
    putIfAbsent: (key, text) => putIfAbsent(s3, DATASET_BUCKET, key, text),
    async sign(bytes) {
      const { Signature } = await kms.send(
        new SignCommand({
          KeyId: SIGNING_KEY_ARN,
          Message: createHash('sha256').update(bytes).digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      if (Signature === undefined) throw new Error('signature: expected one from KMS, got none');
      return Signature;
    },
    async publicKey() {
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: SIGNING_KEY_ARN }));
      if (PublicKey === undefined) throw new Error('public key: expected one from KMS, got none');
      return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    },
  });
}
