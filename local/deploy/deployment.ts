import type { LocalAws } from '../aws';
import type { Assembly } from './assembly';
import { ownOutputs, withLateValues } from './late-values';
import { applyDroppedSettings, type AppliedSetting } from './settings';
import { guardrailStandIns } from './guardrail-ids';
import { deployStack } from './stack';
import type { Resource } from './template';
import { transform, type Change, type StreamingMethod } from './transform';
import { uploadAssets } from './upload-assets';
import { createWebAclSets, type WebAclSetsOnEmulator } from './web-acl-sets';

/** A stack on the emulator, and everything that is known of how it differs from its template. */
export interface Deployment {
  readonly assembly: Assembly;
  readonly stackId: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly physicalIds: Readonly<Record<string, string>>;
  /** Every resource of the template, with its references resolved. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly methods: readonly StreamingMethod[];
  readonly webAclSets: WebAclSetsOnEmulator;
  readonly changes: readonly Change[];
  readonly applied: readonly AppliedSetting[];
}

/** Deploys the copy of a template that the emulator takes, then sets what its CloudFormation dropped. */
export async function deploy(assembly: Assembly, aws: LocalAws, echoValue: string): Promise<Deployment> {
  const { template, stackName, region } = assembly;
  const [webAclSets] = await Promise.all([createWebAclSets(template, stackName, aws), uploadAssets(assembly, aws)]);
  const standIns = { ...webAclSets.standIns, ...guardrailStandIns(template, region) };
  const transformed = transform(template, standIns, echoValue, region);
  const late = withLateValues(transformed.template, transformed.resources);
  const stack = await deployStack(stackName, late.template, aws);
  const resources = late.resolve(transformed.resources, stack.outputs) as Readonly<Record<string, Resource>>;
  const applied = await applyDroppedSettings({ resources, physicalIds: stack.physicalIds }, aws);
  return {
    assembly,
    stackId: stack.stackId,
    outputs: ownOutputs(stack.outputs),
    physicalIds: stack.physicalIds,
    resources,
    methods: transformed.methods,
    webAclSets,
    changes: transformed.changes,
    applied,
  };
}

/** The one resource of a type; a template with none or two says so. */
export function only(deployment: Deployment, type: string): readonly [string, Resource] {
  const [first, second] = Object.entries(deployment.resources).filter(([, resource]) => resource.Type === type);
  if (!first || second) throw new Error(`template: expected one ${type}, got ${first ? 'more' : 'none'}`);
  return first;
}
