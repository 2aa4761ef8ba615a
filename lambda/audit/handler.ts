import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { deriveSecrets, SECRET_MESSAGE } from '../core/audit/secrets';
import { stackLog } from '../core/log';
import { METRIC_NAMESPACE, STACK_DIMENSION } from '../core/metrics';
import { dynamoJournal } from './aws-journal';
import { s3Late, s3Segments } from './aws-segments';
import { dynamoState } from './aws-state';
import { parseConfig } from './config';
import { journalEventOf } from './journal-event';
import { createSealer } from './sealer';
import { settleStale } from './settle-stale';

// composition root: the only file here that sees the environment, the SDK clients or the clock.
const { auditTable, auditBucket, macKeyArn, budgetTable, stackName, sealer: config } = parseConfig(process.env);
const log = stackLog(stackName, (line) => void process.stdout.write(line));
const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});
const kms = new KMSClient({});

/** Needed only where a request never ended, so asked only then. */
async function secretsOf() {
  const { Mac } = await kms.send(
    new GenerateMacCommand({ KeyId: macKeyArn, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(SECRET_MESSAGE) }),
  );
  if (Mac === undefined) throw new Error('audit secret: expected 32 bytes from KMS, got none');
  return deriveSecrets(Mac);
}

const sealer = createSealer(config, {
  now: Date.now,
  journal: dynamoJournal(dynamodb, auditTable),
  late: s3Late(s3, auditBucket),
  segments: s3Segments(s3, auditBucket),
  state: dynamoState(dynamodb, auditTable),
  async sign(bytes) {
    const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
    const { Signature } = await kms.send(
      new SignCommand({
        KeyId: config.signingKey,
        Message: new Uint8Array(digest),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
    if (Signature === undefined) throw new Error('signature: expected one from KMS, got none');
    return Signature;
  },
  settle: settleStale(dynamodb, budgetTable, secretsOf),
  emit(metrics) {
    const Metrics = Object.keys(metrics).map((Name) => ({ Name, Unit: Name === 'AuditSealLag' ? 'Seconds' : 'Count' }));
    const _aws = {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: [[STACK_DIMENSION]], Metrics }],
    };
    log({ event: 'sealed', ...metrics, _aws });
  },
});

/** What the heartbeat, or an operator, sends. */
interface Beat {
  /** Read the whole table, as after an outage. */
  readonly readTable?: boolean;
}

/** Seals a batch of the stream, or does what each minute asks for. */
export async function handler(event: DynamoDBStreamEvent | Beat): Promise<unknown> {
  if ('Records' in event) return sealer.onEvents(event.Records.flatMap((record) => journalEventOf(record) ?? []));
  return sealer.onHeartbeat({ readTable: 'readTable' in event && event.readTable === true });
}
