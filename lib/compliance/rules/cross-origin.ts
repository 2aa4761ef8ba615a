import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** No page of any origin reads answers with a person's token. */
export const crossOrigin: TemplateRule = {
  id: 'API-CORS',
  info: 'Pages of every origin may read the answers.',
  why: 'A token in a browser would serve every page that it is open in.',
  types: ['AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Method'],
  run: ({ properties }) => {
    const answers = [properties.ResponseParameters, record(properties.Integration).IntegrationResponses];
    return /Access-Control-Allow-Origin"\s*:\s*"'?\*/i.test(JSON.stringify(answers)) ? ['any-origin'] : [];
  },
};
