import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** A validator for every method, and a model for every body whatever its Content-Type claims. */
export const methodModel: TemplateRule = {
  id: 'LLM10-MAXTOK',
  info: 'The method takes requests that nothing bounds.',
  why: 'API Gateway skips validation for a Content-Type without a model, unless the model is bound to $default.',
  types: ['AWS::ApiGateway::Method'],
  run: ({ properties }) => {
    if (properties.HttpMethod === 'OPTIONS') return [];
    const takesBody = ['POST', 'PUT', 'PATCH', 'ANY'].includes(String(properties.HttpMethod));
    return [
      ...(properties.RequestValidatorId === undefined ? ['no-validator'] : []),
      ...(takesBody && record(properties.RequestModels).$default === undefined ? ['no-default-model'] : []),
    ];
  },
};
