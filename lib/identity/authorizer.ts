import { Duration, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BundledFunction } from '../private/bundled-function';
import { SCOPE_TABLE } from '../private/scope-table';
import type { Profile } from '../profile';
import type { AuthorizerDeployment } from './deployment';
import type { AuthorizerEnv, TrustedIssuer } from './env';

/** What the authorizer needs. */
export interface AuthorizerProps {
  readonly profile: Profile;
  readonly key: kms.IKey;
  readonly deadLetterQueue?: sqs.IQueue;
  readonly issuers: readonly TrustedIssuer[];
  readonly roles: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

/**
 * Defines the function that verifies tokens.
 *
 * It has no right at all beyond its own logs and traces, and no network of ours: it calls the issuers' key addresses
 * and nothing else.
 */
export class Authorizer extends Construct {
  public readonly handler: BundledFunction;

  public constructor(scope: Construct, id: string, props: AuthorizerProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const environment: AuthorizerEnv = {
      ISSUERS: stack.toJsonString(props.issuers),
      STACK_ID: stack.stackId,
      STACK_NAME: stack.stackName,
    };
    const deployment: AuthorizerDeployment = {
      version: 1,
      scopeTable: SCOPE_TABLE.map(({ method, path, scope: needed }) => ({ method, path, scope: needed })),
      roles: props.roles.map(({ name, scopes }) => ({ name, scopes: [...scopes] })),
    };
    this.handler = new BundledFunction(this, 'Handler', {
      asset: 'identity',
      description: 'Verifies access tokens and says which methods they open',
      environment,
      deployment,
      statements: [],
      key: props.key,
      profile: props.profile,
      deadLetterQueue: props.deadLetterQueue,
      reservedConcurrency: 50,
      // two tries at an issuer's keys, three seconds each, and the rest.
      timeout: Duration.seconds(8),
      memoryMiB: 512,
    });
  }
}
