import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { ClientConfig } from '../target';

const WAIT_MS = 45 * 60_000;

/**
 * Deletes a stack and waits for the end.
 *
 * @param stackId its ARN: by name, a deleted stack cannot be asked for
 * @returns logical ids of what could not be deleted; nothing when the stack is gone
 */
export async function deleteStack(config: ClientConfig, stackId: string): Promise<readonly string[]> {
  const client = new CloudFormationClient(config);
  await client.send(new DeleteStackCommand({ StackName: stackId }));
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const status = await statusOf(client, stackId);
    if (status === undefined || status === 'DELETE_COMPLETE') return [];
    if (!status.endsWith('IN_PROGRESS') || Date.now() > deadline) break;
    await sleep(1_000);
  }
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stackId }));
  return StackResources.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED').map(
    ({ LogicalResourceId = '' }) => LogicalResourceId,
  );
}

async function statusOf(client: CloudFormationClient, stackId: string): Promise<string | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
    return Stacks?.[0]?.StackStatus;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}
