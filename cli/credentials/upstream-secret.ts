import { readFileSync } from 'node:fs';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatUpstreamKey, parseUpstreamKey, STAGED } from '../../lambda/core/upstream-key';
import { CommandError } from '../command-error';
import type { ClientConfig, Target } from '../target';

const WAIT_MS = 180_000;
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** Secrets of the stack's upstreams, and the function that rotates them. */
export interface UpstreamSecrets {
  /** ARN by base URL. */
  readonly arns: ReadonlyMap<string, string>;
  readonly rotationFunction: string;
}

/** State of one upstream's key. Never the key. */
export interface KeyState {
  readonly upstream: string;
  readonly secretArn: string;
  readonly lastRotated?: string;
  readonly nextRotation?: string;
  readonly staged: boolean;
  readonly currentVersion?: string;
}

/** Finds the secrets by the outputs of the stack. */
export async function upstreamSecrets({ clientConfig, stackName }: Target): Promise<UpstreamSecrets> {
  const client = new CloudFormationClient(clientConfig);
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const output = (name: string) => Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  const arns = output('UpstreamSecretArns');
  const rotationFunction = output('RotationFunctionName');
  if (arns === undefined || rotationFunction === undefined) {
    throw new CommandError(
      `stack '${stackName}': it makes no secret for an upstream: no model is openai-compatible without a secretArn`,
    );
  }
  return { arns: new Map(Object.entries(JSON.parse(arns) as Record<string, string>)), rotationFunction };
}

/** The base URL that a host name or URL means. */
export function chooseUpstream(arns: ReadonlyMap<string, string>, name: string): string {
  const found = [...arns.keys()].filter((url) => url === name || new URL(url).host === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new CommandError(`upstream '${name}': expected one of ${[...arns.keys()].join(', ')}`);
  }
  return only;
}

/** Reads a key from a file or from the standard input: an argument would stay in the shell's history. */
export function readKey(file: string | undefined): string {
  if (file === undefined && process.stdin.isTTY) {
    throw new CommandError('give the key on the standard input, or by --file: a terminal would show it');
  }
  try {
    return formatUpstreamKey(parseUpstreamKey(readFileSync(file ?? 0, 'utf8')));
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : 'the key cannot be read');
  }
}

/** State of an upstream's key. */
export async function keyState(config: ClientConfig, upstream: string, secretArn: string): Promise<KeyState> {
  const client = new SecretsManagerClient(config);
  const secret = await client.send(new DescribeSecretCommand({ SecretId: secretArn }));
  const versions = Object.entries(secret.VersionIdsToStages ?? {});
  const holderOf = (stage: string) => versions.find(([, stages]) => stages.includes(stage))?.[0];
  return {
    upstream,
    secretArn,
    ...(secret.LastRotatedDate && { lastRotated: secret.LastRotatedDate.toISOString() }),
    ...(secret.NextRotationDate && { nextRotation: secret.NextRotationDate.toISOString() }),
    staged: holderOf(STAGED) !== undefined,
    currentVersion: holderOf('AWSCURRENT'),
  };
}

/** Puts a key beside the one that is in use: the next rotation takes it, in place of one that was staged before. */
export async function stageKey(config: ClientConfig, secretArn: string, value: string): Promise<void> {
  const client = new SecretsManagerClient(config);
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: secretArn }));
  for (const [RemoveFromVersionId, stages] of Object.entries(VersionIdsToStages ?? {})) {
    if (!stages.includes(STAGED)) continue;
    // AWS would move the label by itself; the emulator leaves it on both.
    await client.send(
      new UpdateSecretVersionStageCommand({ SecretId: secretArn, VersionStage: STAGED, RemoveFromVersionId }),
    );
  }
  await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: value, VersionStages: [STAGED] }));
}

/**
 * Rotates now and waits for the end.
 *
 * The emulator's own RotateSecret calls nobody and says that it is done; there, the four calls are made here.
 *
 * @throws when the key before is still the current one
 */
export async function rotateKey(target: Target, secrets: UpstreamSecrets, upstream: string): Promise<void> {
  const { clientConfig, where } = target;
  const secretArn = secrets.arns.get(upstream)!;
  const { currentVersion: before } = await keyState(clientConfig, upstream, secretArn);
  if (where === 'local') await driveSteps(clientConfig, secrets.rotationFunction, secretArn);
  else await new SecretsManagerClient(clientConfig).send(new RotateSecretCommand({ SecretId: secretArn }));
  const deadline = Date.now() + (where === 'local' ? 0 : WAIT_MS);
  for (;;) {
    const { currentVersion } = await keyState(clientConfig, upstream, secretArn);
    if (currentVersion !== before) return;
    if (Date.now() >= deadline) break;
    await sleep(3_000);
  }
  throw new CommandError(
    `upstream '${upstream}': the key before is still in use; the log of ${secrets.rotationFunction} says why`,
  );
}

async function driveSteps(config: ClientConfig, FunctionName: string, SecretId: string): Promise<void> {
  const client = new LambdaClient(config);
  const ClientRequestToken = randomUUID();
  for (const Step of STEPS) {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify({ Step, SecretId, ClientRequestToken }) }),
    );
    if (FunctionError === undefined) continue;
    const { errorMessage } = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as { errorMessage?: string };
    throw new CommandError(`${Step}: ${errorMessage ?? FunctionError}; the key before is still in use`);
  }
}
