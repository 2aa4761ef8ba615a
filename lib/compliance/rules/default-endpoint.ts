import type { TemplateRule } from '../rule';
import { list, ofType, record, refersTo } from '../template-view';

/** A name that AWS gives goes around everything that was put before the API's own name; a private API names who comes. */
export const defaultEndpoint: TemplateRule = {
  id: 'API-DEFAULTURL',
  info: 'The API can be reached by a way that was not meant.',
  why: 'What stands before a host name of your own is worth nothing while another name leads to the same API.',
  types: ['AWS::ApiGateway::RestApi'],
  run: ({ logicalId, properties }, template) => {
    const mapped = ofType(template, 'AWS::ApiGateway::BasePathMapping').some((mapping) =>
      refersTo(mapping.properties.RestApiId, logicalId),
    );
    const isPrivate = list(record(properties.EndpointConfiguration).Types).includes('PRIVATE');
    return [
      ...(mapped && properties.DisableExecuteApiEndpoint !== true ? ['default-url'] : []),
      ...(isPrivate && !deniesOthers(properties.Policy) ? ['any-endpoint'] : []),
    ];
  },
};

function deniesOthers(policy: unknown): boolean {
  return list(record(policy).Statement)
    .map(record)
    .some(({ Effect, Principal, Action, Resource, Condition }) => {
      const denied = record(record(Condition).StringNotEquals)['aws:SourceVpce'];
      const everybody = Principal === '*' || record(Principal).AWS === '*';
      const everything = [Action].flat().includes('execute-api:Invoke') && [Resource].flat().includes('execute-api:/*');
      return Effect === 'Deny' && everybody && everything && list(denied).length > 0;
    });
}
