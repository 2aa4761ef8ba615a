import type { TemplateRule } from '../rule';

/** A log without an end is a store that nobody looks after. */
export const logRetention: TemplateRule = {
  id: 'LLM02-RETENTION',
  info: 'The log is kept for ever.',
  why: 'What is not kept cannot leak.',
  types: ['AWS::Logs::LogGroup'],
  run: ({ properties }) => (properties.RetentionInDays === undefined ? ['no-end'] : []),
};
