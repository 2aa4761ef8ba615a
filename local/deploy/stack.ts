import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalAws } from '../aws';
import type { Template } from './template';

/** A stack as CloudFormation describes it. */
export interface DeployedStack {
  readonly stackId: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Physical id by logical id. */
  readonly physicalIds: Readonly<Record<string, string>>;
}

/** Creates the stack, or updates the one that is there. */
export async function deployStack(stackName: string, template: Template, aws: LocalAws): Promise<DeployedStack> {
  const client = new CloudFormationClient(aws);
  const args = {
    StackName: stackName,
    // as `cdk deploy` does: a template of more than 51,200 bytes has to come from a bucket.
    TemplateURL: await uploadTemplate(stackName, template, aws),
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  };
  try {
    const exists = await describe(client, stackName).then(Boolean, () => false);
    await client.send(exists ? new UpdateStackCommand(args) : new CreateStackCommand(args)).catch(nothingToUpdate);
    const stack = await settled(client, stackName);
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stackName }));
    return {
      stackId: stack.StackId ?? '',
      outputs: Object.fromEntries(
        (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      ),
      physicalIds: Object.fromEntries(
        StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
          LogicalResourceId,
          PhysicalResourceId,
        ]),
      ),
    };
  } finally {
    client.destroy();
  }
}

async function uploadTemplate(stackName: string, template: Template, aws: LocalAws): Promise<string> {
  const Bucket = 'local-templates';
  const Key = `${stackName}.json`;
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  try {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(template) }));
    return `${aws.endpoint}/${Bucket}/${Key}`;
  } finally {
    s3.destroy();
  }
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
}

function nothingToUpdate(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes('No updates')) throw error;
}

async function settled(client: CloudFormationClient, stackName: string): Promise<Stack> {
  for (;;) {
    const stack = await describe(client, stackName);
    const status = stack?.StackStatus ?? 'MISSING';
    if (stack && /^(?:CREATE|UPDATE)_COMPLETE$/.test(status)) return stack;
    if (!status.endsWith('IN_PROGRESS')) throw new Error(await whyItFailed(client, stackName, status));
    await sleep(50);
  }
}

async function whyItFailed(client: CloudFormationClient, StackName: string, status: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).map(
    ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
      `${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`,
  );
  return `${StackName}: expected CREATE_COMPLETE, got ${status}\n  ${failures.reverse().join('\n  ')}`;
}
