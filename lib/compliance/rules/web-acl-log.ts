import type { TemplateRule } from '../rule';
import { list, ofType, record, refersTo } from '../template-view';

const SECRET_HEADERS = ['authorization', 'x-api-key', 'cookie'];

/** WAF logs every header unless told not to. */
export const webAclLog: TemplateRule = {
  id: 'LLM02-WAFREDACT',
  info: 'The log of the web ACL is missing or would hold tokens.',
  why: 'A token in a log is a token that everyone who reads logs can use.',
  types: ['AWS::WAFv2::WebACL'],
  run: ({ logicalId }, template) => {
    const logging = ofType(template, 'AWS::WAFv2::LoggingConfiguration').find(({ properties }) =>
      refersTo(properties.ResourceArn, logicalId),
    );
    if (logging === undefined) return ['no-log'];
    const redacted = list(logging.properties.RedactedFields).map((field) =>
      String(record(record(field).SingleHeader).Name).toLowerCase(),
    );
    return SECRET_HEADERS.filter((header) => !redacted.includes(header)).map((header) => `logs-${header}`);
  },
};
