import type { TemplateRule } from '../rule';

/** A cached answer is right for every path only if it depends on the token alone. */
export const authorizerCache: TemplateRule = {
  id: 'API-AUTHCACHE',
  info: 'The authorizer caches its answer by something else than the token alone.',
  why: 'Whatever else a caller can change would give them the answer of somebody else, or a fresh try at each change.',
  types: ['AWS::ApiGateway::Authorizer'],
  run: ({ properties }) =>
    properties.IdentitySource === 'method.request.header.Authorization' ? [] : ['identity-source'],
};
