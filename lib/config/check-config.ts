import { Token } from 'aws-cdk-lib';
import { MAX_BUDGET_SHARDS } from '../private/budget-shards';
import { LOG_DAYS } from '../private/retention';
import { SCOPES } from '../private/scope-table';
import { Profile } from '../profile';
import { guardProblems } from './check-guard';
import { shown, type ConfigProblem } from './config-problem';
import { HOST, reachProblems } from './check-reach';
import type { LlmApiConfig } from './llm-api-config';
import { ModelKind, ModelProvider, type ModelConfig } from './model-config';
import type { LimitsConfig } from './tier-config';
import { weaknessesOf } from './weak-policies';

/** A geographic prefix makes a Bedrock id an inference profile, which sends prompts to other Regions. */
const INFERENCE_PROFILE = /^(us|us-gov|eu|apac|jp|au|ca|global)\./;
/** Vendor, model and version, all exact. */
const BEDROCK_ID = /^((us|us-gov|eu|apac|jp|au|ca|global)\.)?[a-z0-9-]+\.[a-z0-9-]+([.-][a-z0-9]+)*(:\d+)*$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/;

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$/;

/** With its path and without a wildcard: a policy compares it letter by letter, and a session's ARN is not the role's. */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role(\/[A-Za-z0-9_+=,.@-]+)+$/;

/**
 * What is wrong with a config beyond its shape: names that lead nowhere, limits that contradict each other, opt-outs
 * that are not complete. An empty list means that it can be deployed.
 */
export function checkConfig(config: LlmApiConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (path: string, expected: string, value: unknown) =>
    problems.push({ path, expected, got: shown(value) });

  const modelNames = config.models.map(({ name }) => name);
  const roleNames = config.roles.map(({ name }) => name);
  const policyNames = Object.keys(config.guardPolicies);

  atLeastOne('models', config.models);
  atLeastOne('roles', config.roles);
  atLeastOne('tiers', config.tiers);
  unique('models', modelNames);
  unique('roles', roleNames);
  unique(
    'tiers',
    config.tiers.map(({ name }) => name),
  );
  if (policyNames.length === 0) wrong('guardPolicies', 'at least one policy', config.guardPolicies);

  config.models.forEach((model, index) => checkModel(`models[${index}]`, model));

  config.roles.forEach((role, index) => {
    const path = `roles[${index}]`;
    role.scopes.forEach((scope, at) => oneOf(`${path}.scopes[${at}]`, 'a scope', SCOPES, scope));
    role.models.forEach((name, at) => oneOf(`${path}.models[${at}]`, 'the name of a model', modelNames, name));
    oneOf(`${path}.guardPolicy`, 'the name of a guard policy', policyNames, role.guardPolicy);
    wholeNumber(`${path}.maxOutputTokens`, role.maxOutputTokens, 1);
    wholeNumber(`${path}.maxPromptBytes`, role.maxPromptBytes, 1);
    const maxBodyBytes = config.requests?.maxBodyBytes ?? 1_048_576;
    if (role.maxPromptBytes > maxBodyBytes) {
      wrong(`${path}.maxPromptBytes`, `at most requests.maxBodyBytes (${maxBodyBytes})`, role.maxPromptBytes);
    }
    (role.tools ?? []).forEach((tool, at) => {
      if (tool.maxRounds !== undefined) wholeNumber(`${path}.tools[${at}].maxRounds`, tool.maxRounds, 1);
    });
  });

  config.tiers.forEach((tier, index) => {
    const path = `tiers[${index}]`;
    if (tier.roles.length === 0) wrong(`${path}.roles`, 'at least one role', tier.roles);
    tier.roles.forEach((name, at) => oneOf(`${path}.roles[${at}]`, 'the name of a role', roleNames, name));
    checkLimits(`${path}.tenantLimits`, tier.tenantLimits);
    checkLimits(`${path}.clientLimits`, tier.clientLimits);
    if (tier.budgetShards !== undefined) wholeNumber(`${path}.budgetShards`, tier.budgetShards, 1, MAX_BUDGET_SHARDS);
    wholeNumber(`${path}.usagePlan.burst`, tier.usagePlan.burst, 1);
    wholeNumber(`${path}.usagePlan.requestsPerDay`, tier.usagePlan.requestsPerDay, 1);
    if (!(tier.usagePlan.requestsPerSecond > 0)) {
      wrong(`${path}.usagePlan.requestsPerSecond`, 'a number above 0', tier.usagePlan.requestsPerSecond);
    }
  });

  for (const [name, policy] of Object.entries(config.guardPolicies)) {
    if (config.allowWeakGuardIn?.includes(name)) continue;
    for (const weakness of weaknessesOf(policy)) {
      wrong(`guardPolicies.${name}.${weakness}`, `what stops, or '${name}' in allowWeakGuardIn`, policy);
    }
  }
  (config.allowWeakGuardIn ?? []).forEach((name, at) =>
    oneOf(`allowWeakGuardIn[${at}]`, 'the name of a guard policy', policyNames, name),
  );
  problems.push(...guardProblems(config));
  checkRequests();
  checkEdge();
  checkConcurrency();
  checkEgress();
  checkCredentials();
  checkReplica();
  checkOperators();
  checkRetention();
  return problems;

  function checkModel(path: string, model: ModelConfig): void {
    wholeNumber(`${path}.contextTokens`, model.contextTokens, 1);
    // an embedding has no output tokens.
    wholeNumber(`${path}.maxOutputTokens`, model.maxOutputTokens, model.kind === ModelKind.CHAT ? 1 : 0);
    amount(`${path}.price.inputUsdPerMillionTokens`, model.price.inputUsdPerMillionTokens);
    amount(`${path}.price.outputUsdPerMillionTokens`, model.price.outputUsdPerMillionTokens);
    if (!DATE.test(model.price.asOf) || Number.isNaN(Date.parse(model.price.asOf))) {
      wrong(`${path}.price.asOf`, 'the day of the price as YYYY-MM-DD', model.price.asOf);
    }
    checkQuota(`${path}.quota`, model);
    if (model.provider === ModelProvider.BEDROCK) {
      if (!BEDROCK_ID.test(model.modelId)) {
        wrong(`${path}.modelId`, 'the exact id of a Bedrock model or inference profile', model.modelId);
      }
      const isProfile = INFERENCE_PROFILE.test(model.modelId);
      if (isProfile && (model.inferenceRegions ?? []).length === 0) {
        wrong(`${path}.inferenceRegions`, 'the Regions that the inference profile may use', model.inferenceRegions);
      }
      if (!isProfile && model.inferenceRegions !== undefined) {
        wrong(`${path}.inferenceRegions`, 'nothing, because the model is no inference profile', model.inferenceRegions);
      }
      if (model.baseUrl !== undefined) wrong(`${path}.baseUrl`, 'nothing beside the provider bedrock', model.baseUrl);
      if (model.secretArn !== undefined) {
        wrong(`${path}.secretArn`, 'nothing beside the provider bedrock', model.secretArn);
      }
      return;
    }
    const url = URL.canParse(model.baseUrl ?? '') ? new URL(model.baseUrl ?? '') : undefined;
    if (url === undefined || url.protocol !== 'https:' || !url.pathname.endsWith('/v1')) {
      wrong(`${path}.baseUrl`, 'an https URL that ends with /v1', model.baseUrl);
    } else if (!(config.egress?.hosts ?? []).includes(url.hostname)) {
      wrong('egress.hosts', `a list with ${url.hostname}, which ${path} needs`, config.egress?.hosts);
    }
    if (model.secretArn !== undefined && !(Token.isUnresolved(model.secretArn) || SECRET_ARN.test(model.secretArn))) {
      wrong(`${path}.secretArn`, 'the ARN of a secret in Secrets Manager', model.secretArn);
    }
  }

  function checkQuota(path: string, { quota, modelId }: ModelConfig): void {
    for (const [name, value] of Object.entries(quota ?? {})) wholeNumber(`${path}.${name}`, value, 1);
    const first = config.models.find((each) => each.modelId === modelId)?.quota;
    const same = (['requestsPerMinute', 'tokensPerMinute'] as const).every((name) => first?.[name] === quota?.[name]);
    if (!same) wrong(path, `the same for every model with the id ${modelId}: the account has one quota of it`, quota);
  }

  function checkLimits(path: string, limits: LimitsConfig): void {
    for (const [name, value] of Object.entries(limits)) {
      if (name.startsWith('usd')) amount(`${path}.${name}`, value);
      else wholeNumber(`${path}.${name}`, value, 0);
    }
  }

  function checkRequests(): void {
    const { maxBodyBytes, maxMessages, deadlineSeconds, maxAbandonedSeconds } = config.requests ?? {};
    if (maxBodyBytes !== undefined) wholeNumber('requests.maxBodyBytes', maxBodyBytes, 1024, 6_000_000);
    if (maxMessages !== undefined) wholeNumber('requests.maxMessages', maxMessages, 1, 10_000);
    // fifteen minutes is the end of a streamed integration; the function and the integration come a little later.
    if (deadlineSeconds !== undefined) wholeNumber('requests.deadlineSeconds', deadlineSeconds, 5, 880);
    if (maxAbandonedSeconds !== undefined) {
      wholeNumber('requests.maxAbandonedSeconds', maxAbandonedSeconds, 0, deadlineSeconds ?? 300);
    }
  }

  function checkEdge(): void {
    problems.push(...reachProblems(config.edge ?? {}));
    const { requestsPerAddress, anonymousRequestsPerAddress, requestsPerSecond, burst } = config.edge ?? {};
    if (requestsPerAddress !== undefined) wholeNumber('edge.requestsPerAddress', requestsPerAddress, 10);
    if (anonymousRequestsPerAddress !== undefined) {
      wholeNumber('edge.anonymousRequestsPerAddress', anonymousRequestsPerAddress, 10);
    }
    if (requestsPerSecond !== undefined) wholeNumber('edge.requestsPerSecond', requestsPerSecond, 1, 10_000);
    if (burst !== undefined) wholeNumber('edge.burst', burst, 1, 5_000);
  }

  function checkConcurrency(): void {
    if (config.reservedConcurrency?.gateway !== undefined) {
      wholeNumber('reservedConcurrency.gateway', config.reservedConcurrency.gateway, 1);
    }
  }

  function checkEgress(): void {
    if (config.egress === undefined) return;
    if (config.egress.hosts.length === 0) wrong('egress.hosts', 'at least one host name', config.egress.hosts);
    config.egress.hosts.forEach((host, at) => {
      if (!HOST.test(host)) wrong(`egress.hosts[${at}]`, 'a host name in lower case, without a wildcard', host);
    });
    if (config.profile === Profile.TRIAL) wrong('egress', 'nothing in a trial, which has no network', config.egress);
  }

  function checkCredentials(): void {
    const { rotateAfterDays, issuerFunctionArn } = config.credentials ?? {};
    if (rotateAfterDays !== undefined) wholeNumber('credentials.rotateAfterDays', rotateAfterDays, 1, 1_000);
    if (issuerFunctionArn === undefined) return;
    if (!Token.isUnresolved(issuerFunctionArn) && !FUNCTION_ARN.test(issuerFunctionArn)) {
      wrong('credentials.issuerFunctionArn', 'the ARN of a Lambda function', issuerFunctionArn);
    }
  }

  function checkReplica(): void {
    if (config.auditReplica === undefined) return;
    const { bucketArn, accountId, keyArn } = config.auditReplica;
    const matches = (value: string, pattern: RegExp) => Token.isUnresolved(value) || pattern.test(value);
    if (!matches(bucketArn, /^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$/)) {
      wrong('auditReplica.bucketArn', 'the ARN of a bucket', bucketArn);
    }
    if (!matches(accountId, /^\d{12}$/)) wrong('auditReplica.accountId', 'an account of twelve digits', accountId);
    if (!matches(keyArn, /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/)) {
      wrong('auditReplica.keyArn', 'the ARN of a key (no alias)', keyArn);
    }
    if (!Token.isUnresolved(keyArn) && !Token.isUnresolved(accountId) && !keyArn.includes(`:${accountId}:`)) {
      wrong('auditReplica.keyArn', `a key of the account ${accountId}`, keyArn);
    }
  }

  function checkOperators(): void {
    if (config.operators === undefined) return;
    atLeastOne('operators.roleArns', config.operators.roleArns);
    config.operators.roleArns.forEach((arn, at) => {
      if (Token.isUnresolved(arn) || ROLE_ARN.test(arn)) return;
      const expected = 'the ARN of an IAM role (arn:aws:iam::ACCOUNT:role/NAME), without a wildcard';
      wrong(`operators.roleArns[${at}]`, expected, arn);
    });
  }

  function checkRetention(): void {
    const retention = config.retention ?? {};
    const twice = (
      days: 'auditDays' | 'backupDays' | 'datasetDays',
      confirm: 'confirmAuditDays' | 'confirmBackupDays' | 'confirmDatasetDays',
    ) => {
      if (retention[days] === undefined) {
        wrong(`retention.${days}`, 'a number of days in the production profile, where it is locked', retention[days]);
        return;
      }
      wholeNumber(`retention.${days}`, retention[days], 1, 36_500);
      if (retention[confirm] !== retention[days]) {
        wrong(
          `retention.${confirm}`,
          `${retention[days]}, as retention.${days} says: a locked retention cannot be shortened by anyone`,
          retention[confirm],
        );
      }
    };
    if (config.profile !== Profile.TRIAL) {
      twice('auditDays', 'confirmAuditDays');
      twice('backupDays', 'confirmBackupDays');
      if (config.trainingData === true) twice('datasetDays', 'confirmDatasetDays');
    }
    const ranges = {
      rawTrainingDataDays: 30,
      journalDays: 365,
      accessLogDays: 36_500,
      deadLetterDays: 14,
    } as const;
    for (const [name, most] of Object.entries(ranges)) {
      const days = retention[name as keyof typeof ranges];
      if (days !== undefined) wholeNumber(`retention.${name}`, days, 1, most);
    }
    if (retention.logDays !== undefined && !LOG_DAYS.includes(retention.logDays)) {
      wrong(
        'retention.logDays',
        `a number of days that CloudWatch Logs takes (${LOG_DAYS.join(', ')})`,
        retention.logDays,
      );
    }
  }

  function atLeastOne(path: string, list: readonly unknown[]): void {
    if (list.length === 0) wrong(path, 'at least one entry', list);
  }

  function unique(path: string, names: readonly string[]): void {
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index) wrong(`${path}[${index}].name`, 'a name of its own', name);
    });
  }

  function oneOf(path: string, what: string, known: readonly string[], value: string): void {
    if (!known.includes(value)) wrong(path, `${what} (${known.join(', ')})`, value);
  }

  function wholeNumber(path: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
    if (Token.isUnresolved(value)) return;
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    wrong(path, `a whole number ${range}`, value);
  }

  function amount(path: string, value: number): void {
    if (Token.isUnresolved(value) || (Number.isFinite(value) && value >= 0)) return;
    wrong(path, 'an amount of US dollars, 0 or more', value);
  }
}
