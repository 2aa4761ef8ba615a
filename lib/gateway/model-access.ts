import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelProvider, type ModelConfig } from '../config/model-config';

/** Geography of an inference profile, in front of the id of its model. */
const PROFILE_PREFIX = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\./;

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
