import { Token } from 'aws-cdk-lib';
import { shown, type ConfigProblem } from './config-problem';
import { GuardrailStrength } from './guardrail-config';
import type { LlmApiConfig } from './llm-api-config';

const GUARDRAIL_ID = /^[a-z0-9]{1,64}$/;
/** A number: `DRAFT` can be changed under the feet of everybody. */
const VERSION = /^[1-9][0-9]{0,7}$/;
const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
const KIND = /^[A-Z][A-Z_]{1,60}$/;

/** What is wrong with guardrails, and with the names that guard policies and tiers call each other by. */
export function guardProblems(config: LlmApiConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (path: string, expected: string, value: unknown) =>
    problems.push({ path, expected, got: shown(value) });
  const policyNames = Object.keys(config.guardPolicies);
  const guardrails = config.guardrails ?? [];
  const guardrailNames = guardrails.map(({ name }) => name);

  guardrails.forEach((guardrail, index) => {
    const path = `guardrails[${index}]`;
    const { guardrailId, version, keyArn, groundingThreshold, relevanceThreshold, blockedPersonalData } = guardrail;
    if (guardrailNames.indexOf(guardrail.name) !== index) wrong(`${path}.name`, 'a name of its own', guardrail.name);
    if (guardrailId === undefined) {
      if (version !== undefined) wrong(`${path}.version`, 'nothing without guardrailId', version);
      if (keyArn !== undefined) wrong(`${path}.keyArn`, 'nothing without guardrailId', keyArn);
    } else {
      if (!matches(GUARDRAIL_ID, guardrailId)) wrong(`${path}.guardrailId`, 'the id of a guardrail', guardrailId);
      if (!matches(VERSION, version)) wrong(`${path}.version`, 'a number, never DRAFT', version);
      if (keyArn !== undefined && !matches(KEY_ARN, keyArn)) wrong(`${path}.keyArn`, 'the ARN of a key', keyArn);
      for (const made of [
        'contentFilters',
        'promptAttacks',
        'blockedPersonalData',
        'groundingThreshold',
        'relevanceThreshold',
      ] as const) {
        if (guardrail[made] !== undefined) wrong(`${path}.${made}`, 'nothing beside guardrailId', guardrail[made]);
      }
    }
    if (guardrail.promptAttacks === GuardrailStrength.NONE || guardrail.promptAttacks === GuardrailStrength.LOW) {
      wrong(`${path}.promptAttacks`, "'medium' or 'high'", guardrail.promptAttacks);
    }
    const price = guardrail.usdPerThousandTextUnits;
    if (price !== undefined && !(price >= 0 && Number.isFinite(price))) {
      wrong(`${path}.usdPerThousandTextUnits`, 'an amount of US dollars, 0 or more', price);
    }
    (blockedPersonalData ?? []).forEach((kind, at) => {
      if (!KIND.test(kind)) wrong(`${path}.blockedPersonalData[${at}]`, 'a kind as Bedrock calls it', kind);
    });
    for (const [name, value] of Object.entries({ groundingThreshold, relevanceThreshold })) {
      if (value !== undefined && !(value >= 0 && value <= 0.99))
        wrong(`${path}.${name}`, 'a score from 0 to 0.99', value);
    }
  });

  for (const [name, policy] of Object.entries(config.guardPolicies)) {
    const path = `guardPolicies.${name}`;
    const { guardrail, grounding } = record(record(policy).managed);
    if (guardrail !== undefined && !guardrailNames.includes(String(guardrail))) {
      wrong(`${path}.managed.guardrail`, `the name of a guardrail (${guardrailNames.join(', ')})`, guardrail);
    }
    const made = guardrails.find((each) => each.name === guardrail && each.guardrailId === undefined);
    if (grounding === true && made !== undefined && made.groundingThreshold === undefined) {
      wrong(`${path}.managed.grounding`, `a guardrail with a groundingThreshold`, grounding);
    }
    const shadow = shadowOf(policy);
    if (shadow === undefined) continue;
    const tried = shadow.policy !== name && policyNames.includes(shadow.policy);
    if (!tried)
      wrong(`${path}.shadow.policy`, `the name of another guard policy (${policyNames.join(', ')})`, shadow.policy);
    if (Number.isNaN(Date.parse(`${shadow.until}T00:00:00Z`))) {
      wrong(`${path}.shadow.until`, 'a day as YYYY-MM-DD', shadow.until);
    }
  }

  config.tiers.forEach((tier, index) => {
    const named = [
      ...(tier.guardPolicy === undefined ? [] : [['guardPolicy', tier.guardPolicy] as const]),
      ...(tier.tenantGuardPolicies ?? []).map((name, at) => [`tenantGuardPolicies[${at}]`, name] as const),
    ];
    for (const [field, name] of named) {
      if (policyNames.includes(name)) continue;
      wrong(`tiers[${index}].${field}`, `the name of a guard policy (${policyNames.join(', ')})`, name);
    }
  });

  return problems;
}

/** The trial that a guard policy asks for. */
export function shadowOf(policy: unknown): { readonly policy: string; readonly until: string } | undefined {
  const { shadow } = record(policy);
  if (shadow === undefined) return undefined;
  const { policy: name, until } = record(shadow);
  return { policy: String(name), until: String(until) };
}

function matches(pattern: RegExp, value: string | undefined): boolean {
  return value !== undefined && (Token.isUnresolved(value) || pattern.test(value));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
