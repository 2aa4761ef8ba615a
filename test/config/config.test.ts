import * as fs from 'node:fs';
import * as path from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import Ajv from 'ajv';
import { checkConfig } from '../../lib/config/check-config';
import { ConfigError } from '../../lib/config/config-problem';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { loadConfig, parseConfig } from '../../lib/config/load-config';
import { SHIPPED_CONFIG, synthStack } from '../synth';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a config that is broken on purpose has no type.
type Json = Record<string, any>;

const ROOT = path.join(__dirname, '..', '..');
const shipped = (): Json => JSON.parse(fs.readFileSync(path.join(ROOT, 'llm-api.config.json'), 'utf8'));

function message(change: (config: Json) => void): string {
  const config = shipped();
  change(config);
  try {
    parseConfig(config, 'llm-api.config.json');
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

test('the shipped config is right, and names its schema', () => {
  expect(checkConfig(SHIPPED_CONFIG)).toEqual([]);
  expect(shipped().$schema).toBe('./schema/llm-api.config.schema.json');
});

const OPERATOR = 'arn:aws:iam::111122223333:role/LlmApiOperator';

/** One wrong value each: the path, what was expected, what was got. */
const WRONG: readonly [string, (config: Json) => void, RegExp][] = [
  ['an unknown name', (c) => (c.model = []), /model: expected one of .*models.*, got the unknown name 'model'/],
  ['no models', (c) => delete c.models, /models: expected a value, got nothing/],
  ['an empty list', (c) => (c.tiers = []), /tiers: expected a value that must NOT have fewer than 1 items, got \[\]/],
  ['a profile of no name', (c) => (c.profile = 'prod'), /profile: expected one of "production", "trial", got "prod"/],
  [
    'a text for a number',
    (c) => (c.models[0].contextTokens = '1k'),
    /models\[0\]\.contextTokens: expected a value of type integer, got "1k"/,
  ],
  [
    'an unknown model in a role',
    (c) => (c.roles[1].models[0] = 'gpt'),
    /roles\[1\]\.models\[0\]: expected the name of a model \(nova-lite, .*\), got "gpt"/,
  ],
  [
    'an unknown scope',
    (c) => (c.roles[0].scopes[0] = 'llm/all'),
    /roles\[0\]\.scopes\[0\]: expected one of "llm\/chat".*, got "llm\/all"/,
  ],
  [
    'a policy that is missing',
    (c) => (c.roles[0].guardPolicy = 'lax'),
    /roles\[0\]\.guardPolicy: expected the name of a guard policy \(standard, strict\), got "lax"/,
  ],
  [
    'a role of a tier that is missing',
    (c) => (c.tiers[0].roles = ['boss']),
    /tiers\[0\]\.roles\[0\]: expected the name of a role .*, got "boss"/,
  ],
  [
    'a negative limit',
    (c) => (c.tiers[0].tenantLimits.tokensPerDay = -1),
    /tiers\[0\]\.tenantLimits\.tokensPerDay: expected a value that must be >= 0, got -1/,
  ],
  [
    'half a request',
    (c) => (c.tiers[0].clientLimits.requestsPerMinute = 0.5),
    /clientLimits\.requestsPerMinute: expected a value of type integer, got 0\.5/,
  ],
  [
    'two models of one name',
    (c) => (c.models[1].name = 'nova-lite'),
    /models\[1\]\.name: expected a name of its own, got "nova-lite"/,
  ],
  [
    'a model with a wildcard',
    (c) => (c.models[0].modelId = 'amazon.nova-*'),
    /models\[0\]\.modelId: expected the exact id of a Bedrock model/,
  ],
  [
    'an inference profile without Regions',
    (c) => (c.models[0].modelId = 'eu.amazon.nova-lite-v1:0'),
    /models\[0\]\.inferenceRegions: expected the Regions that the inference profile may use, got nothing/,
  ],
  [
    'Regions without a profile',
    (c) => (c.models[0].inferenceRegions = ['eu-west-1']),
    /models\[0\]\.inferenceRegions: expected nothing/,
  ],
  [
    'a price without a real day',
    (c) => (c.models[0].price.asOf = '2026-99-99'),
    /models\[0\]\.price\.asOf: expected the day of the price/,
  ],
  [
    'an upstream without egress',
    (c) =>
      Object.assign(c.models[0], {
        provider: 'openai-compatible',
        baseUrl: 'https://api.example.com/v1',
        secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:upstream-AbCdEf',
      }),
    /egress\.hosts: expected a list with api\.example\.com, which models\[0\] needs, got nothing/,
  ],
  [
    'an upstream in the clear',
    (c) => Object.assign(c.models[0], { provider: 'openai-compatible', baseUrl: 'http://api.example.com/v1' }),
    /models\[0\]\.baseUrl: expected a value that must match pattern/,
  ],
  [
    'a replica under a key of a third account',
    (c) =>
      (c.auditReplica = {
        bucketArn: 'arn:aws:s3:::replica',
        accountId: '444455556666',
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/abc',
      }),
    /auditReplica\.keyArn: expected a key of the account 444455556666/,
  ],
  [
    'keys that are never replaced',
    (c) => (c.credentials = { rotateAfterDays: 0 }),
    /credentials\.rotateAfterDays: expected a value that must be >= 1, got 0/,
  ],
  [
    'an issuer of keys that is no function',
    (c) => (c.credentials = { issuerFunctionArn: 'arn:aws:iam::111122223333:role/issuer' }),
    /credentials\.issuerFunctionArn: expected the ARN of a Lambda function/,
  ],
  [
    'a host with a wildcard',
    (c) => (c.egress = { hosts: ['*.example.com'] }),
    /egress\.hosts\[0\]: expected a host name in lower case, without a wildcard/,
  ],
  [
    'an operator without an ARN',
    (c) => (c.operators = { roleArns: ['LlmApiOperator'] }),
    /operators\.roleArns\[0\]: expected the ARN of an IAM role \(.*\), without a wildcard, got "LlmApiOperator"/,
  ],
  [
    'any operator',
    (c) => (c.operators = { roleArns: [OPERATOR, 'arn:aws:iam::111122223333:role/*'] }),
    /operators\.roleArns\[1\]: expected the ARN of an IAM role/,
  ],
  [
    'a whole account as the operator',
    (c) => (c.operators = { roleArns: ['arn:aws:iam::111122223333:root'] }),
    /operators\.roleArns\[0\]: expected the ARN of an IAM role/,
  ],
  [
    'the session of an operator',
    (c) => (c.operators = { roleArns: ['arn:aws:sts::111122223333:assumed-role/LlmApiOperator/alice'] }),
    /operators\.roleArns\[0\]: expected the ARN of an IAM role/,
  ],
  [
    'operators that are none',
    (c) => (c.operators = { roleArns: [] }),
    /operators\.roleArns: expected a value that must NOT have fewer than 1 items, got \[\]/,
  ],
  ['operators without roles', (c) => (c.operators = {}), /operators\.roleArns: expected a value, got nothing/],
  [
    'a locked retention that is said once',
    (c) => delete c.retention.confirmAuditDays,
    /retention\.confirmAuditDays: expected 365, as retention\.auditDays says: .*, got nothing/,
  ],
  [
    'a prompt larger than a body',
    (c) => (c.roles[0].maxPromptBytes = 9_000_000),
    /roles\[0\]\.maxPromptBytes: expected at most requests\.maxBodyBytes/,
  ],
  [
    'a policy that lets injections pass',
    (c) => (c.guardPolicies.standard.injection = 'flag'),
    /guardPolicies\.standard\.injection: expected what stops, or 'standard' in allowWeakGuardIn/,
  ],
  [
    'a policy that trusts documents',
    (c) => (c.guardPolicies.strict.trust = { document: { untrusted: false } }),
    /guardPolicies\.strict\.trust\.document: expected what stops/,
  ],
  [
    'a policy with a typing error',
    (c) => (c.guardPolicies.strict.injektion = 'block'),
    /guardPolicies\.strict\.injektion: expected one of base/,
  ],
  [
    'a guardrail that is not there',
    (c) => (c.guardPolicies.strict.managed = { guardrail: 'content' }),
    /guardPolicies\.strict\.managed\.guardrail: expected the name of a guardrail \(\), got "content"/,
  ],
  [
    'the draft of a guardrail',
    (c) => (c.guardrails = [{ name: 'content', guardrailId: 'abc', version: 'DRAFT' }]),
    /guardrails\[0\]\.version: expected a number, never DRAFT, got "DRAFT"/,
  ],
  [
    'a guardrail without its version',
    (c) => (c.guardrails = [{ name: 'content', guardrailId: 'abc' }]),
    /guardrails\[0\]\.version: expected a number, never DRAFT, got nothing/,
  ],
  [
    'filters of a guardrail that exists',
    (c) => (c.guardrails = [{ name: 'content', guardrailId: 'abc', version: '1', contentFilters: 'low' }]),
    /guardrails\[0\]\.contentFilters: expected nothing beside guardrailId/,
  ],
  [
    'a guardrail that lets attacks pass',
    (c) => (c.guardrails = [{ name: 'content', promptAttacks: 'low' }]),
    /guardrails\[0\]\.promptAttacks: expected 'medium' or 'high', got "low"/,
  ],
  [
    'grounding by a guardrail that has none',
    (c) => {
      c.guardrails = [{ name: 'content' }];
      c.guardPolicies.strict.managed = { guardrail: 'content', grounding: true };
    },
    /guardPolicies\.strict\.managed\.grounding: expected a guardrail with a groundingThreshold/,
  ],
  [
    'a trial of nothing',
    (c) => (c.guardPolicies.strict.shadow = { policy: 'strict', until: '2027-01-01' }),
    /guardPolicies\.strict\.shadow\.policy: expected the name of another guard policy/,
  ],
  [
    'a trial without an end',
    (c) => (c.guardPolicies.strict.shadow = { policy: 'standard', until: '2027-13-01' }),
    /guardPolicies\.strict\.shadow\.until: expected a day as YYYY-MM-DD/,
  ],
  [
    'a policy for tenants that is not there',
    (c) => (c.tiers[0].tenantGuardPolicies = ['lax']),
    /tiers\[0\]\.tenantGuardPolicies\[0\]: expected the name of a guard policy/,
  ],
  [
    'an opt-out for nothing',
    (c) => (c.allowWeakGuardIn = ['lax']),
    /allowWeakGuardIn\[0\]: expected the name of a guard policy/,
  ],
];

test.each(WRONG)('says where and what: %s', (_, change, expected) => {
  expect(message(change)).toMatch(expected);
});

test('names every wrong value at once, and the file', () => {
  const text = message((config) => {
    config.profile = 'prod';
    config.models[0].kind = 'voice';
  });
  expect(text).toMatch(/^llm-api\.config\.json: 2 values are wrong\n {2}profile: .*\n {2}models\[0\]\.kind: /);
});

test('a file that is no JSON, or is not there, is a sentence too', () => {
  const file = path.join(fs.mkdtempSync('/tmp/config-'), 'broken.json');
  fs.writeFileSync(file, '{ "models": [');
  expect(() => loadConfig(file)).toThrow(/the file: expected JSON, got /);
  expect(() => loadConfig(`${file}.gone`)).toThrow(/the file: expected a readable config file, got none/);
});

test('0 is a limit', () => {
  expect(message((config) => (config.tiers[0].tenantLimits.requestsPerMinute = 0))).toBe('accepted');
});

test('the façade refuses what no file check has seen', () => {
  const tiers = [{ ...SHIPPED_CONFIG.tiers[0]!, tenantLimits: { tokensPerDay: NaN } }];
  expect(() => synthStack({ tiers })).toThrow(
    /HardenedLlmApi\/LlmApi: 1 value is wrong\n {2}tiers\[0\]\.tenantLimits\.tokensPerDay: expected a whole number of at least 0, got NaN/,
  );
});

test.each([
  ['a role', OPERATOR],
  [
    'a role of IAM Identity Center',
    `${OPERATOR.replace('role/', 'role/aws-reserved/sso.amazonaws.com/eu-west-1/')}_0a`,
  ],
  ['a role of another partition', OPERATOR.replace('arn:aws:', 'arn:aws-us-gov:')],
])('an operator is %s', (_, arn) => {
  expect(message((config) => (config.operators = { roleArns: [arn] }))).toBe('accepted');
});

test('the façade refuses operators that no file check has seen', () => {
  expect(() => synthStack({ operators: { roleArns: ['*'] } })).toThrow(
    /operators\.roleArns\[0\]: expected the ARN of an IAM role .*, got "\*"/,
  );
  expect(() => synthStack({ operators: { roleArns: [] } })).toThrow(/operators\.roleArns: expected at least one entry/);
});

test('a weak policy is allowed by name, and warned about', () => {
  const changes: Partial<LlmApiConfig> = {
    guardPolicies: { standard: {}, strict: {}, newcomer: { injection: 'flag' } },
    allowWeakGuardIn: ['newcomer'],
  };
  const { stack } = synthStack(changes);
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp("guard policy 'newcomer' may let attacks"));
});

test('the published schema compiles strictly and describes every value', () => {
  const schema: Json = JSON.parse(fs.readFileSync(path.join(ROOT, 'schema', 'llm-api.config.schema.json'), 'utf8'));
  expect(() => new Ajv({ strict: true }).compile(schema)).not.toThrow();
  const silent = Object.entries<Json>(schema.properties).filter(
    ([name, value]) => name !== '$schema' && !value.description,
  );
  expect(silent).toEqual([]);
});
