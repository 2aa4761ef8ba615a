/**
 * The deployment document of the authorizer: `deployment.json` beside its bundle, hashed with its code.
 *
 * Holds what the config decides and no token or ARN. Imports nothing, ever.
 */
export interface AuthorizerDeployment {
  readonly version: 1;
  /** Every method of the API and the scope that it needs. */
  readonly scopeTable: readonly { readonly method: string; readonly path: string; readonly scope: string }[];
  /** What a role grants: a token's scope counts only if one of its roles grants it too. */
  readonly roles: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}
