import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

/** Execution logs hold bodies as soon as data trace is on. */
export const dataTrace: TemplateRule = {
  id: 'LLM02-NODATATRACE',
  info: 'The execution log of the stage would hold prompts.',
  why: 'Data trace writes whole requests and answers, tokens included, into CloudWatch Logs.',
  types: ['AWS::ApiGateway::Stage'],
  run: ({ properties }) =>
    list(properties.MethodSettings)
      .map(record)
      .flatMap((settings) => [
        ...(settings.DataTraceEnabled === true || settings.DataTraceEnabled === 'true' ? ['data-trace'] : []),
        ...(settings.LoggingLevel === 'INFO' ? ['verbose-log'] : []),
      ]),
};
