import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { emulatorConfig } from '../cli/target';
import type { Proof } from './proof';

const QUEUE = 'tamper-alarms-proof';

interface Rule {
  readonly Name: string;
  readonly EventPattern: string;
}

/** The one service here without a client of its own; the emulator checks no signature. */
function eventBridgeOf(endpoint: string, region: string) {
  return async <Answer>(operation: string, input: object): Promise<Answer> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request`,
        connection: 'close',
      },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${operation}: expected 200, got ${answer.status}`);
    return (await answer.json()) as Answer;
  };
}

/** Events as CloudTrail writes them reach whoever listens to the alarms; events of others do not. */
const proof: Proof = {
  name: 'tamper-alarms',
  summary: 'calls that would take a key, a lock, a table or the trail away reach the alarm topic; others do not',
  seconds: 15,
  inTest: true,
  async run({ localApi, say }) {
    const { awsEndpoint, region, stackName } = await localApi();
    const config = emulatorConfig(awsEndpoint, region);
    const { StackResources = [] } = await new CloudFormationClient(config).send(
      new DescribeStackResourcesCommand({ StackName: stackName }),
    );
    const physical = (type: string, part: string): string => {
      const found = StackResources.find(
        ({ ResourceType, LogicalResourceId }) => ResourceType === type && LogicalResourceId?.includes(part),
      );
      if (found?.PhysicalResourceId === undefined) throw new Error(`stack: expected a ${type} '${part}', got none`);
      return found.PhysicalResourceId;
    };
    const sns = new SNSClient(config);
    const sqs = new SQSClient(config);
    let removeCopies = (): Promise<void> => Promise.resolve();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
    try {
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      const TopicArn = physical('AWS::SNS::Topic', 'MonitoringAlarms');
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }));

      const key = physical('AWS::KMS::Key', 'AuditSigningKey');
      const ofKey = (id: string) => ({ resources: [{ ARN: id, accountId: '000000000000', type: 'AWS::KMS::Key' }] });
      const keyArn = `arn:aws:kms:${region}:000000000000:key/${key}`;
      const bucketName = physical('AWS::S3::Bucket', 'AuditBucket');
      const tableName = physical('AWS::DynamoDB::Table', 'AuditTable');
      const ringing: readonly (readonly [service: string, call: string, detail: object])[] = [
        ['kms', 'ScheduleKeyDeletion', ofKey(keyArn)],
        ['kms', 'DisableKey', { ...ofKey(keyArn), errorCode: 'AccessDenied' }],
        ['kms', 'PutKeyPolicy', ofKey(keyArn)],
        ['s3', 'PutBucketObjectLockConfiguration', { requestParameters: { bucketName } }],
        ['s3', 'PutBucketPolicy', { requestParameters: { bucketName } }],
        ['dynamodb', 'UpdateTable', { requestParameters: { tableName } }],
        ['backup', 'DeleteRecoveryPoint', {}],
        ['cloudtrail', 'StopLogging', {}],
      ];
      const silent: typeof ringing = [
        ['kms', 'Decrypt', ofKey(keyArn)],
        ['kms', 'DisableKey', ofKey(`arn:aws:kms:${region}:000000000000:key/other`)],
        ['s3', 'PutBucketPolicy', { requestParameters: { bucketName: 'other' } }],
        ['s3', 'GetObject', { requestParameters: { bucketName } }],
        ['dynamodb', 'UpdateTable', { requestParameters: { tableName: 'other' } }],
      ];
      // nobody but AWS may send events of `aws.…`: copies of the rules listen to a source of the proof's own.
      const eventBridge = eventBridgeOf(awsEndpoint, region);
      const { Rules } = await eventBridge<{ Rules: Rule[] }>('ListRules', {});
      const copies = await Promise.all(
        Rules.filter(({ Name }) => Name.includes('TamperAlarms')).map(async ({ Name, EventPattern }) => {
          const copy = `proof-${Name}`.slice(0, 64);
          const pattern = JSON.parse(EventPattern) as { source: string[] };
          pattern.source = pattern.source.map((source) => source.replace(/^aws\./, 'proof.'));
          const { Targets } = await eventBridge<{ Targets: { Id: string }[] }>('ListTargetsByRule', { Rule: Name });
          await eventBridge('PutRule', { Name: copy, EventPattern: JSON.stringify(pattern) });
          await eventBridge('PutTargets', { Rule: copy, Targets });
          return { copy, ids: Targets.map(({ Id }) => Id) };
        }),
      );
      removeCopies = async () => {
        for (const { copy, ids } of copies) {
          await eventBridge('RemoveTargets', { Rule: copy, Ids: ids });
          await eventBridge('DeleteRule', { Name: copy });
        }
      };
      const put = (events: typeof ringing) =>
        eventBridge('PutEvents', {
          Entries: events.map(([service, eventName, detail]) => ({
            Source: `proof.${service}`,
            DetailType: 'AWS API Call via CloudTrail',
            Detail: JSON.stringify({
              eventSource: `${service}.amazonaws.com`,
              eventName,
              userIdentity: { arn: 'arn:aws:iam::000000000000:user/mallory' },
              sourceIPAddress: '192.0.2.7',
              eventID: eventName,
              ...detail,
            }),
          })),
        });
      const received = async (): Promise<string[]> => {
        const calls: string[] = [];
        for (let empty = 0; empty < 3;) {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
          );
          if (Messages.length === 0) empty += 1;
          for (const { Body } of Messages) {
            const { Message } = JSON.parse(Body ?? '{}') as { Message?: string };
            const told = JSON.parse(Message ?? '{}') as { call?: string; who?: string };
            // an alarm of another proof may ring meanwhile.
            if (told.who?.endsWith('mallory') === true && told.call !== undefined) calls.push(told.call);
          }
        }
        return [...new Set(calls)].sort();
      };

      await put(ringing);
      await sleep(500);
      const rang = await received();
      await put(silent);
      await sleep(500);
      const rangForOthers = await received();
      const missed = ringing.map(([, name]) => name).filter((name) => !rang.includes(name));
      for (const name of missed) say(`did not ring: ${name}`);
      for (const name of rangForOthers) say(`rang without need: ${name}`);
      return {
        holds: missed.length === 0 && rangForOthers.length === 0,
        figures: {
          tamperings: ringing.length,
          rang: ringing.length - missed.length,
          harmless: silent.length,
          rangForHarmless: rangForOthers.length,
        },
        conditions:
          "the deployed rules' patterns and targets under a source of the proof's own, because nobody but AWS sends events of aws.…; topic and queue of the emulator; the events are fixtures in CloudTrail's form",
      };
    } finally {
      await removeCopies();
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    }
  },
};

export default proof;
