import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretVersions } from './ports';

/** Versions in Secrets Manager. */
export function awsSecretVersions(client: SecretsManagerClient): SecretVersions {
  return {
    async stagesOf(SecretId) {
      const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
      return new Map(Object.entries(VersionIdsToStages ?? {}));
    },
    async read(SecretId, { version, stage }) {
      try {
        const { SecretString } = await client.send(
          new GetSecretValueCommand({ SecretId, VersionId: version, VersionStage: stage }),
        );
        return SecretString;
      } catch (error) {
        // a version without a value, or no version with this label.
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async putPending(SecretId, ClientRequestToken, SecretString) {
      await client.send(
        new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }),
      );
    },
    async moveStage(SecretId, VersionStage, { from, to }) {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage,
          MoveToVersionId: to,
          RemoveFromVersionId: from,
        }),
      );
    },
  };
}
