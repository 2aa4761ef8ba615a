import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * The resource policy of a private API: whoever comes through one of the endpoints may try, and is then asked for a
 * token; everybody else is denied, whatever else allows them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function endpointsOnly(vpcEndpointIds: readonly string[]): iam.PolicyDocument {
  const resources = ['execute-api:/*'];
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'Endpoints',
        principals: [new iam.AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources,
      }),
      new iam.PolicyStatement({
        sid: 'NobodyElse',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources,
        conditions: { StringNotEquals: { 'aws:SourceVpce': [...vpcEndpointIds] } },
      }),
    ],
  });
}
