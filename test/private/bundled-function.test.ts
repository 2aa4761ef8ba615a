import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { BundledFunction, type BundledFunctionProps } from '../../lib/private/bundled-function';
import { Profile } from '../../lib/profile';

function synth(props: Partial<BundledFunctionProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const fn = new BundledFunction(stack, 'Handler', {
    asset: 'gateway',
    environment: { TABLE: 't' },
    statements: [new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:::table/t'] })],
    key: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
    profile: Profile.PRODUCTION,
    timeout: Duration.seconds(10),
    memoryMiB: 512,
    reservedConcurrency: 5,
    ...props,
  });
  return { app, stack, fn, template: Template.fromStack(stack) };
}

describe('BundledFunction', () => {
  const { template } = synth();

  test('runs on the newest runtime, traced, under the given key', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      KmsKeyArn: Match.anyValue(),
      ReservedConcurrentExecutions: 5,
    });
  });

  test('has one customer-managed policy and no inline one', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
  });

  test('logs into an encrypted group with a retention, and the key lets the log service use it', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'LogGroupsOfThisAccount' })]) },
    });
  });
});

test('reserves no concurrency in a trial, and its logs go away with it', () => {
  const { template } = synth({ profile: Profile.TRIAL });
  template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
});

test('ships the deployment document beside the code, so that the hash of the asset covers it', () => {
  const one = synth({ deployment: { version: 1, models: ['a'] } });
  const other = synth({ deployment: { version: 1, models: ['b'] } });
  const keyOf = ({ template }: ReturnType<typeof synth>) =>
    Object.values(template.findResources('AWS::Lambda::Function'))[0]!.Properties.Code.S3Key;
  expect(keyOf(one)).not.toBe(keyOf(other));

  const assembly = one.app.synth();
  const [asset] = fs.readdirSync(assembly.directory).filter((name) => name.startsWith('asset.'));
  expect(JSON.parse(fs.readFileSync(path.join(assembly.directory, asset!, 'deployment.json'), 'utf8'))).toEqual({
    version: 1,
    models: ['a'],
  });
});

test('fails when the deployment document holds a token', () => {
  expect(() => synth({ deployment: { bucket: new kms.Key(new Stack(), 'K').keyArn } })).toThrow(
    /Stack\/HandlerParts: the deployment document must hold no token/,
  );
});

test('fails with the command to run when the bundle is missing', () => {
  process.env.LLM_API_PLACEHOLDER_ASSETS = '0';
  try {
    expect(() => synth({ asset: 'no-such-function' })).toThrow(
      /bundle of 'no-such-function' is missing .*run 'npm run bundle' first/,
    );
  } finally {
    process.env.LLM_API_PLACEHOLDER_ASSETS = '1';
  }
});
