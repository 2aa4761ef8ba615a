import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  type ClientSecretDescriptorType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';

/** Cognito keeps two secrets of an app client alive. */
const MOST_SECRETS = 2;

/**
 * Begins a rotation: a second secret, both of which give tokens until the rotation is finished.
 *
 * @returns the new secret
 */
export async function beginRotation(target: Target, services: Services, client: string): Promise<string> {
  const secrets = await listSecrets(target, services, client);
  if (secrets.length >= MOST_SECRETS) {
    throw new CommandError(`client '${client}': a rotation is under way; move its callers and give --finish`);
  }
  const { ClientSecretDescriptor } = await services.cognito.send(
    new AddUserPoolClientSecretCommand({ UserPoolId: target.outputs.userPoolId, ClientId: client }),
  );
  const secret = ClientSecretDescriptor?.ClientSecretValue;
  if (secret === undefined) throw new CommandError(`client '${client}': expected a new secret, got none`);
  return secret;
}

/**
 * Finishes a rotation: takes the older secret away.
 *
 * @returns false when there is only one
 */
export async function finishRotation(target: Target, services: Services, client: string): Promise<boolean> {
  const secrets = await listSecrets(target, services, client);
  const [oldest] = [...secrets].sort((a, b) => timeOf(a) - timeOf(b));
  if (secrets.length < MOST_SECRETS || oldest?.ClientSecretId === undefined) return false;
  await services.cognito.send(
    new DeleteUserPoolClientSecretCommand({
      UserPoolId: target.outputs.userPoolId,
      ClientId: client,
      ClientSecretId: oldest.ClientSecretId,
    }),
  );
  return true;
}

async function listSecrets(
  target: Target,
  services: Services,
  client: string,
): Promise<readonly ClientSecretDescriptorType[]> {
  const secrets: ClientSecretDescriptorType[] = [];
  let NextToken: string | undefined;
  do {
    const page = await services.cognito.send(
      new ListUserPoolClientSecretsCommand({ UserPoolId: target.outputs.userPoolId, ClientId: client, NextToken }),
    );
    secrets.push(...(page.ClientSecrets ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return secrets;
}

function timeOf({ ClientSecretCreateDate }: ClientSecretDescriptorType): number {
  return ClientSecretCreateDate?.getTime() ?? 0;
}
