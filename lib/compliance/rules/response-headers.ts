import type { TemplateRule } from '../rule';
import { record } from '../template-view';

/** An answer of API Gateway is JSON that a browser neither guesses nor keeps, with an id to ask about. */
export const responseHeaders: TemplateRule = {
  id: 'LLM05-ENCODE',
  info: "An answer of API Gateway lacks the security headers, the request's id or OpenAI's shape.",
  why: 'A refusal in another shape breaks the SDKs that should understand it.',
  types: ['AWS::ApiGateway::GatewayResponse'],
  run: ({ properties }) => {
    const headers = record(properties.ResponseParameters);
    const has = (name: string) =>
      Object.keys(headers).some((key) => key.toLowerCase() === `gatewayresponse.header.${name}`);
    const body = String(record(properties.ResponseTemplates)['application/json'] ?? '');
    return [
      ...['x-request-id', 'x-content-type-options', 'cache-control']
        .filter((name) => !has(name))
        .map((name) => `no-${name}`),
      ...(/^\{"error":\{"message":/.test(body) ? [] : ['other-shape']),
    ];
  },
};
