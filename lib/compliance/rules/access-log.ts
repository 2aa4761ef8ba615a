import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** Variables that hold what a caller sent. */
const CONTENT =
  /\$context\.(?:requestOverride|path\b|identity\.apiKey)|\$input|\$request|method\.request|integrationErrorMessage|authorizer\.claims/;

/** The access log says who and how, never what. */
export const accessLog: TemplateRule = {
  id: 'LLM02-ACCESSLOG',
  info: 'The stage has no access log, or one that would hold what callers send.',
  why: 'The access log is read by many; prompts, tokens and keys are not for them.',
  types: ['AWS::ApiGateway::Stage'],
  run: ({ properties }) => {
    const { DestinationArn: destination, Format: format } = record(properties.AccessLogSetting);
    if (destination === undefined) return ['no-access-log'];
    return CONTENT.test(String(format)) ? ['content-in-log'] : [];
  },
};
