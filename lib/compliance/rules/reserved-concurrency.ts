import type { TemplateRule } from '../rule';

/** Functions that an attacker can drive have a ceiling of their own. */
export const reservedConcurrency: TemplateRule = {
  id: 'LLM10-CONCURRENCY',
  info: 'The function can take the whole concurrency of the account.',
  why: 'One flood would stop every other function, and the bill has no ceiling.',
  types: ['AWS::Lambda::Function'],
  productionOnly: true,
  run: ({ properties }) => (properties.ReservedConcurrentExecutions === undefined ? ['no-ceiling'] : []),
};
