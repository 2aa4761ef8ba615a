import type { TemplateRule } from '../rule';
import { covers, IAM_TYPES, identityStatements, type Statement } from '../statements';
import { list, ofType, record, refersTo } from '../template-view';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const KEY = 'bedrock:GuardrailIdentifier';
const STRONG = new Set(['MEDIUM', 'HIGH']);

/** A guardrail is pinned and looks for attacks, and where the config makes it mandatory no call goes without it. */
export const guardrail: TemplateRule = {
  id: 'LLM01-GUARDRAIL',
  info: 'A guardrail is not pinned or not strong enough, or a model may be called without it.',
  why: 'A guardrail that the code may forget, or anybody may edit, guards nothing.',
  types: [...IAM_TYPES, 'AWS::Bedrock::Guardrail'],
  run: (resource, view) => {
    if (resource.type === 'AWS::Bedrock::Guardrail') {
      const { ContentPolicyConfig, KmsKeyArn } = resource.properties;
      const filters = list(record(ContentPolicyConfig).FiltersConfig).map(record);
      const attacks = filters.some(
        ({ Type, InputStrength }) => Type === 'PROMPT_ATTACK' && STRONG.has(String(InputStrength)),
      );
      const pinned = ofType(view, 'AWS::Bedrock::GuardrailVersion').some(({ properties }) =>
        refersTo(properties.GuardrailIdentifier, resource.logicalId),
      );
      return [
        ...(attacks ? [] : ['no-prompt-attack-filter']),
        ...(pinned ? [] : ['no-version']),
        ...(KmsKeyArn === undefined ? ['no-key'] : []),
      ];
    }
    const statements = identityStatements(resource);
    const invoking = statements.filter(({ actions }) =>
      INVOKE.some((action) => actions.some((pattern) => covers(pattern, action))),
    );
    const draft = invoking.some(({ condition }) => JSON.stringify(condition).includes(':DRAFT'));
    const free = view.guardedModels.some((model) => isFree(model, invoking));
    return [...(draft ? ['draft-version'] : []), ...(free ? ['call-without-guardrail'] : [])];
  },
};

/** Whether a model may be called without a guardrail: allowed without a condition, and not denied without one. */
function isFree(model: string, statements: readonly Statement[]): boolean {
  const naming = statements.filter(({ resources }) => resources.some((arn) => names(arn, model)));
  const denied = naming.some(
    ({ effect, condition }) => effect === 'Deny' && record(condition.StringNotEquals)[KEY] !== undefined,
  );
  if (denied) return false;
  return naming.some(
    ({ effect, condition }) => effect === 'Allow' && record(condition.StringEquals)[KEY] === undefined,
  );
}

/** An ARN is a text or a join of parts: either ends with what it names. */
function names(arn: unknown, model: string): boolean {
  const text = JSON.stringify(arn);
  return text.includes('*') || text.includes(`/${model}"`);
}
