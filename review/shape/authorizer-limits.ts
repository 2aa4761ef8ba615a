/** A limit on what a Lambda authorizer gives back: made at run time, so no template shows it. */
export interface AuthorizerLimit {
  readonly name: 'result' | 'resource' | 'method ARN';
  readonly limit: number;
  readonly unit: string;
  /** Page of AWS's documentation that says so. */
  readonly source: string;
}

/**
 * Limits of API Gateway on an authorizer's result: policy, context and usage key together, and each ARN in the policy.
 * Over the first the caller gets a 500, however good the token is.
 */
export const AUTHORIZER_LIMITS: readonly AuthorizerLimit[] = [
  {
    name: 'result',
    limit: 8_192,
    unit: 'bytes',
    source: 'general/latest/gr/apigateway.html',
  },
  {
    name: 'resource',
    limit: 512,
    unit: 'characters',
    source: 'apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html',
  },
  {
    name: 'method ARN',
    limit: 1_600,
    unit: 'bytes',
    source: 'apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html',
  },
];

/** What an answer of the authorizer exceeds. */
export function authorizerProblems(
  answer: { readonly policyDocument: { readonly Statement: readonly { readonly Resource: readonly string[] }[] } },
  methodArn: string,
): string[] {
  const resources = answer.policyDocument.Statement.flatMap(({ Resource }) => Resource);
  const measured: Readonly<Record<AuthorizerLimit['name'], number>> = {
    result: Buffer.byteLength(JSON.stringify(answer)),
    resource: Math.max(0, ...resources.map((arn) => arn.length)),
    'method ARN': Buffer.byteLength(methodArn),
  };
  return AUTHORIZER_LIMITS.filter(({ name, limit }) => measured[name] > limit).map(
    ({ name, limit, unit, source }) =>
      `${name} of the authorizer is ${measured[name]} ${unit}, at most ${limit} are allowed (${source})`,
  );
}
