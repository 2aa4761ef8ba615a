/** A method of the API and the scope that it needs. */
export interface MethodScope {
  readonly method: string;
  readonly path: string;
  readonly scope: string;
}

/** What API Gateway evaluates, and caches for every method of the stage. */
export interface MethodPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    { readonly Effect: 'Allow' | 'Deny'; readonly Action: 'execute-api:Invoke'; readonly Resource: readonly string[] },
  ];
}

const METHOD_ARN = /^(arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[A-Za-z0-9]+\/[A-Za-z0-9_-]+)\/[A-Z]+\//;

/**
 * ARN of the stage that a method belongs to.
 *
 * @throws when the ARN is not one of a method: the front door is not what this function was built for.
 */
export function stageArn(methodArn: string): string {
  const stage = METHOD_ARN.exec(methodArn)?.[1];
  if (stage === undefined) throw new Error('the event names no method of a stage');
  return stage;
}

/**
 * One policy for the whole stage, whatever method was asked for: API Gateway keeps it under the token alone and uses it
 * for every method until the time runs out. It names exact methods, so it never opens one that was not asked about, and
 * all that the scopes open, so it never closes one either.
 */
export function methodPolicy(stage: string, scopes: readonly string[], table: readonly MethodScope[]): MethodPolicy {
  const arnOf = ({ method, path }: MethodScope) => `${stage}/${method}${path}`;
  const open = table.filter(({ scope }) => scopes.includes(scope));
  // a policy needs a statement: where nothing is open, everything is closed by name.
  return open.length > 0 ? policy('Allow', open.map(arnOf)) : policy('Deny', table.map(arnOf));
}

function policy(effect: 'Allow' | 'Deny', resources: readonly string[]): MethodPolicy {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resources }],
  };
}
