import { S3Client } from '@aws-sdk/client-s3';
import { logLine } from '../core/log';
import { shippedDetector } from '../guard/model/shipped-detector';
import { parseIngestConfig } from './config';
import { datasetGuard } from './dataset-guard';
import { ingestBatch } from './ingest-batch';
import { getBytes, putIfAbsent } from './s3-objects';

// composition root: the only file here that sees the environment or the SDK clients.
const { RAW_BUCKET, DATASET_BUCKET } = parseIngestConfig(process.env);
const s3 = new S3Client({});
const guard = datasetGuard(shippedDetector());

/** What EventBridge tells of an object that was created. */
interface ObjectCreated {
  readonly detail: { readonly object: { readonly key: string } };
}

/** Ingests the batch whose examples have arrived. */
export async function handler({ detail }: ObjectCreated): Promise<void> {
  await ingestBatch(
    detail.object.key,
    {
      readRaw: async (key) => (await getBytes(s3, RAW_BUCKET, key))?.toString('utf8'),
      async write(key, text) {
        if (await putIfAbsent(s3, DATASET_BUCKET, key, text)) return;
        const there = await getBytes(s3, DATASET_BUCKET, key);
        // a retry meets its own object; another batch of the same name must not replace this one.
        if (there?.toString('utf8') !== text) throw new Error(`${key}: expected a new batch, got a name that is taken`);
      },
      emit: (line) => void process.stdout.write(`${logLine(line)}\n`),
    },
    guard,
    { maxLeftOutShare: 0.2 },
  );
}
