import type { TemplateRule } from '../rule';

/** TLS 1.2 at least: an API that says nothing accepts TLS 1.0. */
export const apiTls: TemplateRule = {
  id: 'API-TLS',
  info: 'The API or its domain accepts old versions of TLS.',
  why: 'A regional API without a policy accepts TLS 1.0.',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName'],
  run: ({ properties }) => {
    const policy = String(properties.SecurityPolicy);
    if (policy === 'TLS_1_2') return [];
    if (!/^SecurityPolicy_TLS1[23]_/.test(policy)) return ['old-tls'];
    return properties.EndpointAccessMode === 'STRICT' ? [] : ['basic-access'];
  },
};
