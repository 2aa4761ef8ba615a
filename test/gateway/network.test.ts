import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ModelKind, ModelProvider, type ModelConfig } from '../../lib/config/model-config';
import { bedrockModelArns } from '../../lib/gateway/model-access';
import { Network } from '../../lib/gateway/network';
import { Profile } from '../../lib/profile';

function synth(hosts?: string[]) {
  const stack = new Stack(new App(), 'Stack');
  const network = new Network(stack, 'Network', {
    profile: Profile.PRODUCTION,
    key: new kms.Key(stack, 'Key'),
    egress: hosts === undefined ? undefined : Network.egress({ hosts }),
  });
  return { stack, network };
}

function allowAll(network: Network): void {
  for (const service of ['bedrock-runtime', 'kms', 'dynamodb', 's3'])
    network.allow(service, ['a:B'], ['arn:aws:a:::b']);
}

test('has no way to the internet: two isolated subnets, no gateway, no NAT', () => {
  const { stack, network } = synth();
  allowAll(network);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::Subnet', 2);
  for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route']) {
    template.resourceCountIs(type, 0);
  }
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 4);
});

test('an endpoint lets through what it was told, for this account only', () => {
  const { stack, network } = synth();
  allowAll(network);
  network.allow('kms', ['kms:Sign'], ['arn:aws:kms:eu-west-1:111122223333:key/k']);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'kms:Sign',
          Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
});

test('fails while an endpoint would let everything through', () => {
  const { stack, network } = synth();
  network.allow('kms', ['kms:Sign'], ['*']);
  expect(() => Template.fromStack(stack)).toThrow(/the endpoint of dynamodb would let every call through/);
});

test('fails for an endpoint that is not there', () => {
  expect(() => synth().network.allow('sqs', ['sqs:*'], ['*'])).toThrow(/there is an endpoint for .*kms.*, got 'sqs'/);
});

test('egress adds NAT and resolves the listed names and AWS only', () => {
  const { stack, network } = synth(['api.example.com']);
  allowAll(network);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', {
    Domains: Match.arrayWith(['api.example.com']),
  });
  template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
    FirewallRules: [
      Match.objectLike({ Action: 'ALLOW' }),
      Match.objectLike({ Action: 'BLOCK', BlockResponse: 'NXDOMAIN' }),
    ],
  });
  expect(network.gateway.subnets).not.toEqual(network.isolated.subnets);
});

test.each([[[]], [['*.example.com']], [['http://example.com']], [['10.0.0.1']]])('egress refuses %j', (hosts) => {
  expect(() => Network.egress({ hosts })).toThrow(/egress: /);
});

test('a profile may send prompts to the Regions that are named, and to each model by its ARN', () => {
  const model: ModelConfig = {
    name: 'n',
    provider: ModelProvider.BEDROCK,
    modelId: 'eu.amazon.nova-lite-v1:0',
    inferenceRegions: ['eu-west-1', 'eu-central-1'],
    kind: ModelKind.CHAT,
    maxOutputTokens: 1,
    contextTokens: 1,
    price: { inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: 0, asOf: '2026-01-01' },
  };
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  expect(stack.resolve(bedrockModelArns(stack, [model])).map((arn: unknown) => JSON.stringify(arn))).toEqual([
    expect.stringContaining(':bedrock:eu-west-1:111122223333:inference-profile/eu.amazon.nova-lite-v1:0'),
    expect.stringContaining(':bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'),
    expect.stringContaining(':bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0'),
  ]);
});
