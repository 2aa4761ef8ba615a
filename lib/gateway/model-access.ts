import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelKind, ModelProvider, type ModelConfig } from '../config/model-config';
import { PROFILE_PREFIX } from './deployment';

/**
 * ARNs of exactly the Bedrock models that a config names: no wildcard, so that a stolen role reaches nothing dearer.
 *
 * An inference profile needs its own ARN and the model's in each Region to which it may send a prompt.
 */
export function bedrockModelArns(scope: Construct, models: readonly ModelConfig[]): string[] {
  const { partition, region, account } = Stack.of(scope);
  return models
    .filter(({ provider }) => provider === ModelProvider.BEDROCK)
    .flatMap(({ modelId, inferenceRegions }) => {
      if (!PROFILE_PREFIX.test(modelId)) return [`arn:${partition}:bedrock:${region}::foundation-model/${modelId}`];
      const base = modelId.replace(PROFILE_PREFIX, '');
      return [
        `arn:${partition}:bedrock:${region}:${account}:inference-profile/${modelId}`,
        ...(inferenceRegions ?? []).map((name) => `arn:${partition}:bedrock:${name}::foundation-model/${base}`),
      ];
    });
}

/**
 * ARNs of the models that count tokens, in the Region of the API: counting takes a model and never a profile.
 */
export function countingModelArns(scope: Construct, models: readonly ModelConfig[]): string[] {
  const { partition, region } = Stack.of(scope);
  const ids = models
    .filter(({ provider, kind }) => provider === ModelProvider.BEDROCK && kind === ModelKind.CHAT)
    .map(({ modelId }) => modelId.replace(PROFILE_PREFIX, ''));
  return [...new Set(ids)].map((id) => `arn:${partition}:bedrock:${region}::foundation-model/${id}`);
}
