import type { TemplateRule } from '../rule';
import { covers, IAM_TYPES, identityStatements } from '../statements';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'sagemaker:InvokeEndpoint'];

/** Models are named one by one, so that a stolen role reaches nothing dearer and nothing elsewhere. */
export const exactModels: TemplateRule = {
  id: 'LLM06-INVOKEBROAD',
  info: 'A role may invoke models that nobody has named.',
  why: 'The price of models differs by a factor of hundreds, and a wildcard covers those of tomorrow.',
  types: [...IAM_TYPES],
  run: (resource) =>
    identityStatements(resource)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ actions, resources, inverted }) => {
        const invokes = INVOKE.some((action) => actions.some((pattern) => covers(pattern, action)));
        if (!invokes && !(inverted && actions.length === 0)) return [];
        const broadAction = actions.some((pattern) => pattern.includes('*') && covers(pattern, INVOKE[0]!));
        const broadModel = resources.some((arn) => /\*/.test(JSON.stringify(arn)));
        return [
          ...(broadAction || inverted ? ['broad-action'] : []),
          ...(broadModel || resources.length === 0 ? ['broad-model'] : []),
        ];
      }),
};
