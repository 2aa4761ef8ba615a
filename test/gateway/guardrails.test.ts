import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { judge, all, first, type Json, type TemplateJson } from '../compliance/template';
import { covers, statementsOf } from '../../lib/compliance/statements';
import { GuardrailStrength } from '../../lib/config/guardrail-config';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { mandatoryGuardrails, policiesFor } from '../../lib/gateway/guardrail-use';
import { SHIPPED_CONFIG, synthStack } from '../synth';

const managed = { guardrail: 'content' };

function synth(changes: Partial<LlmApiConfig>): TemplateJson {
  const { app, stack } = synthStack(changes);
  return JSON.parse(
    JSON.stringify(app.synth({ skipValidation: true }).getStackByName(stack.stackName).template),
  ) as TemplateJson;
}

const MADE: Partial<LlmApiConfig> = {
  guardrails: [{ name: 'content', groundingThreshold: 0.7, blockedPersonalData: ['US_PASSPORT_NUMBER'] }],
  guardPolicies: { standard: { managed: { ...managed, grounding: true } }, strict: { managed } },
};

/** Statements of the gateway's role. */
const statements = (template: TemplateJson): Json[] =>
  all(template, 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
    .filter(({ Sid = '' }) => /Model|Guardrail|TokenCounts/.test(Sid));
const bySid = (template: TemplateJson, sid: string): Json => statements(template).find(({ Sid }) => Sid === sid) ?? {};

describe('a guardrail that is made', () => {
  const TEMPLATE = JSON.stringify(synth(MADE));
  const template = (): TemplateJson => JSON.parse(TEMPLATE);

  test('filters, is encrypted by a key of its own and pinned to a version', () => {
    const { Properties } = first(template(), 'AWS::Bedrock::Guardrail');
    expect(Properties.ContentPolicyConfig.FiltersConfig).toContainEqual({
      Type: 'PROMPT_ATTACK',
      InputStrength: 'HIGH',
      OutputStrength: 'NONE',
    });
    expect(Properties.ContentPolicyConfig.FiltersConfig).toHaveLength(6);
    expect(Properties.ContextualGroundingPolicyConfig.FiltersConfig).toEqual([{ Type: 'GROUNDING', Threshold: 0.7 }]);
    expect(Properties.SensitiveInformationPolicyConfig.PiiEntitiesConfig).toEqual([
      { Type: 'US_PASSPORT_NUMBER', Action: 'BLOCK' },
    ]);
    expect(JSON.stringify(Properties.KmsKeyArn)).toMatch(/GatewayGuardrailsKey/);
    expect(all(template(), 'AWS::Bedrock::GuardrailVersion')).toHaveLength(1);
    const { Variables } = first(template(), 'AWS::Lambda::Function', (properties) =>
      JSON.stringify(properties.Environment ?? '').includes('GUARDRAILS'),
    ).Properties.Environment;
    expect(JSON.stringify(Variables.GUARDRAILS)).toMatch(/GuardrailId.*Version/);
    expect(JSON.stringify(Variables.GUARDRAILS)).not.toContain('DRAFT');
  });

  test('is mandatory for every model of words, and for no other', () => {
    const [identifier] = bySid(template(), 'ModelsWithGuardrail0').Condition.StringEquals['bedrock:GuardrailIdentifier']
      ? [bySid(template(), 'ModelsWithGuardrail0').Condition.StringEquals['bedrock:GuardrailIdentifier']]
      : [];
    expect(JSON.stringify(identifier)).toMatch(/GuardrailArn.*:.*Version/);
    const denial = bySid(template(), 'NoModelWithoutGuardrail0');
    expect(denial).toMatchObject({
      Effect: 'Deny',
      Condition: { StringNotEquals: { 'bedrock:GuardrailIdentifier': identifier } },
    });
    expect(JSON.stringify(denial.Resource)).toMatch(/nova-lite.*nova-micro/);
    expect(JSON.stringify(denial.Resource)).not.toContain('titan-embed');
    expect(JSON.stringify(bySid(template(), 'EmbeddingModels').Resource)).toContain('titan-embed');
    expect(bySid(template(), 'TokenCounts').Action).toBe('bedrock:CountTokens');
  });

  test('may be applied and decrypted by the gateway, also through the endpoint', () => {
    expect(bySid(template(), 'Guardrails')).toMatchObject({ Action: 'bedrock:ApplyGuardrail', Effect: 'Allow' });
    expect(JSON.stringify(bySid(template(), 'Guardrails').Resource)).toMatch(/GuardrailArn/);
    expect(JSON.stringify(bySid(template(), 'GuardrailKeys'))).toMatch(/kms:Decrypt.*GatewayGuardrailsKey/);
    const endpoints = all(template(), 'AWS::EC2::VPCEndpoint').flatMap(({ Properties }) =>
      statementsOf(Properties.PolicyDocument),
    );
    expect(endpoints.some(({ actions }) => actions.some((pattern) => covers(pattern, 'bedrock:ApplyGuardrail')))).toBe(
      true,
    );
  });

  test('breaks no rule', () => {
    expect(judge(template())).toEqual([]);
  });

  const MUTATIONS: readonly [string, string, (t: TemplateJson) => void][] = [
    [
      'neither condition nor denial',
      'LLM01-GUARDRAIL[call-without-guardrail]',
      (t) => {
        delete bySid(t, 'ModelsWithGuardrail0').Condition;
        bySid(t, 'NoModelWithoutGuardrail0').Effect = 'Allow';
      },
    ],
    [
      'a second way to the model',
      'LLM01-GUARDRAIL[call-without-guardrail]',
      (t) => {
        delete bySid(t, 'NoModelWithoutGuardrail0').Condition;
        bySid(t, 'TokenCounts').Action = ['bedrock:InvokeModel'];
      },
    ],
    [
      'the draft',
      'LLM01-GUARDRAIL[draft-version]',
      (t) =>
        (bySid(t, 'ModelsWithGuardrail0').Condition.StringEquals['bedrock:GuardrailIdentifier'] =
          'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc:DRAFT'),
    ],
    [
      'a weak filter',
      'LLM01-GUARDRAIL[no-prompt-attack-filter]',
      (t) => first(t, 'AWS::Bedrock::Guardrail').Properties.ContentPolicyConfig.FiltersConfig.pop(),
    ],
    ['no key', 'LLM01-GUARDRAIL[no-key]', (t) => delete first(t, 'AWS::Bedrock::Guardrail').Properties.KmsKeyArn],
    [
      'no version',
      'LLM01-GUARDRAIL[no-version]',
      (t) => (first(t, 'AWS::Bedrock::GuardrailVersion').Properties.GuardrailIdentifier = 'abc'),
    ],
  ];
  test.each(MUTATIONS)('the rules say what somebody has done: %s', (_, finding, mutate) => {
    const mutant = template();
    mutate(mutant);
    expect(judge(mutant)).toContain(finding);
  });
});

test('other rules are another version, so that the old one is never changed under a call', () => {
  const ids = (strength: GuardrailStrength) =>
    Object.keys(
      synth({ ...MADE, guardrails: [{ name: 'content', contentFilters: strength, groundingThreshold: 0.7 }] })
        .Resources,
    ).filter((id) => id.includes('GuardrailscontentVersion'));
  expect(ids(GuardrailStrength.HIGH)).not.toEqual(ids(GuardrailStrength.LOW));
});

describe('a guardrail that exists', () => {
  const template = synth({
    guardrails: [
      { name: 'content', guardrailId: 'abc123', version: '7', keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k-1' },
    ],
    guardPolicies: { standard: { managed }, strict: { managed } },
  });

  test('is taken by its id and version, and with its key', () => {
    expect(all(template, 'AWS::Bedrock::Guardrail')).toEqual([]);
    const { Condition } = bySid(template, 'ModelsWithGuardrail0');
    expect(JSON.stringify(Condition)).toContain(':guardrail/abc123:7');
    expect(bySid(template, 'GuardrailKeys').Resource).toBe('arn:aws:kms:eu-west-1:111122223333:key/k-1');
    expect(judge(template)).toEqual([]);
  });
});

describe('where it can be mandatory', () => {
  const { tiers, roles, models } = SHIPPED_CONFIG;
  const config = (changes: Partial<LlmApiConfig>): LlmApiConfig => ({ ...SHIPPED_CONFIG, ...changes });
  const both = { standard: { managed }, strict: { managed } };

  test('every policy under which a model may be called has one', () => {
    expect([...mandatoryGuardrails(config({ guardPolicies: both })).keys()]).toEqual(['nova-lite', 'nova-micro']);
  });

  test.each<[string, Partial<LlmApiConfig>]>([
    ['one policy without', { guardPolicies: { standard: {}, strict: { managed } } }],
    [
      'one that judges outside of the call only',
      { guardPolicies: { ...both, standard: { managed: { ...managed, inCall: false } } } },
    ],
    [
      'a policy that a tenant may be given',
      {
        guardPolicies: { ...both, lax: {} },
        tiers: tiers.map((tier) => ({ ...tier, tenantGuardPolicies: ['lax'] })),
      },
    ],
  ])('not with %s', (_what, changes) => {
    expect(mandatoryGuardrails(config(changes)).size).toBe(0);
  });

  test('a role that the tier names later decides nothing for the roles before it', () => {
    const last = { ...roles[2]!, guardPolicy: 'lax', models: [] };
    const changed = config({ guardPolicies: { ...both, lax: {} }, roles: [roles[0]!, roles[1]!, last] });
    expect(policiesFor(models[0]!.name, changed).sort()).toEqual(['standard', 'strict']);
    const first = config({ ...changed, tiers: [{ ...tiers[2]!, roles: ['operator', 'builder'] }] });
    expect(policiesFor(models[0]!.name, first).sort()).toEqual(['lax', 'standard']);
  });
});

test('a trial of a policy that is over is warned about', () => {
  const guardPolicies = { standard: { shadow: { policy: 'next', until: '2020-02-01' } }, strict: {}, next: {} };
  const { stack } = synthStack({ guardPolicies });
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp("trial of the guard policy 'next' above 'standard' ended"),
  );
  const later = synthStack({
    guardPolicies: { ...guardPolicies, standard: { shadow: { policy: 'next', until: '2999-02-01' } } },
  });
  Annotations.fromStack(later.stack).hasNoWarning('*', Match.stringLikeRegexp('trial of the guard policy'));
});
