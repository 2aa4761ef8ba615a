import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';

/** What a deployment will ask of the account: counted in the synthesized template. */
export interface DeploymentPlan {
  /** Lambda concurrency that the template sets aside. */
  readonly reservedConcurrency: number;
  readonly vpcs: number;
  readonly elasticIps: number;
  readonly webAcls: number;
  /** Rule groups of AWS in the web ACL, `AWSManagedRulesCommonRuleSet`. */
  readonly managedRuleGroups: readonly string[];
  readonly userPools: number;
  readonly restApis: number;
  readonly usagePlans: number;
  readonly trails: number;
  /** Whether the stage writes logs, for which API Gateway needs the account's role. */
  readonly logsOfApi: boolean;
  readonly guardrails: boolean;
  /** Version of the bootstrap stack that the assembly needs. */
  readonly bootstrapVersion: number;
  readonly models: readonly PlannedModel[];
  readonly domainPrefix: string | undefined;
}

/** A model of Bedrock in the config. */
export interface PlannedModel {
  readonly name: string;
  readonly modelId: string;
  readonly kind: string;
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** The assembly that the last synth wrote; `undefined` where there is none. */
export function readPlan(folder: string, stack: string, config: LlmApiConfig): DeploymentPlan | undefined {
  const file = join(folder, `${stack}.template.json`);
  if (!existsSync(file)) return undefined;
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  return planOf(template, readFileSync(join(folder, 'manifest.json'), 'utf8'), config);
}

/** Counts what a template asks of its account. */
export function planOf({ Resources }: Template, manifest: string, config: LlmApiConfig): DeploymentPlan {
  const resources = Object.values(Resources);
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length;
  const stages = resources.filter(({ Type }) => Type === 'AWS::ApiGateway::Stage');
  return {
    reservedConcurrency: resources.reduce(
      (sum, { Properties }) => sum + Number(Properties?.['ReservedConcurrentExecutions'] ?? 0),
      0,
    ),
    vpcs: count('AWS::EC2::VPC'),
    elasticIps: count('AWS::EC2::EIP'),
    webAcls: count('AWS::WAFv2::WebACL'),
    managedRuleGroups: managedGroupsOf(resources.find(({ Type }) => Type === 'AWS::WAFv2::WebACL')?.Properties),
    userPools: count('AWS::Cognito::UserPool'),
    restApis: count('AWS::ApiGateway::RestApi'),
    usagePlans: count('AWS::ApiGateway::UsagePlan'),
    trails: count('AWS::CloudTrail::Trail'),
    logsOfApi: stages.some(({ Properties }) => Properties?.['AccessLogSetting'] !== undefined),
    guardrails: count('AWS::Bedrock::Guardrail') > 0,
    bootstrapVersion: Math.max(
      0,
      ...[...manifest.matchAll(/"requiresBootstrapStackVersion":\s*(\d+)/g)].map(([, version]) => Number(version)),
    ),
    models: config.models
      .filter(({ provider }) => provider === 'bedrock')
      .map(({ name, modelId, kind }) => ({ name, modelId, kind })),
    domainPrefix: config.identity?.domainPrefix,
  };
}

function managedGroupsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { ManagedRuleGroupStatement: group } = value as { ManagedRuleGroupStatement?: { readonly Name?: string } };
  return [...(group?.Name === undefined ? [] : [group.Name]), ...Object.values(value).flatMap(managedGroupsOf)];
}
