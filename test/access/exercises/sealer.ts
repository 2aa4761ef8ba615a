import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { namePrincipal } from '../../../lambda/core/audit/identity';
import { deriveSecrets } from '../../../lambda/core/audit/secrets';
import { segmentKey } from '../../../lambda/audit/segment';
import type { SealerPorts } from '../../../lambda/audit/ports';
import { drain, drive, type Exercise, loadRoot, setEnvironment } from './exercise';
import type { Reply } from '../sdk-recorder';

const reply: Reply = ({ operation, input }) => {
  const refused = new ConditionalCheckFailedException({ $metadata: {}, message: 'the condition does not hold' });
  switch (operation) {
    case 'GenerateMac':
      return { Mac: new Uint8Array(32) };
    case 'Sign':
      return { Signature: new Uint8Array(70) };
    case 'ListObjectsV2':
      return { Contents: [{ Key: 'late/2026-01-01T00:00:00.000Z-chain-digest.jsonl' }] };
    case 'PutObject':
      return new S3ServiceException({
        $metadata: { httpStatusCode: 412 },
        name: 'PreconditionFailed',
        $fault: 'client',
      });
    case 'PutItem':
      return input.ConditionExpression === 'attribute_not_exists(closed)' ? refused : {};
    case 'DeleteItem':
      return input.ConditionExpression === undefined ? {} : refused;
    default:
      return {};
  }
};

/** The sealer: every port that its composition root wires, on both sides of each condition. */
export const sealerExercise: Exercise = {
  construct: 'Audit/Sealer',
  entry: 'lambda/audit/handler.ts',
  async run(recorder, environment) {
    setEnvironment(environment, {});
    let ports!: SealerPorts;
    loadRoot('lambda/audit/handler.ts', {
      'lambda/audit/sealer.ts': { createSealer: (_: unknown, wired: SealerPorts) => (ports = wired) },
    });
    const { state, journal, segments, late } = ports;
    const open = {
      digest: 'd'.repeat(64),
      at: 1,
      request: 'r1',
      named: namePrincipal(deriveSecrets(new Uint8Array(32)), {
        tenant: 'acme',
        client: 'client-1',
        roles: [],
        scopes: [],
      }),
    };
    await recorder.as('audit', reply, () =>
      drive(
        () => state.head(),
        () => state.advance({ number: 1, digest: 'd', sealedAt: 1 }),
        () => state.alive(1),
        () => state.chains(['chain']),
        () => state.saveChains(new Map([['chain', { seq: 1, digest: 'd', at: 1 }]]), 1),
        () => state.addOpens([open]),
        () => state.closeOpens([open.digest], 1),
        () => state.forgetOpens([open.digest]),
        () => state.opensBefore(1),
        () => journal.range('chain', 1, 2),
        () => drain(journal.scan()),
        () => journal.expire([{ chain: 'chain', seq: 1 }], 1),
        () => segments.get(1),
        () => segments.putIfAbsent(1, Buffer.from(segmentKey(1))),
        () => late.after('late/'),
        () => ports.sign(new Uint8Array(8)),
        () => ports.settle(open),
      ),
    );
  },
};
