import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SCOPES } from '../private/scope-table';

/** Identifier of the resource server: the part of a scope before the slash. */
const IDENTIFIER = 'llm';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'llm/chat': 'Chat, responses and the list of models',
  'llm/embed': 'Embeddings',
  'llm/guard': 'Check a text without a model call',
  'llm/usage': 'Read own limits, use and cost',
  'llm/admin': 'Read the use of the whole tenant',
};

/** What the resource server needs. */
export interface ScopeServerProps {
  readonly userPool: cognito.IUserPool;
  readonly imported?: cognito.IUserPoolResourceServer;
}

/**
 * Defines the resource server whose scopes the API's methods ask for, from the scope table.
 */
export class ScopeServer extends Construct {
  public readonly resourceServer: cognito.IUserPoolResourceServer;
  public readonly oAuthScopes: cognito.OAuthScope[];

  public constructor(scope: Construct, id: string, props: ScopeServerProps) {
    super(scope, id);
    const scopes = SCOPES.map(
      (name) =>
        new cognito.ResourceServerScope({
          scopeName: name.slice(IDENTIFIER.length + 1),
          scopeDescription: DESCRIPTIONS[name] ?? name,
        }),
    );
    const server =
      props.imported ??
      new cognito.UserPoolResourceServer(this, 'Resource', {
        userPool: props.userPool,
        identifier: IDENTIFIER,
        scopes,
      });
    this.resourceServer = server;
    this.oAuthScopes = scopes.map((each) => cognito.OAuthScope.resourceServer(server, each));
  }
}
