import type * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * Asks for TLS 1.2 with forward secrecy at least, 1.3 and post-quantum key exchange where the client has them, and
 * refuses a request whose host is another than the one of its TLS handshake (domain fronting).
 *
 * API and domain get the same policy: API Gateway negotiates with the API's whichever name was called.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export function requireModernTls(resource: apigateway.CfnRestApi | apigateway.CfnDomainName): void {
  resource.securityPolicy = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';
  resource.endpointAccessMode = 'STRICT';
}
