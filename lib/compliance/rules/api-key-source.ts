import type { TemplateRule } from '../rule';
import { list, ofType, refersTo } from '../template-view';

/** The key that picks a usage plan comes from the verified token; it never is the authentication. */
export const apiKeySource: TemplateRule = {
  id: 'API-KEYNOTAUTH',
  info: 'The usage-plan key could come from the caller, or a method does not ask for one.',
  why: "A key from a header lets one tenant use another's limits; a method without a key has no plan.",
  types: ['AWS::ApiGateway::RestApi'],
  run: ({ logicalId, properties }, template) => {
    const keyless = ofType(template, 'AWS::ApiGateway::Method').filter(
      (method) =>
        refersTo(method.properties.RestApiId, logicalId) &&
        method.properties.HttpMethod !== 'OPTIONS' &&
        method.properties.ApiKeyRequired !== true,
    );
    return [
      ...(properties.ApiKeySourceType === 'AUTHORIZER' ? [] : ['key-from-header']),
      ...list(keyless)
        .map(() => 'method-without-key')
        .slice(0, 1),
    ];
  },
};
