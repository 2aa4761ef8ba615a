import { S3ServiceException } from '@aws-sdk/client-s3';
import type { ApprovePorts } from '../../../lambda/training-data/approve';
import type { IngestPorts } from '../../../lambda/training-data/ingest-batch';
import { drive, type Exercise, loadRoot, setEnvironment } from './exercise';
import type { Reply } from '../sdk-recorder';

const reply: Reply = ({ operation }) => {
  const taken = { $metadata: { httpStatusCode: 412 }, name: 'PreconditionFailed', $fault: 'client' } as const;
  switch (operation) {
    case 'PutObject':
      return new S3ServiceException(taken);
    case 'Sign':
      return { Signature: new Uint8Array(70) };
    default:
      return {};
  }
};

/** The ingest of a batch: both raw objects, and both objects of the batch that it writes. */
export const ingestExercise: Exercise = {
  construct: 'TrainingData/Ingest',
  entry: 'lambda/training-data/handler.ts',
  async run(recorder, environment) {
    setEnvironment(environment, {});
    let ports!: IngestPorts;
    const { handler } = loadRoot('lambda/training-data/handler.ts', {
      'lambda/training-data/ingest-batch.ts': {
        ingestBatch: (_: string, wired: IngestPorts) => (ports = wired),
      },
      // the model's weights, which no call depends on.
      'lambda/training-data/dataset-guard.ts': { datasetGuard: () => ({}) },
      'lambda/guard/model/shipped-detector.ts': { shippedDetector: () => ({}) },
    }) as { handler: (event: object) => Promise<void> };
    await handler({ detail: { object: { key: 'faq/2026-01/examples.jsonl' } } });
    await recorder.as('training-data', reply, () =>
      drive(
        () => ports.readRaw('faq/2026-01/examples.jsonl'),
        () => ports.readRaw('faq/2026-01/provenance.json'),
        () => ports.write('faq/batches/2026-01/report.json', '{}'),
        () => ports.write('faq/batches/2026-01/examples.jsonl', '{}'),
      ),
    );
  },
};

/** The approval of a version: batches read, a manifest read, written and signed. */
export const approveExercise: Exercise = {
  construct: 'TrainingData/Approve',
  entry: 'lambda/training-data/approve.handler.ts',
  async run(recorder, environment) {
    setEnvironment(environment, {});
    let ports!: ApprovePorts;
    const { handler } = loadRoot('lambda/training-data/approve.handler.ts', {
      'lambda/training-data/approve.ts': { approve: (_: object, wired: ApprovePorts) => (ports = wired) },
    }) as { handler: (approval: object) => unknown };
    handler({});
    await recorder.as('training-data-approve', reply, () =>
      drive(
        () => ports.list('faq/manifests/'),
        () => ports.read('faq/batches/2026-01/report.json'),
        () => ports.read('faq/batches/2026-01/examples.jsonl'),
        () => ports.read('faq/manifests/000001.jsonl'),
        () => ports.putIfAbsent('faq/manifests/000002.jsonl', '{}'),
        () => ports.sign(new Uint8Array(8)),
        () => ports.publicKey(),
      ),
    );
  },
};
