import { App, Aspects, type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from '../../lib/compliance/acknowledgement';
import { Compliance } from '../../lib/compliance/compliance';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { synthStack, TRIAL } from '../synth';

const TODAY = '2026-11-22';
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'error').mockImplementation((...parts) => void printed.push(parts.join(' ')));
});
afterEach(() => jest.restoreAllMocks());

/** What a synth says that fails; undefined where it does not. */
function failure(app: App): string | undefined {
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return `${(error as Error).message}\n${printed.join('\n')}`;
  }
}

function resource(root: IConstruct, path: string): CfnResource {
  return path.split('/').reduce<IConstruct>((at, id) => at.node.findChild(id), root) as CfnResource;
}

describe('the shipped stack', () => {
  function judged(
    change: (api: IConstruct, list: Acknowledgement[]) => Acknowledgement[] | void,
    trial = false,
    changes: Partial<LlmApiConfig> = {},
  ) {
    const { app, stack } = synthStack(trial ? TRIAL : changes);
    const list = stack.llmApi.acknowledgements();
    Compliance.enforce(app, { acknowledgements: change(stack.llmApi, list) ?? list, today: TODAY });
    return failure(app);
  }

  test('synthesizes, in production and as a trial', () => {
    expect(judged(() => undefined)).toBeUndefined();
    expect(judged(() => undefined, true)).toBeUndefined();
  });

  test('synthesizes with a guardrail, which adds no finding', () => {
    const managed = { guardrail: 'content' };
    const changes = {
      guardrails: [{ name: 'content' }],
      guardPolicies: { standard: { managed }, strict: { managed } },
    };
    expect(judged(() => undefined, false, changes)).toBeUndefined();
  });

  test('THREATS 35: fails without the association of the web ACL', () => {
    expect(judged((api) => void resource(api, 'Edge/WebAcl').node.tryRemoveChild('Stage'))).toMatch(
      /LLM-API-WAF\[no-association\]/,
    );
  });

  test('fails when one method has no authorizer, though an override says so', () => {
    const path = 'Edge/Api/Resource/Default/guard/POST/Resource';
    expect(judged((api) => resource(api, path).addPropertyOverride('AuthorizationType', 'NONE'))).toMatch(
      /LLM-API-AUTHZ\[no-authorizer\]/,
    );
  });

  test('fails without key rotation by prop', () => {
    const change = (api: IConstruct) => {
      (resource(api, 'Data/Key/Resource/Resource') as kms.CfnKey).enableKeyRotation = false;
    };
    expect(judged(change)).toMatch(/KMS5|KMSBackingKeyRotationEnabled/);
  });

  test('THREATS 35: fails without key rotation by override, which the packs do not see', () => {
    const change = (api: IConstruct) =>
      resource(api, 'Data/Key/Resource/Resource').addPropertyOverride('EnableKeyRotation', false);
    expect(judged(change)).toMatch(/AwsSolutions-KMS5 in the synthesized template, though not in the constructs/);
  });

  test('THREATS 35: fails for what an aspect weakens, however late it runs', () => {
    const change = (api: IConstruct) => {
      const weaken = (node: IConstruct): void => {
        if (node instanceof kms.CfnKey) node.enableKeyRotation = false;
      };
      Aspects.of(api.node.root).add({ visit: weaken }, { priority: 1_000 });
    };
    expect(judged(change)).toMatch(/KMS5|KMSBackingKeyRotationEnabled/);
  });

  test('THREATS 35: fails for what an override takes away', () => {
    const change = (api: IConstruct) =>
      resource(api, 'Audit/Bucket/Resource').addPropertyDeletionOverride('ObjectLockConfiguration');
    expect(judged(change)).toMatch(/ObjectLock|OPS-AUDIT/);
  });

  test('fails when an acknowledgement is taken out of the list', () => {
    expect(judged((_, list) => list.filter(({ id }) => !id.includes('SQSRedrivePolicy')))).toMatch(/SQSRedrivePolicy/);
  });
});

describe('the list of acknowledgements', () => {
  const QUALIFIED = 'Serverless::Serverless-SQSRedrivePolicy';
  const GOOD: Acknowledgement = {
    path: 'Stack/Queue/Resource',
    id: QUALIFIED,
    reason: 'This queue is the dead-letter queue of the others, and has an alarm.',
    owner: 'platform-security',
    expires: '2027-01-01',
  };

  function judged(list: Acknowledgement[], more: (queue: sqs.Queue) => void = () => undefined) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const encryptionMasterKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey, enforceSSL: true });
    const sqs3 = { ...GOOD, id: 'AwsSolutions::AwsSolutions-SQS3' };
    Compliance.enforce(app, { acknowledgements: [sqs3, ...list], today: TODAY });
    more(queue);
    // a key of a test app, which is not production.
    stack.addMetadata('HardenedLlmApi', { profile: 'trial' });
    return failure(app);
  }

  test('lets a finding stay that is listed in full', () => {
    expect(judged([GOOD])).toBeUndefined();
  });

  test.each<[string, Acknowledgement, RegExp]>([
    ['is bare', { ...GOOD, id: 'Serverless-SQSRedrivePolicy' }, /ack-qualified/],
    ['has a short reason', { ...GOOD, reason: 'because' }, /ack-reason/],
    ['has no owner', { ...GOOD, owner: ' ' }, /ack-owner/],
    ['has expired', { ...GOOD, expires: '2026-11-21' }, /ack-expired/],
    ['has no real expiry', { ...GOOD, expires: 'never' }, /ack-expiry/],
    ['is for a resource that does not exist', { ...GOOD, path: 'Stack/Nothing' }, /ack-lost/],
  ])('fails when an entry %s', (_, entry, rule) => {
    expect(judged([entry])).toMatch(rule);
  });

  test('THREATS 35: fails when something is acknowledged outside of it, qualified or bare', () => {
    const reason = GOOD.reason;
    const outside = (id: string) => judged([], (queue) => Validations.of(queue).acknowledge({ id, reason }));
    expect(outside(QUALIFIED)).toMatch(/ack-unlisted/);
    expect(outside('Serverless-SQSRedrivePolicy')).toMatch(/ack-unlisted/);
  });

  test('THREATS 35: fails when somebody acknowledges that very finding', () => {
    const silence = (queue: sqs.Queue) => {
      Validations.of(queue).acknowledge({ id: QUALIFIED, reason: GOOD.reason });
      Validations.of(queue.stack).acknowledge({ id: 'LlmApiCompliance::ack-unlisted', reason: GOOD.reason });
    };
    expect(judged([], silence)).toMatch(/ack-unlisted/);
  });
});
