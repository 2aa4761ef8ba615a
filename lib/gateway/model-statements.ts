import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LlmApiConfig } from '../config/llm-api-config';
import { ModelKind } from '../config/model-config';
import { mandatoryGuardrails } from './guardrail-use';
import type { Guardrails } from './guardrails';
import { bedrockModelArns, countingModelArns } from './model-access';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/**
 * What the gateway may do with the Bedrock models of a config: exactly these, and where every call of a model has to
 * carry a guardrail, no call without it.
 *
 * The denial beside the condition holds even where another policy is attached one day.
 */
export function modelStatements(scope: Construct, config: LlmApiConfig, guardrails: Guardrails): iam.PolicyStatement[] {
  const ofKind = (kind: ModelKind) => config.models.filter((model) => model.kind === kind);
  const embedding = bedrockModelArns(scope, ofKind(ModelKind.EMBEDDING));
  const counting = countingModelArns(scope, config.models);
  const mandatory = mandatoryGuardrails(config);
  const free = bedrockModelArns(
    scope,
    ofKind(ModelKind.CHAT).filter(({ name }) => !mandatory.has(name)),
  );
  const bound = groups(mandatory).map(({ models, guardrailNames }) => ({
    resources: bedrockModelArns(
      scope,
      config.models.filter(({ name }) => models.includes(name)),
    ).filter((arn) => !free.includes(arn)),
    identifiers: guardrailNames.map((name) => guardrails.identifierOf(name)),
  }));
  return [
    ...(counting.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            sid: 'TokenCounts',
            // the provider's count decides where the byte bound alone would refuse; it takes no guardrail.
            actions: ['bedrock:CountTokens'],
            resources: counting,
          }),
        ]),
    ...(free.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            sid: mandatory.size === 0 ? 'Models' : 'ModelsWithoutGuardrail',
            actions: INVOKE,
            resources: free,
          }),
        ]),
    ...(embedding.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            sid: 'EmbeddingModels',
            // vectors come at once: nothing streams, and nothing counts.
            actions: ['bedrock:InvokeModel'],
            resources: embedding,
          }),
        ]),
    ...bound.flatMap(({ resources, identifiers }, i) => [
      new iam.PolicyStatement({
        sid: `ModelsWithGuardrail${i}`,
        actions: INVOKE,
        resources,
        conditions: { StringEquals: { 'bedrock:GuardrailIdentifier': identifiers } },
      }),
      new iam.PolicyStatement({
        sid: `NoModelWithoutGuardrail${i}`,
        effect: iam.Effect.DENY,
        actions: INVOKE,
        resources,
        conditions: { StringNotEquals: { 'bedrock:GuardrailIdentifier': identifiers } },
      }),
    ]),
  ];
}

/** Models of the same guardrails together: a statement a group. */
function groups(mandatory: ReadonlyMap<string, readonly string[]>) {
  const found = new Map<string, { models: string[]; guardrailNames: readonly string[] }>();
  for (const [model, guardrailNames] of mandatory) {
    const group = found.get(guardrailNames.join('\n')) ?? { models: [], guardrailNames };
    group.models.push(model);
    found.set(guardrailNames.join('\n'), group);
  }
  return [...found.values()];
}
