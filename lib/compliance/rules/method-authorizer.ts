import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

/** Every method has an authorizer; OPTIONS may be answered by API Gateway itself, never by a function. */
export const methodAuthorizer: TemplateRule = {
  id: 'API-AUTHZ',
  info: 'The method answers without an authorizer.',
  why: 'One open method is an open API.',
  types: ['AWS::ApiGateway::Method'],
  run: ({ properties }) => {
    if (properties.HttpMethod === 'OPTIONS')
      return record(properties.Integration).Type === 'MOCK' ? [] : ['open-options'];
    const kind = properties.AuthorizationType;
    const custom = kind === 'CUSTOM' || kind === 'COGNITO_USER_POOLS';
    return [
      ...(custom && properties.AuthorizerId !== undefined ? [] : ['no-authorizer']),
      ...(properties.HttpMethod === 'ANY' ? ['any-method'] : []),
      ...(list(properties.ResourceId).length === 0 ? ['no-resource'] : []),
    ];
  },
};
