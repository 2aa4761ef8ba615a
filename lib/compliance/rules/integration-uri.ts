import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** A stage variable can be changed without a deployment, and so without review. */
export const integrationUri: TemplateRule = {
  id: 'API-STAGEVAR',
  info: 'A stage variable decides what the method calls.',
  why: 'Whoever may update a stage could send every prompt somewhere else.',
  types: ['AWS::ApiGateway::Method'],
  run: ({ properties }) => {
    const { Uri: uri, Credentials: credentials } = record(properties.Integration);
    return JSON.stringify([uri, credentials]).includes('stageVariables') ? ['stage-variable'] : [];
  },
};
