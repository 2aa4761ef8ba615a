import { ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import type { RotatedUpstream } from '../../../lib/credentials/env';
import type { RotationPorts } from '../../../lambda/credentials/ports';
import type { Reply } from '../sdk-recorder';
import { drive, type Exercise, loadRoot, setEnvironment } from './exercise';

const reply: Reply = ({ operation }) => {
  switch (operation) {
    case 'Invoke':
      return { Payload: Buffer.from('{"apiKey":"sk-example","keyId":"k1"}') };
    case 'GetSecretValue':
      return new ResourceNotFoundException({ $metadata: {}, message: 'no such version' });
    default:
      return {};
  }
};

/** The rotation of upstream keys: every step on each secret, and the owner's issuer. */
export const rotationExercise: Exercise = {
  construct: 'Credentials/Rotation',
  entry: 'lambda/credentials/handler.ts',
  async run(recorder, environment) {
    setEnvironment(environment, {});
    let ports!: RotationPorts;
    let upstreams!: readonly RotatedUpstream[];
    loadRoot('lambda/credentials/handler.ts', {
      'lambda/credentials/rotation.ts': {
        createRotation: (rotated: readonly RotatedUpstream[], wired: RotationPorts) => {
          upstreams = rotated;
          ports = wired;
        },
      },
    });
    const token = '5b1f9c1e-7d0a-4d7e-9a51-0e6f5c1b2a3d';
    await recorder.as('credentials', reply, () =>
      drive(
        ...upstreams.map((upstream) => () => ports.tryKey(upstream, 'sk-example')),
        ...upstreams.flatMap(({ secretArn, baseUrl }) => [
          () => ports.secrets.stagesOf(secretArn),
          () => ports.secrets.read(secretArn, { version: token, stage: 'AWSPENDING' }),
          () => ports.secrets.putPending(secretArn, token, '{"apiKey":"sk-example"}'),
          () => ports.secrets.moveStage(secretArn, 'AWSCURRENT', { from: token, to: token }),
          () => ports.issuer?.issue(baseUrl, token),
          () => ports.issuer?.retire(baseUrl, 'k1'),
        ]),
      ),
    );
  },
};
